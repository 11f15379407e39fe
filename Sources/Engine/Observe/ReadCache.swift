internal import AWS
internal import Synchronization
internal import Values

/// Makes each read of a run once, however many resources ask for it.
final class ReadCache: Sendable {
    private let caller: any Caller
    private let running = Mutex<[APICall: Task<[Value], any Error>]>([:])

    init(_ caller: any Caller) { self.caller = caller }

    /// All pages of a call; the same answer for everyone who asks for the same.
    func pages(_ call: APICall) async throws(AWSFailure) -> [Value] {
        let task = running.withLock { running in
            if let task = running[call] { return task }
            let caller = caller
            let task = Task<[Value], any Error> { try await caller.pages(call) }
            running[call] = task
            return task
        }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch let failure as AWSFailure {
            throw failure
        } catch {
            throw AWSFailure(
                service: call.service, operation: call.operation, code: "Cancelled", message: "cancelled",
                kind: .cancelled)
        }
    }
}
