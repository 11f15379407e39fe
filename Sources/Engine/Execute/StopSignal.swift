internal import Synchronization

/// How a user stops a running execution, from any thread.
public final class StopSignal: Sendable {
    private let state = Mutex<State>(State())

    private struct State {
        var isStopped = false
        var isCancelled = false
        var onCancel: [@Sendable () -> Void] = []
    }

    public init() {}

    /// No new steps; those that run are finished.
    public func stop() { state.withLock { $0.isStopped = true } }

    /// Running steps are cut short as well. What they have sent may still take effect; a later run finds it.
    public func cancel() {
        let actions = state.withLock { state in
            state.isStopped = true
            state.isCancelled = true
            defer { state.onCancel = [] }
            return state.onCancel
        }
        for action in actions { action() }
    }

    var isStopped: Bool { state.withLock { $0.isStopped } }
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// The action runs at once when the signal was given already.
    func onCancel(_ action: @escaping @Sendable () -> Void) {
        let isCancelled = state.withLock { state in
            if !state.isCancelled { state.onCancel.append(action) }
            return state.isCancelled
        }
        if isCancelled { action() }
    }
}
