import AWS
import Diagnostics
import Language
import Plans
import Testing
import Values

@testable import Engine

/// What has no identity of its own and moves: its update is made of its creation and its deletion.
@Suite struct MoveTests {
    private static let template = """
        Resources:
          Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}
          Errors: {Type: 'Test::Log::Filter', Properties: {Group: !Ref Log, Name: errors, Pattern: ERROR}}
        """
    private static let moved = template.replacing("Name: errors", with: "Name: failures")

    private static func scene(leavesFirst: Bool) async throws -> Scene {
        var scene = Scene(template)
        scene.registry = Invented.movingFilters(leavesFirst: leavesFirst)
        try await scene.apply()
        return scene
    }

    @Test(arguments: [false, true])
    func aMoveIsAnUpdate(leavesFirst: Bool) async throws {
        var scene = try await Self.scene(leavesFirst: leavesFirst)
        scene.edit(Self.moved)
        let plan = try await scene.plan()
        #expect(plan.shape == ["net/Log!update", "net/Errors!update < net/Log!update"])
        let step = try #require(plan.step("net/Errors!update"))
        #expect(step.action == .update && step.replacement == nil && step.reasons == [.differs])
        #expect(step.changes.map(\.path) == ["Name"] && step.changes.allSatisfy { !$0.forcesReplacement })
        let calls = ["PutSubscriptionFilter", "DeleteSubscriptionFilter"]
        #expect(step.calls.map(\.operation).prefix(2) == (leavesFirst ? calls.reversed() : calls)[...])
        #expect((await scene.run(plan)).succeeded)
        #expect(Array(scene.account.now.filters.keys) == ["logs|failures"])
        try await scene.expectNoChanges()
    }

    @Test(arguments: [false, true])
    func killedAnywhereTheNextRunFinishes(leavesFirst: Bool) async throws {
        for losesAnswer in [false, true] {
            for left in 0..<20 {
                var scene = try await Self.scene(leavesFirst: leavesFirst)
                scene.edit(Self.moved)
                let plan = try await scene.plan()
                scene.account.edit {
                    $0.left = left
                    $0.losesAnswer = losesAnswer
                }
                let outcome = await scene.run(plan)
                scene.account.edit { $0.left = nil }
                try await scene.apply()
                let point = "killed at \(left), answer lost: \(losesAnswer)"
                #expect(Array(scene.account.now.filters.keys) == ["logs|failures"], "\(point)")
                try await scene.expectNoChanges()
                if outcome.succeeded { break }
                try #require(left < 19, "the run never got through")
            }
        }
    }

    /// It is the same resource in another place: nothing of the old one is kept.
    @Test func noPolicyOfReplacementsApplies() async throws {
        let kept = Self.template.replacing("Filter', P", with: "Filter', UpdateReplacePolicy: Retain, P")
        var scene = Scene(kept)
        scene.registry = Invented.movingFilters(leavesFirst: false)
        try await scene.apply()
        scene.edit(kept.replacing("Name: errors", with: "Name: failures"))
        #expect(try await scene.apply().kept.isEmpty)
        #expect(Array(scene.account.now.filters.keys) == ["logs|failures"])
    }

    @Test func inAnotherGroupItIsAnotherOne() async throws {
        var scene = try await Self.scene(leavesFirst: false)
        scene.edit(Self.moved.replacing("{Name: logs}", with: "{Name: others}"))
        let plan = try await scene.plan()
        #expect(plan.step("net/Errors!create")?.replacement != nil && plan.step("net/Errors!update") == nil)
        #expect((await scene.run(plan)).succeeded)
        #expect(Array(scene.account.now.filters.keys) == ["others|failures"])
        try await scene.expectNoChanges()
    }

    @Test func othersFollowToTheNewPlace() async throws {
        let used = Self.template + "\n  User: {Type: 'Test::Log::Group', Properties: {Name: user, KeyId: !Ref Errors}}"
        var scene = Scene(used)
        scene.registry = Invented.movingFilters(leavesFirst: false)
        try await scene.apply()
        #expect(scene.account.now.groups["user"]?["kmsKeyId"] == "logs|errors")
        scene.edit(used.replacing("Name: errors", with: "Name: failures"))
        let plan = try await scene.apply()
        #expect(plan.step("net/User!update")?.reasons.contains(.follows(["net/Errors"])) == true)
        #expect(scene.account.now.groups["user"]?["kmsKeyId"] == "logs|failures")
        try await scene.expectNoChanges()
    }

    @Test(arguments: [false, true])
    func aFailedRunTakesItBack(leavesFirst: Bool) async throws {
        var scene = try await Self.scene(leavesFirst: leavesFirst)
        let broken = Self.moved + "\n  Other: {Type: 'Test::Log::Group', DependsOn: Errors, Properties: {Name: other}}"
        scene.edit(broken)
        scene.account.meet("logs:CreateLogGroup", .invalid, "InvalidParameterException")
        let plan = try await scene.plan()
        let outcome = await scene.run(plan)
        #expect(!outcome.succeeded && Array(scene.account.now.filters.keys) == ["logs|failures"])
        let (set, _) = StackSet.load(scene.paths, from: MemoryFiles(scene.files))
        let bench = Workbench(
            stacks: try #require(set), registry: scene.registry, caller: scene.account, files: MemoryFiles(scene.files))
        let (made, findings) = await bench.rollback(of: plan, outcome)
        let back = try #require(made, "\(findings.all.map(\.message))")
        #expect((await scene.run(back)).succeeded)
        #expect(Array(scene.account.now.filters.keys) == ["logs|errors"])
        scene.edit(Self.template)
        try await scene.expectNoChanges()
    }
}
