import Diagnostics
import Plans
import Synchronization
import Testing
import Values

@testable import Engine

/// Secrets that AWS tells once and no resource takes: somebody outside of AWS has to.
@Suite struct ToldSecretTests {
    private static let key = "Resources:\n  Key: {Type: 'Test::Id::Key', Properties: {UserName: ci}}\n"
    private static let received =
        key + "  Kept: {Type: 'Test::Id::Secret', Properties: {Name: kept, Text: !GetAtt Key.SecretText}}\n"

    /// Somebody who keeps secrets.
    private final class Keeper: Sendable {
        let told = Mutex<[ToldSecret]>([])
        let refuses = Mutex(false)
        var ids: Set<String> { told.withLock { Set($0.map(\.physicalID)) } }

        func keep(_ secret: ToldSecret) -> Diagnostic? {
            if refuses.withLock({ $0 }) { return Diagnostic("full", summary: "Full.", message: "The disk is full.") }
            told.withLock { $0.append(secret) }
            return nil
        }
    }

    private static func plan(_ scene: Scene, _ keeper: Keeper) async throws -> Plan {
        try await scene.plan(options: RunOptions(readsEverything: true, heldSecrets: keeper.ids))
    }

    private static func apply(_ scene: Scene, _ keeper: Keeper) async throws -> Outcome {
        await scene.run(try await plan(scene, keeper)) { keeper.keep($0) }
    }

    @Test func itIsHandedOverOnce() async throws {
        let scene = Scene(Self.key), keeper = Keeper()
        #expect(try await Self.apply(scene, keeper).succeeded)
        let id = try #require(scene.account.now.keys.keys.first)
        let told = keeper.told.withLock { $0 }
        #expect(told.map(\.address) == ["net/Key"] && told.map(\.physicalID) == [id])
        #expect(told.first?.secrets == ["SecretText": "hush-\(id)"])
        #expect(try await Self.plan(scene, keeper).isEmpty)
        try await scene.expectNoChanges()
    }

    @Test func whatAResourceTakesIsNotHandedOver() async throws {
        let scene = Scene(Self.received), keeper = Keeper()
        #expect(try await Self.apply(scene, keeper).succeeded)
        #expect(keeper.ids.isEmpty && scene.account.now.secrets.count == 1)
        #expect(try await Self.plan(scene, keeper).isEmpty)
    }

    @Test func aKeyWhoseSecretIsNotHeldIsMadeAnew() async throws {
        let scene = Scene(Self.key), keeper = Keeper()
        try await scene.apply()
        let lost = try #require(scene.account.now.keys.keys.first)
        let plan = try await Self.plan(scene, keeper)
        #expect(plan.shape == ["net/Key!delete", "net/Key!create < net/Key!delete"])
        #expect(plan.steps.last?.reasons == [.secretNotHeld])
        #expect(await scene.run(plan) { keeper.keep($0) }.succeeded)
        #expect(keeper.ids == Set(scene.account.now.keys.keys) && !keeper.ids.contains(lost))
        #expect(try await Self.plan(scene, keeper).isEmpty)
    }

    /// Killed at each call, and with each answer lost: in the end there is one key, and its secret is held.
    @Test(arguments: [false, true]) func interruptedAnywhereTheSecretArrives(losesAnswer: Bool) async throws {
        for left in 0..<4 {
            let scene = Scene(Self.key), keeper = Keeper()
            try await scene.apply()
            scene.account.edit { ($0.left, $0.losesAnswer) = (left, losesAnswer) }
            _ = try await Self.apply(scene, keeper)
            scene.account.edit { $0.left = nil }
            for _ in 0..<2 { _ = try await Self.apply(scene, keeper) }
            #expect(scene.account.now.keys.count == 1, "at call \(left)")
            #expect(keeper.ids.isSuperset(of: scene.account.now.keys.keys), "at call \(left)")
            #expect(try await Self.plan(scene, keeper).isEmpty, "at call \(left)")
        }
    }

    @Test func aSecretThatCannotBeKeptFailsItsStep() async throws {
        let scene = Scene(Self.key), keeper = Keeper()
        keeper.refuses.withLock { $0 = true }
        let outcome = try await Self.apply(scene, keeper)
        guard case .failed(let problem)? = outcome.failures.first?.state else {
            Issue.record("it did not fail: \(outcome)")
            return
        }
        #expect(problem.code == "full" && problem.address == "net/Key")
        keeper.refuses.withLock { $0 = false }
        #expect(try await Self.apply(scene, keeper).succeeded)
        #expect(keeper.ids == Set(scene.account.now.keys.keys))
    }

    private static func shown(_ rest: String) -> String {
        key + "  Log: {Type: 'Test::Log::Group', Properties: {Name: logs, \(rest)}}\n"
    }

    /// What shows a secret is where it is taken from, whatever else of it is edited or asks for another one.
    @Test func aSecretThatAResourceShowsIsReadThere() async throws {
        var scene = Scene(Self.shown("KeyId: !GetAtt Key.SecretText"))
        try await scene.apply()
        let id = try #require(scene.account.now.keys.keys.first)
        func arrived() -> Bool { scene.account.now.groups["logs"]?["kmsKeyId"] == .string("hush-\(id)") }
        #expect(arrived())
        try await scene.expectNoChanges()
        scene.edit(Self.shown("Days: 5, KeyId: !GetAtt Key.SecretText"))
        let edited = try await scene.apply()
        #expect(edited.steps.map(\.id) == ["net/Log!update"] && arrived())
        #expect(!edited.steps.flatMap(\.changes).contains { $0.path == "KeyId" })
        scene.edit(Self.shown("Days: 5, Class: INFREQUENT_ACCESS, KeyId: !GetAtt Key.SecretText"))
        let replaced = try await scene.apply()
        #expect(replaced.steps.allSatisfy { $0.address == "net/Log" } && arrived())
        #expect(replaced.steps.flatMap(\.changes).filter { $0.path == "KeyId" }.allSatisfy { $0.isSecret })
        let call = replaced.steps.flatMap(\.calls).first { $0.operation == "CreateLogGroup" }
        #expect(call?.secrets == ["kmsKeyId"])
        #expect(Array(scene.account.now.keys.keys) == [id])
        try await scene.expectNoChanges()
    }

    /// In a text of which it is only a part it cannot be told from the rest once that has changed.
    @Test func aSecretWithinAnEditedTextIsMadeAnew() async throws {
        var scene = Scene(Self.shown("KeyId: !Sub 'a-${Key.SecretText}'"))
        try await scene.apply()
        let id = try #require(scene.account.now.keys.keys.first)
        try await scene.expectNoChanges()
        scene.edit(Self.shown("KeyId: !Sub 'b-${Key.SecretText}'"))
        let plan = try await scene.apply()
        #expect(
            plan.steps.first { $0.action == .create && $0.address == "net/Key" }?.reasons
                == [.secretNeeded(by: "net/Log")])
        let second = try #require(scene.account.now.keys.keys.first)
        #expect(second != id && scene.account.now.groups["logs"]?["kmsKeyId"] == .string("b-hush-\(second)"))
        try await scene.expectNoChanges()
    }

    @Test func aReceiverThatShowsNothingAndIsReplacedGetsAnotherSecret() async throws {
        var scene = Scene(Self.received)
        try await scene.apply()
        scene.edit(Self.received.replacing("Name: kept", with: "Name: other"))
        let plan = try await scene.apply()
        #expect(
            plan.steps.first { $0.action == .create && $0.address == "net/Key" }?.reasons
                == [.secretNeeded(by: "net/Kept")])
        let id = try #require(scene.account.now.keys.keys.first)
        #expect(scene.account.now.secrets.values.map { $0["text"] } == [.string("hush-\(id)")])
        try await scene.expectNoChanges()
    }

    @Test func aSecretThatGoesNowhereIsWarnedOf() async {
        func warnings(_ template: String, _ options: RunOptions = RunOptions()) async -> [Diagnostic] {
            await Scene(template).planned(options: options).findings.filter { $0.code == "secret-unreceived" }
        }
        let warned = await warnings(Self.key)
        #expect(warned.map(\.address) == ["net/Key"] && warned.first?.severity == .warning)
        #expect(await warnings(Self.received).isEmpty)
        #expect(await warnings(Self.key, RunOptions(heldSecrets: [])).isEmpty)
    }
}
