import AWS
import Diagnostics
import Language
import Plans
import Testing
import Values

@testable import Engine

/// A failed run takes back what it has done.
@Suite struct RollbackTests {
    private static let small = "Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs, Days: 90}}"
    private static let large = """
        Resources:
          Log: {Type: 'Test::Log::Group', Properties: {Name: logs, Days: 30, KeyId: !Ref Part, Tags: [{Key: a, Value: b}]}}
          Network: {Type: 'Test::Net::Network', Properties: {Block: 10.0.0.0/16}}
          Part: {Type: 'Test::Net::Part', Properties: {Block: 10.0.0.0/24, NetworkId: !Ref Network}}
          Errors: {Type: 'Test::Log::Filter', Properties: {Group: !Ref Log, Name: errors, Pattern: ERROR}}
          Key: {Type: 'Test::Id::Key', Properties: {UserName: ci}}
          Kept: {Type: 'Test::Id::Secret', Properties: {Name: kept, Text: !GetAtt Key.SecretText}}
        """

    private struct Contents: Equatable {
        var networks, parts, groups, keys, secrets, filters: [String: Value]

        init(_ scene: Scene) {
            let now = scene.account.now
            (networks, parts, groups) = (now.networks, now.parts, now.groups)
            (keys, secrets, filters) = (now.keys, now.secrets, now.filters)
        }
    }

    private static func rollBack(_ scene: Scene, _ plan: Plan, _ outcome: Outcome) async throws -> [Diagnostic] {
        let (set, _) = StackSet.load(scene.paths, from: MemoryFiles(scene.files))
        let bench = Workbench(
            stacks: try #require(set), registry: Invented.registry, caller: scene.account,
            files: MemoryFiles(scene.files))
        let (made, findings) = await bench.rollback(of: plan, outcome)
        let back = try #require(made, "\(findings.all.map(\.message))")
        #expect(back.purpose == .rollback && back.steps.allSatisfy { $0.reasons == [.rolledBack] })
        let undone = await scene.run(back)
        #expect(undone.succeeded, "\(undone.failures.map(\.state))")
        return findings.all.filter { $0.code == "not-rolled-back" }
    }

    /// Each mutating call in its turn is refused: the account is as before.
    @Test(arguments: [(from: "Resources: {}", to: large), (small, large), ("Resources: {}", small)])
    func refusedAnywhereTheAccountIsAsBefore(from: String, to: String) async throws {
        for refused in 0..<30 {
            var scene = Scene(from)
            if from != "Resources: {}" { try await scene.apply() }
            let before = Contents(scene)
            scene.edit(to)
            let plan = try await scene.plan()
            scene.account.edit { $0.refuses = refused }
            let outcome = await scene.run(plan)
            scene.account.edit { $0.refuses = nil }
            if outcome.succeeded { break }
            try #require(refused < 29, "the run never got through")
            let told = try await Self.rollBack(scene, plan, outcome)
            #expect(told.isEmpty, "\(told.map(\.message))")
            #expect(Contents(scene) == before, "refused at \(refused)")
        }
    }

    @Test func whatIsGoneIsTold() async throws {
        var scene = Scene(Self.small + "\n  Other: {Type: 'Test::Log::Group', Properties: {Name: other}}")
        try await scene.apply()
        scene.edit(Self.large)
        let plan = try await scene.plan()
        scene.account.meet("secretsmanager:CreateSecret", .invalid, "Refused", times: 1)
        let outcome = await scene.run(plan)
        #expect(!outcome.succeeded && scene.account.now.groups["other"] == nil)
        let told = try await Self.rollBack(scene, plan, outcome)
        #expect(told.map(\.address) == ["net/Other"])
        #expect(Array(scene.account.now.groups.keys) == ["logs"] && scene.account.now.count == 1)
    }

    /// As in CloudFormation: `Retain` keeps what is new as well, `RetainExceptOnCreate` does not.
    @Test func whatIsToBeKeptStays() async throws {
        let template = """
            Resources:
              Kept: {Type: 'Test::Log::Group', DeletionPolicy: Retain, Properties: {Name: kept}}
              Other: {Type: 'Test::Log::Group', DeletionPolicy: RetainExceptOnCreate, Properties: {Name: other}}
              Last: {Type: 'Test::Id::Secret', DependsOn: [Kept, Other], Properties: {Name: last, Text: one}}
            """
        let scene = Scene(template)
        let plan = try await scene.plan()
        scene.account.meet("secretsmanager:CreateSecret", .invalid, "Refused", times: 1)
        let outcome = await scene.run(plan)
        let told = try await Self.rollBack(scene, plan, outcome)
        #expect(told.map(\.address) == ["net/Kept"] && told[0].message.contains("DeletionPolicy"))
        #expect(Array(scene.account.now.groups.keys) == ["kept"])
        // It is the stack's, and the next run goes on with it.
        #expect(await scene.run(try await scene.plan()).succeeded)
        #expect(scene.account.now.groups.count == 2)
    }

    /// What AWS never returns cannot be restored.
    @Test func whatWasNeverKnownIsTold() async throws {
        let template = "Resources:\n  Kept: {Type: 'Test::Id::Secret', Properties: {Name: kept, Text: one}}"
        var scene = Scene(template)
        try await scene.apply()
        scene.edit(
            template.replacing("one", with: "two")
                + "\n  Log: {Type: 'Test::Log::Group', DependsOn: Kept, Properties: {Name: logs}}")
        let plan = try await scene.plan()
        scene.account.meet("logs:CreateLogGroup", .invalid, "Refused")
        let outcome = await scene.run(plan)
        let told = try await Self.rollBack(scene, plan, outcome)
        #expect(told.map(\.address) == ["net/Kept"] && told[0].message.contains("`Text`"))
    }

    @Test func nothingBeginsAfterAFailure() async throws {
        let names = ["a", "b", "c", "d"]
        let scene = Scene(
            "Resources:\n"
                + names.map { "  L\($0): {Type: 'Test::Log::Group', Properties: {Name: \($0)}}" }.joined(
                    separator: "\n"))
        let plan = try await scene.plan()
        for stops in [true, false] {
            scene.account.edit { $0.groups = [:] }
            scene.account.meet("logs:CreateLogGroup", .invalid, "Refused")
            let outcome = await Executor(
                plan: plan, registry: Invented.registry, caller: scene.account,
                settings: RunSettings(parallelism: 1, stopsOnFailure: stops), surroundings: scene.clock.surroundings
            ).run()
            #expect(scene.account.now.groups.count == (stops ? 0 : 3))
            #expect(outcome.steps.count { $0.state == .notStarted } == (stops ? 3 : 0) && !outcome.succeeded)
        }
    }
}
