import AWS
import Plans
import Synchronization
import Values

@testable import Locks

/// Time that passes when a test says so.
final class ManualClock: Sendable {
    private let milliseconds = Mutex(1_800_000_000_000)

    var seconds: Double { Double(milliseconds.withLock { $0 }) / 1000 }

    func pass(_ seconds: Double) { milliseconds.withLock { $0 += Int(seconds * 1000) } }

    /// - Parameter skew: seconds by which the machine's own clock is wrong.
    func surroundings(skew: Int = 0) -> Surroundings {
        let ids = Mutex(0)
        return Surroundings(
            now: { Timestamp(milliseconds: self.milliseconds.withLock { $0 } + skew * 1000) },
            sleep: { duration in
                let end =
                    self.seconds + Double(duration.components.seconds)
                    + Double(duration.components.attoseconds) / 1e18
                while self.seconds < end { try await Task.sleep(for: .milliseconds(1)) }
            }, random: { 0.5 },
            uuid: {
                let number = ids.withLock { ids in
                    ids += 1
                    return ids
                }
                return "id-\(skew)-\(number)"
            })
    }
}

/// A bucket in memory that keeps S3's promises about conditions.
final class FakeS3: Sendable {
    struct Item {
        var bytes: [UInt8]
        var etag: String
        var written: Double
    }

    /// What goes wrong with a call before or after it takes effect; nil: nothing.
    typealias Mishap = @Sendable (APICall) -> (AWSFailure, afterEffect: Bool)?

    let clock: ManualClock
    private let state = Mutex<(items: [String: Item], writes: Int, calls: [String], mishap: Mishap?)>(([:], 0, [], nil))

    init(_ clock: ManualClock) { self.clock = clock }

    var items: [String: Item] { state.withLock { $0.items } }
    var calls: [String] { state.withLock { $0.calls } }
    func fail(_ mishap: Mishap?) { state.withLock { $0.mishap = mishap } }
    func put(_ key: String, _ text: String) {
        state.withLock { $0.items[key] = Item(bytes: Array(text.utf8), etag: "other", written: clock.seconds) }
    }
    func remove(_ key: String) { state.withLock { $0.items[key] = nil } }

    func locks(lease: Int = 60, skew: Int = 0) -> S3Locks {
        let clock = clock
        return S3Locks(
            terms: LeaseTerms(lease: lease), surroundings: clock.surroundings(skew: skew), uptime: { clock.seconds },
            send: { call, _ throws(AWSFailure) in
                await Task.yield()
                return try self.answer(call)
            })
    }

    private func answer(_ call: APICall) throws(AWSFailure) -> CallAnswer {
        let mishap = state.withLock { state in
            state.calls.append(call.operation)
            return state.mishap
        }?(call)
        if let mishap, !mishap.afterEffect { throw mishap.0 }
        let result = state.withLock { state -> Result<Value, AWSFailure> in
            let key = call.input["Key"]?.string ?? ""
            let old = state.items[key]
            if call.input["Bucket"] == "none" { return .failure(Self.failure(call, "NoSuchBucket", 404)) }
            if let etag = call.input["IfMatch"]?.string {
                guard let old else { return .failure(Self.failure(call, "NoSuchKey", 404)) }
                guard old.etag == etag else { return .failure(Self.failure(call, "PreconditionFailed", 412)) }
            }
            if call.input["IfNoneMatch"] == "*", old != nil {
                return .failure(Self.failure(call, "PreconditionFailed", 412))
            }
            switch call.operation {
            case "GetObject":
                guard let old else { return .failure(Self.failure(call, "NoSuchKey", 404)) }
                let written = Timestamp(seconds: Int(old.written))
                return .success(
                    [
                        "Body": .bytes(old.bytes), "ETag": .string(old.etag), "LastModified": .string(written.iso8601),
                    ])
            case "PutObject":
                guard case .bytes(let bytes)? = call.input["Body"] else { return .success([:]) }
                state.writes += 1
                let etag = "etag-\(state.writes)"
                state.items[key] = Item(bytes: bytes, etag: etag, written: clock.seconds)
                return .success(["ETag": .string(etag)])
            case "DeleteObject": state.items[key] = nil
            default: break
            }
            return .success(["Account": "123456789012"])
        }
        let output = try result.get()
        if let mishap { throw mishap.0 }
        return CallAnswer(output: output, date: Timestamp(seconds: Int(clock.seconds)))
    }

    static func failure(_ call: APICall, _ code: String, _ status: Int?) -> AWSFailure {
        AWSFailure(
            service: call.service, operation: call.operation, code: ErrorCode(rawValue: code), message: "no",
            status: status, attempts: 1, kind: ErrorTable.kind(of: ErrorCode(rawValue: code), status: status))
    }
}

/// Waits for what other tasks are about to do.
func eventually(_ tries: Int = 5000, _ condition: () -> Bool) async -> Bool {
    for _ in 0..<tries where !condition() { try? await Task.sleep(for: .milliseconds(1)) }
    return condition()
}

extension ManualClock {
    /// Lets time pass until a task that waits for it has done its work. Whoever began to wait a moment late needs a
    /// little more time than was meant.
    func pass(_ seconds: Double, until condition: () -> Bool) async -> Bool {
        pass(seconds)
        for _ in 0..<20 {
            if await eventually(300, condition) { return true }
            pass(1)
        }
        return condition()
    }
}
