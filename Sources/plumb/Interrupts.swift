import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and SIGTERM while a plan is carried out: the first lets what runs finish, the second cancels it.
///
/// The signal handler does no more than write a byte into a pipe; all else happens on a queue that reads it. At most one
/// may listen at a time.
final class Interrupts {
    private static let signals = [SIGINT, SIGTERM]
    /// The end of the pipe that the handler writes into; -1 while nobody listens.
    private static let bell = Atomic<Int32>(-1)

    private let source: (any DispatchSourceRead)?

    /// - Parameters:
    ///   - first: called once, on a queue of its own.
    ///   - second: called for every signal after the first.
    init(first: @escaping @Sendable () -> Void, second: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            // Without a pipe signals do what they do by default: the run ends at once, and running again continues.
            source = nil
            return
        }
        let (reading, writing) = (ends[0], ends[1])
        for descriptor in ends {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        }
        let queue = DispatchQueue(label: "plumb.interrupts")
        let source = DispatchSource.makeReadSource(fileDescriptor: reading, queue: queue)
        let count = Counter()
        source.setEventHandler {
            var byte: UInt8 = 0
            while read(reading, &byte, 1) == 1 { count.next() == 1 ? first() : second() }
        }
        source.setCancelHandler {
            close(reading)
            close(writing)
        }
        source.resume()
        self.source = source
        Self.bell.store(writing, ordering: .sequentiallyConsistent)
        for number in Self.signals { signal(number, Self.ring) }
    }

    /// Runs in the signal handler: nothing that is not safe there.
    private static let ring: @convention(c) (Int32) -> Void = { _ in
        let saved = errno
        var byte: UInt8 = 1
        _ = write(bell.load(ordering: .sequentiallyConsistent), &byte, 1)
        errno = saved
    }

    /// Signals do again what they do by default.
    func end() {
        for number in Self.signals { signal(number, SIG_DFL) }
        Self.bell.store(-1, ordering: .sequentiallyConsistent)
        source?.cancel()
    }
}
