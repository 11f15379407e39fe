import AWS
import Declarations
import Diagnostics
import Language
import Plans
import Synchronization
import Testing
import Values

@testable import Engine

/// What a run asks before its calls, and what it tells of them.
@Suite struct JournalTests {
    private static func step(
        _ id: String, _ needs: [String] = [], _ change: (inout PlannedCall) -> Void = { _ in }
    ) -> Step {
        var planned = PlannedCall(service: "ec2", operation: "Do", input: ["Id": .string(id)], region: "us-east-1")
        change(&planned)
        return Step(
            address: "s/\(id)", type: "Test::X::Y", action: .update, reasons: [.edited],
            needs: needs.map { "s/\($0)!update" }, calls: [planned, planned], region: "us-east-1")
    }

    /// - Returns: the outcome, and the journal as `step call.attempt outcome`.
    private static func run(
        _ steps: [Step], _ caller: any Caller, stop: StopSignal = StopSignal(),
        mayChange: @escaping @Sendable () -> Bool = { true }
    ) async -> (Outcome, [CallRecord]) {
        let records = Mutex<[CallRecord]>([])
        let settings = RunSettings(
            parallelism: 1, mayChange: mayChange, journal: { record in records.withLock { $0.append(record) } })
        let outcome = await Executor(
            plan: Plan(purpose: .apply, account: "123456789012", steps: steps), registry: Invented.registry,
            caller: caller, settings: settings, surroundings: FakeClock().surroundings
        ).run(stop: stop)
        return (outcome, records.withLock { $0 })
    }

    private static func words(_ records: [CallRecord]) -> [String] {
        records.map { "\($0.step.logicalID) \($0.number).\($0.attempt) \($0.state.word)" }
    }

    private static func failure(_ kind: ErrorKind, _ code: String, isAmbiguous: Bool = false) -> AWSFailure {
        AWSFailure(
            service: "ec2", operation: "Do", code: ErrorCode(rawValue: code), message: "no", status: 400,
            requestID: "r-7", attempts: 1, kind: kind, isAmbiguous: isAmbiguous)
    }

    @Test func everyCallHasALineBeforeAndOneAfter() async {
        let (outcome, records) = await Self.run([Self.step("a"), Self.step("b", ["a"])], Scripted { _, _ in [:] })
        #expect(outcome.succeeded)
        #expect(
            Self.words(records)
                == ["a", "b"].flatMap { id in
                    [1, 2].flatMap { ["\(id) \($0).1 sent", "\(id) \($0).1 succeeded"] }
                })
    }

    @Test func everyEndHasItsWord() async {
        let caller = Scripted { call, before in
            switch call.input["Id"] {
            case "tolerated": throw Self.failure(.notFound, "Gone")
            case "unclear": throw Self.failure(.transient, "ConnectionFailure", isAmbiguous: true)
            case "again" where before.filter { $0.input["Id"] == "again" }.isEmpty: throw Self.failure(.other, "Later")
            case "bad": throw Self.failure(.invalid, "Bad")
            default: return [:]
            }
        }
        let (_, records) = await Self.run(
            [
                Self.step("tolerated") { $0.tolerates = ["Gone"] }, Self.step("unclear"),
                Self.step("again") { $0.retries = ["Later"] }, Self.step("bad"),
            ], caller)
        #expect(
            Self.words(records).filter { !$0.hasSuffix("sent") } == [
                "tolerated 1.1 tolerated", "tolerated 2.1 tolerated", "unclear 1.1 unclear", "again 1.1 failed",
                "again 1.2 succeeded", "again 2.1 succeeded", "bad 1.1 failed",
            ])
        #expect(records.filter { $0.state.word == "failed" }.allSatisfy { $0.state.requestID == "r-7" })
    }

    /// What is under way is finished; nothing else begins.
    @Test func aRunThatMayNotChangeAnythingSendsNoMore() async {
        let left = Mutex(3)
        let caller = Scripted { _, _ in [:] }
        let stop = StopSignal()
        let (outcome, records) = await Self.run(
            [Self.step("a"), Self.step("b", ["a"]), Self.step("c")], caller, stop: stop,
            mayChange: {
                let may = left.withLock { left in
                    left -= 1
                    return left >= 0
                }
                if !may { stop.stop() }
                return may
            })
        #expect(caller.callCount == 3)
        #expect(records.last?.state.word == "withheld")
        #expect(!outcome.succeeded && outcome.wasCancelled)
        #expect(outcome.done.count == 1 && outcome.failures.count == 1)
        guard case .failed(let diagnostic)? = outcome.failures.first?.state else { return }
        #expect(diagnostic.code == "cancelled")
    }

    @Test func aDynamicReferenceIsFetchedAndMarkedAsSecret() async {
        let reference = "resolve:secretsmanager:db.main:SecretString:pw"
        let caller = Scripted { call, _ in
            call.operation == "GetSecretValue" ? ["SecretString": "{\"pw\": \"s3cret\"}"] : [:]
        }
        let step = Self.step("a") { planned in
            planned.input = [
                "Id": "a",
                "Url": .deferred(
                    .join(
                        separator: "",
                        .array(["db:", .deferred(.attribute(address: DynamicReference.address, name: reference))]))),
            ]
        }
        let (outcome, records) = await Self.run([step], caller)
        #expect(outcome.succeeded, "\(outcome.failures)")
        #expect(caller.calls.map(\.operation) == ["GetSecretValue", "Do", "Do"], "it is fetched once")
        #expect(caller.calls.last?.input["Url"] == "db:s3cret")
        #expect(records.allSatisfy { $0.secrets == ["Url"] }, "\(records.map(\.secrets))")
    }
}
