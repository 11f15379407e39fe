import AWS
import Synchronization
import Values

@testable import Engine

/// A tiny AWS in memory, as strict as AWS where plans could be wrong: names are unique, a network with parts cannot go.
final class Account: Caller {
    /// What a call meets besides its own effect.
    struct Fault: Sendable {
        var operation: String
        var failure: AWSFailure
        /// True: the call takes effect, and only its answer is lost.
        var takesEffect = false
        /// How many calls meet it.
        var times = 1
    }

    struct State: Sendable {
        var networks: [String: Value] = [:]
        var parts: [String: Value] = [:]
        var groups: [String: Value] = [:]
        var keys: [String: Value] = [:]
        var secrets: [String: Value] = [:]
        var filters: [String: Value] = [:]
        var exports: [String: String] = [:]
        /// First answers by client token.
        var tokens: [String: Value] = [:]
        var calls: [APICall] = []
        var faults: [Fault] = []
        var made = 0
        /// After how many more mutating calls every call fails, as for a process that is killed; nil: never.
        var left: Int?
        /// After how many more mutating calls a single one is refused; nil: none.
        var refuses: Int?
        /// True: the last of them takes effect, and only its answer is lost.
        var losesAnswer = false

        mutating func id(_ prefix: String) -> String {
            made += 1
            let digits = String(made, radix: 16)
            return prefix + String(repeating: "0", count: 17 - digits.count) + digits
        }

        /// How many resources there are.
        var count: Int { networks.count + parts.count + groups.count + keys.count + secrets.count + filters.count }
    }

    static let region = "us-east-1", number = "123456789012"
    private let state = Mutex(State())

    var callCount: Int { state.withLock { $0.calls.count } }
    var now: State { state.withLock { $0 } }

    /// The mutating operations called since the last look.
    func changes() -> [String] {
        state.withLock { state in
            defer { state.calls = [] }
            return state.calls.filter { !Self.isRead($0.operation) }.map(\.name)
        }
    }

    func edit(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    func meet(_ operation: String, _ kind: ErrorKind, _ code: String, effect: Bool = false, times: Int = 1) {
        let failure = Self.failure(operation, kind, code, code, isAmbiguous: effect || kind == .transient)
        edit { $0.faults.append(Fault(operation: operation, failure: failure, takesEffect: effect, times: times)) }
    }

    static func isRead(_ operation: String) -> Bool {
        ["Describe", "List", "Get"].contains { operation.hasPrefix($0) }
    }

    static func failure(
        _ operation: String, _ kind: ErrorKind, _ code: String, _ message: String, isAmbiguous: Bool = false
    ) -> AWSFailure {
        let parts = operation.split(separator: ":")
        return AWSFailure(
            service: String(parts[0]), operation: String(parts[1]), code: ErrorCode(rawValue: code), message: message,
            status: 400, requestID: "r-1", attempts: 1, kind: kind, isAmbiguous: isAmbiguous)
    }

    func pages(_ call: APICall) async throws(AWSFailure) -> [Value] { [try await send(call, repeatable: true)] }

    func send(_ call: APICall, repeatable: Bool) async throws(AWSFailure) -> Value {
        await Task.yield()
        let answer = state.withLock { state in
            state.calls.append(call)
            if let left = state.left, !Self.isRead(call.operation) || left < 0 {
                state.left = left - 1
                if left <= 0 {
                    if left == 0, state.losesAnswer { _ = Self.answer(call, &state) }
                    return Result<Value, AWSFailure>.failure(
                        Self.failure(call.name, .other, "Killed", "The process is dead."))
                }
            }
            if let refuses = state.refuses, !Self.isRead(call.operation) {
                state.refuses = refuses == 0 ? nil : refuses - 1
                if refuses == 0 {
                    return Result<Value, AWSFailure>.failure(
                        Self.failure(call.name, .invalid, "Refused", "This one is refused."))
                }
            }
            if let index = state.faults.firstIndex(where: { $0.operation == call.name && $0.times > 0 }) {
                state.faults[index].times -= 1
                let fault = state.faults[index]
                if fault.takesEffect { _ = Self.answer(call, &state) }
                return Result<Value, AWSFailure>.failure(fault.failure)
            }
            return Self.answer(call, &state)
        }
        return try answer.get()
    }

    private static func answer(_ call: APICall, _ state: inout State) -> Result<Value, AWSFailure> {
        do throws(AWSFailure) {
            return .success(try answered(call, &state))
        } catch {
            return .failure(error)
        }
    }

    static func missing(_ call: APICall, _ code: String) -> AWSFailure {
        failure(call.name, .notFound, code, "There is none.")
    }

    private static func answered(_ call: APICall, _ state: inout State) throws(AWSFailure) -> Value {
        switch call.service {
        case "ec2": return try ec2(call, &state)
        case "logs": return try logs(call, &state)
        case "iam", "secretsmanager": return try identity(call, &state)
        default: break
        }
        switch call.name {
        case "sts:GetCallerIdentity":
            return ["Account": .string(number), "Arn": .string("arn:aws:iam::\(number):user/tester")]
        case "cloudformation:ListExports":
            let exports = state.exports.sorted { $0.key < $1.key }
            return ["Exports": .array(exports.map { ["Name": .string($0.key), "Value": .string($0.value)] })]
        case "resourcegroupstaggingapi:GetResources": return search(call.input, state)
        default: throw failure(call.name, .invalid, "UnknownOperation", "\(call.name) is not part of the tiny AWS.")
        }
    }
}
