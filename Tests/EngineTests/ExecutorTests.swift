import AWS
import Declarations
import Diagnostics
import Plans
import Synchronization
import Testing
import Values

@testable import Engine

/// Answers by a closure, which sees every call and how many there were before.
final class Scripted: Caller {
    private let seen = Mutex<[APICall]>([])
    private let answer: @Sendable (APICall, [APICall]) async throws -> Value

    init(_ answer: @escaping @Sendable (APICall, [APICall]) async throws -> Value) { self.answer = answer }

    var calls: [APICall] { seen.withLock { $0 } }
    var callCount: Int { calls.count }

    func pages(_ call: APICall) async throws(AWSFailure) -> [Value] { [try await send(call, repeatable: true)] }

    func send(_ call: APICall, repeatable: Bool) async throws(AWSFailure) -> Value {
        let before = seen.withLock { seen in
            defer { seen.append(call) }
            return seen
        }
        do {
            return try await answer(call, before)
        } catch let failure as AWSFailure {
            throw failure
        } catch {
            throw AWSFailure(
                service: call.service, operation: call.operation, code: "Cancelled", message: "", kind: .cancelled)
        }
    }
}

@Suite struct ExecutorTests {
    private static func step(
        _ id: String, _ needs: [String] = [], _ call: (inout PlannedCall) -> Void = { _ in }
    ) -> Step {
        var planned = PlannedCall(
            service: "ec2", operation: "Do", input: ["Id": .string(id)], region: "us-east-1")
        call(&planned)
        return Step(
            address: "s/\(id)", type: "Test::X::Y", action: .update, reasons: [.edited],
            needs: needs.map { "s/\($0)!update" }, calls: [planned], region: "us-east-1")
    }

    private static func run(
        _ steps: [Step], _ caller: any Caller, clock: FakeClock = FakeClock(), stop: StopSignal = StopSignal(),
        parallelism: Int = 16, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async -> Outcome {
        await Executor(
            plan: Plan(purpose: .apply, account: "123456789012", steps: steps), registry: Invented.registry,
            caller: caller, settings: RunSettings(parallelism: parallelism), surroundings: clock.surroundings
        ).run(stop: stop, progress: progress)
    }

    private static func failure(_ kind: ErrorKind, _ code: String, _ message: String = "no") -> AWSFailure {
        AWSFailure(
            service: "ec2", operation: "Do", code: ErrorCode(rawValue: code), message: message, status: 400,
            requestID: "r-7", attempts: 1, kind: kind, isAmbiguous: kind == .transient)
    }

    private static func code(_ outcome: StepOutcome?) -> String? {
        if case .failed(let diagnostic)? = outcome?.state { diagnostic.code.rawValue } else { nil }
    }

    // MARK: - Order

    /// In waves, `c` would wait for `slow`, which here waits for `c`.
    @Test func aStepStartsWhenItsOwnNeedsAreMet() async {
        let isThere = Mutex(false)
        let caller = Scripted { call, _ in
            if call.input["Id"] == "c" { isThere.withLock { $0 = true } }
            if call.input["Id"] == "slow" {
                for _ in 0..<10_000 where !isThere.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
            }
            return ["seen": .bool(isThere.withLock { $0 })]
        }
        let outcome = await Self.run([Self.step("slow"), Self.step("b"), Self.step("c", ["b"])], caller)
        #expect(outcome.succeeded)
        let order = caller.calls.compactMap { $0.input["Id"]?.string }
        #expect(order.last == "c" && order.count == 3)
    }

    @Test func needsComeFirstAndParallelismIsBounded() async {
        let running = Mutex((now: 0, most: 0))
        let caller = Scripted { _, _ in
            running.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            try await Task.sleep(for: .milliseconds(2))
            running.withLock { $0.now -= 1 }
            return [:]
        }
        let outcome = await Self.run((0..<9).map { Self.step("n\($0)") }, caller, parallelism: 2)
        #expect(outcome.succeeded && outcome.calls == 9)
        #expect(running.withLock { $0.most } == 2)
    }

    @Test func otherBranchesGoOnAfterAFailure() async {
        let caller = Scripted { call, _ in
            if call.input["Id"] == "a" { throw Self.failure(.invalid, "Bad", "is bad") }
            return [:]
        }
        let outcome = await Self.run(
            [Self.step("a"), Self.step("b", ["a"]), Self.step("x"), Self.step("y", ["x"])], caller)
        #expect(outcome.done.map(\.step.logicalID) == ["x", "y"])
        #expect(outcome.skipped.map(\.step.logicalID) == ["b"])
        guard case .failed(let diagnostic)? = outcome.failures.first?.state else {
            Issue.record("nothing failed")
            return
        }
        #expect(diagnostic.cause?.code == "Bad" && diagnostic.cause?.requestID == "r-7")
        #expect(diagnostic.message.contains("is bad") && diagnostic.address == "s/a")
    }

    // MARK: - Failures of a call

    @Test func toleratedFailuresAreSuccess() async {
        let caller = Scripted { _, _ in throw Self.failure(.notFound, "Gone") }
        #expect(await Self.run([Self.step("a") { $0.tolerates = ["Gone"] }], caller).succeeded)
        #expect(caller.callCount == 1)
        let other = Scripted { _, _ in throw Self.failure(.invalid, "Bad", "Invalid name") }
        let narrow = await Self.run([Self.step("a") { $0.tolerates = [ErrorMatch("Bad", contains: "role")] }], other)
        #expect(Self.code(narrow.failures.first) == "aws-error")
    }

    @Test func whatPassesIsWaitedFor() async {
        let clock = FakeClock()
        let caller = Scripted { _, before in
            if before.count < 4 { throw Self.failure(.invalid, "Bad", "Invalid principal") }
            return [:]
        }
        let matches: [ErrorMatch] = [ErrorMatch("Bad", contains: "principal")]
        #expect(await Self.run([Self.step("a") { $0.retries = matches }], caller, clock: clock).succeeded)
        #expect(caller.callCount == 5 && clock.seconds > 1)
    }

    @Test func patienceEnds() async {
        let clock = FakeClock()
        let caller = Scripted { _, _ in throw Self.failure(.conflict, "Busy") }
        let retries = Mutex(0)
        let outcome = await Self.run(
            [
                Self.step("a") {
                    $0.retries = ["Busy"]
                    $0.patience = 30
                }
            ], caller, clock: clock,
            progress: { if case .retrying = $0 { retries.withLock { $0 += 1 } } })
        #expect(Self.code(outcome.failures.first) == "conflict")
        #expect(clock.seconds >= 30 && clock.seconds < 45)
        #expect(retries.withLock { $0 } == caller.callCount - 1)
        let shorter = FakeClock()
        let own = Scripted { _, _ in throw Self.failure(.conflict, "Busy") }
        _ = await Self.run(
            [Self.step("a") { $0.retries = [ErrorMatch("Busy", patience: 2)] }], own, clock: shorter)
        #expect(shorter.seconds < 6, "a failure's own patience")
    }

    // MARK: - Waits

    private static func waiting(atMost: Double = 60) -> PlannedWait {
        PlannedWait(
            says: "thing is ready", service: "ec2", operation: "See", input: [:], until: .equals("State", "ready"),
            failing: .equals("State", "broken"), endedBy: ["Gone"], every: 5, atMost: atMost)
    }

    private static func states(_ states: [String]) -> Scripted {
        Scripted { call, before in
            guard call.operation == "See" else { return [:] }
            let seen = before.count { $0.operation == "See" }
            let state = states[min(seen, states.count - 1)]
            switch state {
            case "gone": throw failure(.notFound, "Gone")
            case "denied": throw failure(.denied, "AccessDenied")
            case "throttled": throw failure(.throttled, "Throttling")
            default: return ["State": .string(state)]
            }
        }
    }

    @Test(
        arguments: [
            (["pending", "throttled", "ready"], nil), (["pending", "broken"], "wait-failed"),
            (["pending"], "wait-timed-out"),
            (["pending", "gone"], nil), (["denied"], "access-denied"),
        ] as [([String], String?)])
    func waits(states: [String], code: String?) async {
        let clock = FakeClock()
        let outcome = await Self.run(
            [Self.step("a") { $0.wait = Self.waiting() }], Self.states(states), clock: clock)
        #expect(Self.code(outcome.failures.first) == code)
        #expect(outcome.succeeded == (code == nil))
        #expect(clock.seconds < 70)
    }

    // MARK: - The end before the end

    @Test func stoppingLetsRunningStepsFinish() async {
        let stop = StopSignal()
        let caller = Scripted { _, _ in
            stop.stop()
            return [:]
        }
        let outcome = await Self.run([Self.step("a"), Self.step("b", ["a"])], caller, stop: stop)
        #expect(outcome.steps.map(\.state) == [.done, .notStarted])
        #expect(outcome.wasCancelled && outcome.wasInterrupted && !outcome.succeeded)
    }

    @Test func cancellingCutsAWaitShort() async {
        let stop = StopSignal()
        let caller = Scripted { call, before in
            if before.count == 3 { stop.cancel() }
            return ["State": "pending"]
        }
        let outcome = await Self.run([Self.step("a") { $0.wait = Self.waiting(atMost: 1e6) }], caller, stop: stop)
        #expect(Self.code(outcome.failures.first) == "cancelled")
        #expect(caller.callCount < 10)
    }

    // MARK: - Lost answers

    private static let network = "Resources:\n  Network: {Type: 'Test::Net::Network', Properties: {Block: 10.0.0.0/16}}"

    @Test func aCreateThatTookEffectIsFoundAgain() async throws {
        let scene = Scene(Self.network)
        scene.account.meet("ec2:CreateVpc", .transient, "ConnectionFailure", effect: true)
        try await scene.apply()
        #expect(scene.account.now.networks.count == 1)
        try await scene.expectNoChanges()
    }

    @Test func aCreateThatDidNotIsSentAgain() async throws {
        let scene = Scene(Self.network)
        scene.account.meet("ec2:CreateVpc", .transient, "ConnectionFailure")
        let plan = try await scene.plan()
        _ = scene.account.changes()
        #expect((await scene.run(plan)).succeeded)
        #expect(scene.account.changes() == ["ec2:CreateVpc", "ec2:CreateVpc"])
        #expect(scene.account.now.networks.count == 1)
        try await scene.expectNoChanges()
    }

    @Test func aCreateThatCannotBeLookedUpIsNotSentAgain() async throws {
        let scene = Scene(Self.network)
        let plan = try await scene.plan()
        scene.account.meet("ec2:CreateVpc", .transient, "ConnectionFailure", effect: true)
        scene.account.meet("ec2:DescribeVpcs", .transient, "ConnectionFailure", times: 100)
        let outcome = await scene.run(plan)
        #expect(Self.code(outcome.failures.first) == "answer-lost")
        #expect(scene.account.now.networks.count == 1)
        scene.account.edit { $0.faults = [] }
        try await scene.expectNoChanges()
    }

    /// EC2 answers a token with what it first made, although that has been deleted.
    @Test func whatATokenMadeInAnEarlierLifeIsMadeAnew() async throws {
        var scene = Scene(
            Self.network
                + "\n  Part: {Type: 'Test::Net::Part', Properties: {Block: 10.0.0.0/24, NetworkId: !Ref Network}}")
        scene.registry = Invented.tokened
        #expect((await scene.run(try await scene.plan())).succeeded)
        #expect(scene.account.changes() == ["ec2:CreateVpc", "ec2:CreateNatGateway"], "what is there needs no other")
        scene.account.edit { $0.parts = [:] }
        #expect((await scene.run(try await scene.plan())).succeeded)
        #expect(scene.account.changes() == ["ec2:CreateNatGateway", "ec2:CreateNatGateway"])
        #expect(scene.account.now.parts.count == 1)
        try await scene.expectNoChanges()
    }

    private static func changing() async throws -> (Scene, Plan) {
        let scene = Scene(network)
        try await scene.apply()
        scene.account.edit { $0.networks = $0.networks.mapValues { $0.setting("InstanceTenancy", to: "dedicated") } }
        let plan = try await scene.plan()
        _ = scene.account.changes()
        return (scene, plan)
    }

    /// Sent twice it would leave two behind: that it moved on tells that it took effect.
    @Test(arguments: [(true, 1), (false, 2)])
    func aChangeThatLeavesARevisionIsLookedForFirst(takesEffect: Bool, calls: Int) async throws {
        let (scene, plan) = try await Self.changing()
        scene.account.meet("ec2:ModifyVpcTenancy", .transient, "ConnectionFailure", effect: takesEffect)
        #expect((await scene.run(plan)).succeeded)
        #expect(scene.account.changes().filter { $0 == "ec2:ModifyVpcTenancy" }.count == calls)
        #expect(scene.account.now.networks.values.first?["Changes"] == 1)
        try await scene.expectNoChanges()
    }

    @Test func aChangeThatCannotBeLookedForIsNotSentAgain() async throws {
        let (scene, plan) = try await Self.changing()
        scene.account.meet("ec2:ModifyVpcTenancy", .transient, "ConnectionFailure", effect: true)
        scene.account.meet("ec2:DescribeVpcs", .transient, "ConnectionFailure", times: 100)
        #expect(Self.code((await scene.run(plan)).failures.first) == "answer-lost")
        scene.account.edit { $0.faults = [] }
        try await scene.apply()
        #expect(scene.account.now.networks.values.first?["Changes"] == 1)
        try await scene.expectNoChanges()
    }

    @Test func aConflictWithOurOwnIsTheCreateItself() async throws {
        let scene = Scene("Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}")
        let plan = try await scene.plan()
        #expect((await scene.run(plan)).succeeded)
        #expect((await scene.run(plan)).succeeded, "another run has made it meanwhile")
        scene.account.edit { $0.groups["logs"] = $0.groups["logs"]?.setting("tags", to: ["plumb:stack": "web"]) }
        let refused = await scene.run(plan)
        #expect(Self.code(refused.failures.first) == "conflict", "another's is not taken")
    }
}
