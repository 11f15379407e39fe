internal import AWS
internal import Synchronization
internal import Values

/// Makes each read of a run once, however many resources ask for it.
final class ReadCache: Sendable {
    private let caller: any Caller
    private let running = Mutex<[APICall: Task<[Value], any Error>]>([:])

    init(_ caller: any Caller) { self.caller = caller }

    /// What one call of several brought.
    private struct Numbered: Sendable {
        var position: Int
        var answer: Swift.Result<[Value], AWSFailure>
    }

    /// The pages of several calls made at the same time, in the order of the calls.
    func answers(_ calls: [APICall]) async -> [Swift.Result<[Value], AWSFailure>] {
        let numbered = await withTaskGroup(of: Numbered.self) { group in
            for (position, call) in calls.enumerated() {
                group.addTask { Numbered(position: position, answer: await self.answer(call)) }
            }
            var answers: [Numbered] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        return numbered.sorted { $0.position < $1.position }.map(\.answer)
    }

    private func answer(_ call: APICall) async -> Swift.Result<[Value], AWSFailure> {
        do {
            return .success(try await pages(call))
        } catch {
            return .failure(error)
        }
    }

    /// The first page of a call, for where the rest would not be worth it. It is not kept.
    func firstPage(_ call: APICall) async -> Swift.Result<Value, AWSFailure> {
        do {
            return .success(try await caller.send(call, repeatable: true))
        } catch {
            return .failure(error)
        }
    }

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
