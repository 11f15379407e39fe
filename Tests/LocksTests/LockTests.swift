import AWS
import Diagnostics
import Plans
import Synchronization
import Testing
import Values

@testable import Locks

@Suite(.timeLimit(.minutes(30))) struct LockTests {
    private let clock: ManualClock
    private let s3: FakeS3

    init() {
        clock = ManualClock()
        s3 = FakeS3(clock)
    }

    private static func object(_ stack: String = "net", bucket: String = "locks") -> LockObject {
        LockObject(bucket: bucket, prefix: "team", account: "123456789012", region: "us-east-1", stack: stack)
    }
    private static let key = "team/123456789012/us-east-1/net.lock"
    private static let ann = LockClaim(holder: "ann@one", process: 1, command: "apply")
    private static let bob = LockClaim(holder: "bob@two", process: 2, command: "destroy")

    private func refusal(_ work: () async throws(Diagnostic) -> HeldLock) async -> Diagnostic? {
        do throws(Diagnostic) {
            _ = await (try work()).release()
            return nil
        } catch {
            return error
        }
    }

    // MARK: - Taking and releasing

    @Test func aFreeLockIsTakenAndGivenBack() async throws {
        let held = try await s3.locks().take(Self.object(), Self.ann, patience: 0)
        #expect(held.record.generation == 1)
        #expect(s3.items.keys.sorted() == [Self.key])
        #expect(held.lost == nil)
        #expect(await held.release() == nil)
        #expect(s3.items.isEmpty)
    }

    @Test func anothersLockIsRefusedWithItsHolder() async throws {
        let held = try await s3.locks().take(Self.object(), Self.ann, patience: 0)
        clock.pass(10)
        let refused = await refusal { () throws(Diagnostic) in
            try await s3.locks(skew: 1).take(Self.object(), Self.bob, patience: 0)
        }
        #expect(refused?.code == "locked")
        #expect(refused?.message.contains("ann@one (process 1, apply)") == true, "\(refused?.message ?? "")")
        #expect(refused?.message.contains("ends in 52 s") == true, "\(refused?.message ?? "")")
        _ = await held.release()
    }

    @Test func aLockIsWaitedFor() async throws {
        let held = try await s3.locks().take(Self.object(), Self.ann, patience: 0)
        let told = Mutex(0)
        let waiting = Task {
            try await s3.locks(skew: 1).take(Self.object(), Self.bob, patience: 100_000) { _ in
                told.withLock { $0 += 1 }
            }
        }
        #expect(await eventually { told.withLock { $0 } == 1 })
        _ = await held.release()
        for _ in 0..<200 where s3.items.isEmpty {
            clock.pass(1)
            try await Task.sleep(for: .milliseconds(2))
        }
        let second = try await waiting.value
        #expect(second.record.holder == "bob@two")
        #expect(told.withLock { $0 } == 1, "it is told once")
        _ = await second.release()
    }

    @Test func patienceEnds() async throws {
        let held = try await s3.locks().take(Self.object(), Self.ann, patience: 0)
        let waiting = Task {
            await refusal { () throws(Diagnostic) in
                try await s3.locks(skew: 1).take(Self.object(), Self.bob, patience: 30)
            }
        }
        for beat in 1...3 { #expect(await clock.pass(20) { held.record.renewals >= beat }, "beat \(beat)") }
        #expect(await waiting.value?.code == "locked")
        #expect(held.lost == nil, "its holder renews it")
        _ = await held.release()
    }

    @Test func whatIsNotALockIsNotTakenOver() async throws {
        s3.put(Self.key, "hello")
        clock.pass(10_000)
        let refused = await refusal { () throws(Diagnostic) in
            try await s3.locks().take(Self.object(), Self.ann, patience: 0)
        }
        #expect(refused?.code == "locked")
        #expect(try await s3.locks().state(of: Self.object()).holding == .unreadable)
    }

    @Test func withoutItsBucketThereIsNoLock() async throws {
        let refused = await refusal { () throws(Diagnostic) in
            try await s3.locks().take(Self.object(bucket: "none"), Self.ann, patience: 100)
        }
        #expect(refused?.code == "lock-failed")
        #expect(refused?.help?.contains("Make the bucket first") == true)
    }

    // MARK: - Leases

    /// Its heart does not beat any more: what is left of a killed run.
    private func dead(lease: Int = 60) throws {
        let record = LockRecord(
            stack: "net", id: "dead", holder: "ann@one", process: 1, command: "apply", taken: "t", renewed: "t",
            expires: "t", lease: lease, generation: 4)
        let value: Value = [
            "format": .string(record.format), "stack": "net", "id": "dead", "holder": "ann@one", "process": 1,
            "command": "apply", "taken": "t", "renewed": "t", "expires": "t", "lease": .int(lease), "generation": 4,
            "renewals": 7,
        ]
        s3.put(Self.key, value.json)
    }

    /// Whatever the machine's own clock says: S3's counts.
    @Test(arguments: [0, 86_400, -86_400]) func anExpiredLeaseIsTakenOver(skew: Int) async throws {
        try dead()
        clock.pass(61)
        let early = await refusal { () throws(Diagnostic) in
            try await s3.locks(skew: skew).take(Self.object(), Self.bob, patience: 0)
        }
        #expect(early?.code == "locked")
        clock.pass(1)
        let held = try await s3.locks(skew: skew).take(Self.object(), Self.bob, patience: 0)
        #expect(held.record.generation == 5, "the fencing number grows")
        #expect(held.record.holder == "bob@two")
        _ = await held.release()
    }

    @Test func oneOfManyTakesOver() async throws {
        try dead()
        clock.pass(100)
        let winners = await withTaskGroup(of: HeldLock?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try? await s3.locks(skew: number).take(Self.object(), Self.bob, patience: 0)
                }
            }
            let passing = Task {
                while !Task.isCancelled { clock.pass(0.01); try? await Task.sleep(for: .milliseconds(1)) }
            }
            defer { passing.cancel() }
            var winners: [HeldLock] = []
            for await held in group { if let held { winners.append(held) } }
            return winners
        }
        #expect(winners.count == 1)
        #expect(winners.first?.record.generation == 5)
        for winner in winners { _ = await winner.release() }
    }

    @Test func theHeartbeatKeepsALock() async throws {
        let held = try await s3.locks().take(Self.object(), Self.ann, patience: 0)
        for beat in 1...9 {
            #expect(await clock.pass(20) { held.record.renewals >= beat }, "beat \(beat)")
        }
        #expect(held.lost == nil)
        let refused = await refusal { () throws(Diagnostic) in
            try await s3.locks(skew: 1).take(Self.object(), Self.bob, patience: 0)
        }
        #expect(refused?.code == "locked")
        _ = await held.release()
        #expect(s3.items.isEmpty)
    }

    /// The holder stops before anybody else may begin.
    @Test func aLeaseThatCannotBeRenewedEndsInTime() async throws {
        let held = try await s3.locks().take(Self.object(), Self.ann, patience: 0)
        s3.fail { call in
            (
                AWSFailure(
                    service: "s3", operation: call.operation, code: "ConnectionFailure", message: "no",
                    kind: .transient,
                    isAmbiguous: true), afterEffect: false
            )
        }
        clock.pass(44)
        #expect(held.lost == nil)
        clock.pass(2)
        #expect(held.lost?.code == "lock-lost")
        s3.fail(nil)
        let early = await refusal { () throws(Diagnostic) in
            try await s3.locks(skew: 1).take(Self.object(), Self.bob, patience: 0)
        }
        #expect(early?.code == "locked", "the lease has an end later than its holder believes")
        _ = await held.release()
        #expect(s3.items.count == 1, "what is lost is not released")
    }

    @Test func aRenewalIsTriedAgain() async throws {
        let held = try await s3.locks().take(Self.object(), Self.ann, patience: 0)
        let failures = Mutex(2)
        s3.fail { call in
            guard call.operation == "PutObject", failures.withLock({ $0 > 0 }) else { return nil }
            failures.withLock { $0 -= 1 }
            return (FakeS3.failure(call, "InternalError", 500), afterEffect: false)
        }
        #expect(await clock.pass(20) { failures.withLock { $0 } == 1 })
        #expect(await clock.pass(3) { failures.withLock { $0 } == 0 })
        #expect(await clock.pass(3) { held.record.renewals >= 1 })
        clock.pass(40)
        #expect(held.lost == nil)
        _ = await held.release()
    }

    @Test func aLockThatWasTakenOverIsNoticed() async throws {
        let held = try await s3.locks().take(Self.object(), Self.ann, patience: 0)
        let state = try await s3.locks().state(of: Self.object())
        #expect(try await s3.locks().remove(Self.object(), seen: state))
        let other = try await s3.locks(skew: 1).take(Self.object(), Self.bob, patience: 0)
        #expect(await clock.pass(20) { held.lost != nil })
        #expect(held.lost?.message.contains("bob@two") == true, "\(held.lost?.message ?? "")")
        _ = await held.release()
        #expect(s3.items.count == 1, "the other's lock stays")
        _ = await other.release()
    }

    /// The client sends again after a lost answer, and is refused by its own first attempt.
    @Test func aLostAnswerIsNotALostLock() async throws {
        let hits = Mutex(1)
        let lose: FakeS3.Mishap = { call in
            guard call.operation == "PutObject", hits.withLock({ $0 > 0 }) else { return nil }
            hits.withLock { $0 -= 1 }
            return (FakeS3.failure(call, "PreconditionFailed", 412), afterEffect: true)
        }
        s3.fail(lose)
        let held = try await s3.locks().take(Self.object(), Self.ann, patience: 0)
        #expect(hits.withLock { $0 } == 0)
        hits.withLock { $0 = 1 }
        #expect(await clock.pass(20) { held.record.renewals == 1 })
        #expect(held.lost == nil)
        #expect(await held.release() == nil)
        #expect(s3.items.isEmpty)
    }

    // MARK: - Several

    @Test func severalAreTakenInOneOrderOrNotAtAll() async throws {
        let last = try await s3.locks(skew: 1).take(Self.object("z"), Self.bob, patience: 0)
        await #expect(throws: Diagnostic.self) {
            try await s3.locks().takeAll([Self.object("z"), Self.object("a"), Self.object("m")], Self.ann, patience: 0)
        }
        #expect(s3.items.keys.sorted() == ["team/123456789012/us-east-1/z.lock"])
        _ = await last.release()
        let all = try await s3.locks().takeAll(
            [Self.object("z"), Self.object("a"), Self.object("m")], Self.ann, patience: 0)
        #expect(all.locks.map(\.object.stack) == ["a", "m", "z"])
        #expect(await all.release().isEmpty)
        #expect(s3.items.isEmpty)
    }

    @Test func aCancelledRunGivesItsLockBack() async throws {
        let held = try await s3.locks().take(Self.object(), Self.ann, patience: 0)
        let run = Task {
            while !Task.isCancelled { await Task.yield() }
            return await held.release()
        }
        run.cancel()
        #expect(await run.value == nil)
        #expect(s3.items.isEmpty)
    }

    // MARK: - Showing and removing

    @Test func whatHasChangedHandsIsNotRemoved() async throws {
        try dead()
        let seen = try await s3.locks().state(of: Self.object())
        clock.pass(100)
        let held = try await s3.locks().take(Self.object(), Self.bob, patience: 0)
        #expect(try await s3.locks().remove(Self.object(), seen: seen) == false)
        #expect(s3.items.count == 1)
        let own = try await s3.locks().state(of: Self.object())
        guard case .held(let record, let ends) = own.holding else {
            Issue.record("\(own)")
            return
        }
        #expect(record.holder == "bob@two" && ends == 62)
        _ = await held.release()
        #expect(try await s3.locks().state(of: Self.object()).holding == .free)
    }

    @Test func journalsStandBesideTheLock() async throws {
        try await s3.locks().keep(journal: Array("{}\n".utf8), beside: Self.object(), name: "x.jsonl")
        #expect(s3.items.keys.sorted() == ["team/123456789012/us-east-1/net/journal/x.jsonl"])
    }
}
