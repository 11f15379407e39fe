internal import Plans
internal import Synchronization
internal import Values

/// Lets the calls of a run that change one thing go one after the other, where AWS refuses a second one meanwhile
/// (`PlannedCall.alone`). First come, first served.
final class Turns: Sendable {
    private struct State {
        var taken: Set<String> = []
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
    }

    private let state = Mutex(State())

    /// Waits until it is one's turn; `leave` ends it. Nil takes none.
    func take(_ key: String?) async {
        guard let key else { return }
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.taken.insert(key).inserted { return true }
                state.waiting[key, default: []].append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func leave(_ key: String?) {
        guard let key else { return }
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let next = state.waiting[key]?.first else {
                state.taken.remove(key)
                state.waiting[key] = nil
                return nil
            }
            state.waiting[key]?.removeFirst()
            return next
        }
        next?.resume()
    }
}

extension PlannedCall {
    /// What its turn is about; nil where it needs none.
    /// - Parameter input: as it is sent.
    func turn(_ input: Value) -> String? {
        guard let alone, let value = input.at(alone)?.scalarText else { return nil }
        return "\(name) \(region) \(value)"
    }
}
