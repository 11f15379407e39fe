import Dispatch
import Glibc

/// Ctrl-C and SIGTERM while a plan is carried out: the first lets what runs finish, the second cancels it.
final class Interrupts {
    private let sources: [any DispatchSourceSignal]

    /// - Parameters:
    ///   - first: called once, on a queue of its own.
    ///   - second: called for every signal after the first.
    init(first: @escaping @Sendable () -> Void, second: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "plumb.interrupts")
        let count = Counter()
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { count.next() == 1 ? first() : second() }
            source.resume()
            return source
        }
    }

    /// Signals do again what they do by default.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
