import Diagnostics
import Plans
import Testing
import Values

@testable import Engine

/// Resources that cannot bear tags, whose marks others carry.
@Suite struct MarkTests {
    static let both = """
        Resources:
          Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}
          Errors: {Type: 'Test::Log::Filter', Properties: {Group: !Ref Log, Name: errors, Pattern: ERROR}}
        """
    static let alone = "Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}"

    private static func marks(_ scene: Scene, on group: String = "logs") -> [String] {
        (scene.account.now.groups[group]?["tags"]?.object ?? [:]).filter { $0.name.hasPrefix("plumb:child:") }
            .compactMap(\.value.string).sorted()
    }

    @Test func theCarrierTellsOfTheChildBeforeItIsMade() async throws {
        let scene = Scene(Self.both)
        let plan = try await scene.plan()
        #expect(plan.shape == ["net/Log!create", "net/Errors!create < net/Log!create"])
        let outcome = await scene.run(plan)
        #expect(outcome.succeeded)
        #expect(Self.marks(scene) == ["Test::Log::Filter Errors Group:@Log.Ref@ Name:errors"])
        try await scene.expectNoChanges()
    }

    @Test func aChildThatLeavesIsRemovedAndItsMarkToo() async throws {
        var scene = Scene(Self.both)
        try await scene.apply()
        scene.edit(Self.alone)
        let plan = try await scene.plan()
        #expect(plan.steps.map(\.reasons) == [[.leftTemplate]])
        #expect(plan.steps[0].calls.map(\.operation) == ["DeleteSubscriptionFilter", "UntagResource"])
        #expect((await scene.run(plan)).succeeded)
        #expect(scene.account.now.filters.isEmpty && Self.marks(scene).isEmpty)
        try await scene.expectNoChanges()
    }

    @Test func othersAreNotTakenForChildren() async throws {
        var scene = Scene(Self.both)
        try await scene.apply()
        scene.account.edit {
            $0.filters["logs|theirs"] = [
                "logGroupName": "logs", "filterName": "theirs", "filterPattern": "x", "destinationArn": "y",
            ]
        }
        scene.edit(Self.alone)
        try await scene.apply()
        #expect(Array(scene.account.now.filters.keys) == ["logs|theirs"])
    }

    @Test func anotherKeyReplaces() async throws {
        var scene = Scene(Self.both)
        try await scene.apply()
        scene.edit(Self.both.replacing("Name: errors", with: "Name: failures"))
        let plan = try await scene.plan()
        let create = try #require(plan.step("net/Errors!create"))
        #expect(create.replacement == .createFirst && create.reasons.contains(.cannotChange(["Name"])))
        #expect(plan.step("net/Errors!delete")?.needs.contains(create.id) == true)
        #expect((await scene.run(plan)).succeeded)
        #expect(Array(scene.account.now.filters.keys) == ["logs|failures"])
        #expect(Self.marks(scene) == ["Test::Log::Filter Errors Group:@Log.Ref@ Name:failures"])
        try await scene.expectNoChanges()
    }

    @Test func aNewLogicalIDKeepsTheChild() async throws {
        var scene = Scene(Self.both)
        try await scene.apply()
        scene.edit(Self.both.replacing("Errors:", with: "Failures:"))
        let plan = try await scene.plan()
        #expect(plan.steps.map(\.id) == ["net/Log!update"])
        #expect(plan.steps[0].reasons == [.carries])
        #expect((await scene.run(plan)).succeeded)
        #expect(Self.marks(scene) == ["Test::Log::Filter Failures Group:@Log.Ref@ Name:errors"])
    }

    @Test func aRetainedChildStaysAndIsForgotten() async throws {
        var scene = Scene(Self.both.replacing("Filter', ", with: "Filter', DeletionPolicy: Retain, "))
        try await scene.apply()
        scene.edit(Self.alone)
        let plan = try await scene.plan()
        #expect(plan.steps.map(\.action) == [.forget])
        #expect(plan.kept.map(\.address) == ["net/Errors"])
        #expect((await scene.run(plan)).succeeded)
        #expect(scene.account.now.filters.count == 1 && Self.marks(scene).isEmpty)
        try await scene.expectNoChanges()
    }

    @Test func whatNothingCanCarryIsSaid() async throws {
        let scene = Scene(
            "Resources:\n  Errors: {Type: 'Test::Log::Filter', Properties: {Group: theirs, Name: e, Pattern: x}}")
        let (plan, findings) = await scene.planned()
        #expect(plan != nil && findings.map(\.code) == ["unmarked-resource"])
        #expect(findings.first?.severity == .warning)
    }

    /// A child that refers to nothing of its stack is carried by another of its resources.
    @Test func aStrangersChildIsCarriedBySomeResource() async throws {
        let apart = """
            Resources:
              Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}
              Errors: {Type: 'Test::Log::Filter', Properties: {Group: theirs, Name: errors, Pattern: x}}
            """
        var scene = Scene(apart)
        scene.account.edit { $0.groups["theirs"] = ["logGroupName": "theirs", "logGroupArn": "a", "tags": [:]] }
        try await scene.apply()
        #expect(Self.marks(scene) == ["Test::Log::Filter Errors Group:theirs Name:errors"])
        scene.edit(Self.alone)
        try await scene.apply()
        #expect(scene.account.now.filters.isEmpty)
        #expect(scene.account.now.groups["theirs"]?["tags"] == [:])
    }

    /// Else nobody would find it again.
    @Test func aTargetBringsTheCarrierOfItsMark() async throws {
        let scene = Scene(
            """
            Resources:
              Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}
              Errors: {Type: 'Test::Log::Filter', Properties: {Group: theirs, Name: errors, Pattern: x}}
            """)
        scene.account.edit { $0.groups["theirs"] = ["logGroupName": "theirs", "logGroupArn": "a", "tags": [:]] }
        let plan = try await scene.plan(options: RunOptions(targets: ["Errors"]))
        #expect(plan.limits?.included == ["net/Log"])
        #expect((await scene.run(plan)).succeeded)
        #expect(Self.marks(scene) == ["Test::Log::Filter Errors Group:theirs Name:errors"])
        let without = try await scene.plan(.destroy, options: RunOptions(targets: ["Errors"]))
        #expect((await scene.run(without)).succeeded)
        #expect(scene.account.now.filters.isEmpty && scene.account.now.groups["logs"] != nil)
    }

    /// A child found by an item of a list that came as one text, as imports do.
    @Test func whatIsTakenOutOfAListIsMarkedToo() async throws {
        let picked = """
            Resources:
              Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}
              Errors:
                Type: Test::Log::Filter
                Properties: {Group: !Select [0, !Split [",", !Ref Log]], Name: errors, Pattern: x}
            """
        var scene = Scene(picked)
        try await scene.apply()
        #expect(Self.marks(scene).count == 1)
        try await scene.expectNoChanges()
        scene.edit(Self.alone)
        try await scene.apply()
        #expect(scene.account.now.filters.isEmpty && Self.marks(scene).isEmpty)
    }

    /// From one template to the next, killed before or after each mutating call: a second run ends as an uninterrupted
    /// one would.
    @Test(arguments: [
        (from: "", to: both), (both, alone), (both, both.replacing("Name: errors", with: "Name: failures")),
        (both, both.replacing("Log: ", with: "Journal: ").replacing("Ref Log", with: "Ref Journal")),
        (both, both.replacing("Name: logs", with: "Name: others")), (both, "Resources: {}"),
        (both, "Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: others}}"),
    ])
    func killedAnywhereTheEndIsTheSame(from: String, to: String) async throws {
        for losesAnswer in [false, true] {
            for left in 0..<20 {
                var scene = Scene(from.isEmpty ? Self.both : from)
                if !from.isEmpty { try await scene.apply() }
                scene.edit(to)
                let (empty, _) = await scene.planned(from.isEmpty ? .apply : to == "Resources: {}" ? .destroy : .apply)
                let plan = try #require(empty)
                let purpose = plan.purpose
                scene.account.edit {
                    $0.left = left
                    $0.losesAnswer = losesAnswer
                }
                let outcome = await scene.run(plan)
                scene.account.edit { $0.left = nil }
                try await scene.apply(purpose)
                let names = to == "Resources: {}" ? [] : [to.contains("others") ? "others" : "logs"]
                #expect(Array(scene.account.now.groups.keys) == names, "killed at \(left)")
                let filters = to.contains("failures") ? ["failures"] : to.contains("Filter") ? ["errors"] : []
                #expect(scene.account.now.filters.values.compactMap { $0["filterName"]?.string } == filters)
                #expect(scene.account.now.filters.values.allSatisfy { $0["logGroupName"]?.string == names.first })
                if !names.isEmpty { #expect(Self.marks(scene, on: names[0]).count == filters.count) }
                #expect(try await scene.plan(purpose).shape.isEmpty, "killed at \(left)")
                if outcome.succeeded { break }
                try #require(left < 19, "the run never got through")
            }
        }
    }

    @Test(arguments: [
        "a", "*.example.org", "@", "=", "a b+c", "\u{e9}\u{1F600}", "", "a:b/c_d-e.f", "=4", "@x.y@", "%", "\"'\n",
    ])
    func wordsOfAMarkAreReadAsTheyWereWritten(text: String) throws {
        let mark = ChildMark(
            type: "Test::Log::Filter", logicalID: "Id", isRetained: text.isEmpty,
            properties: [
                "Plain": .string(text), "List": [.string(text), "b"], "Deep": ["Er": [["Key": .string(text)]]],
                "Mixed": .deferred(
                    .join(separator: "", [.string("x" + text), .deferred(.attribute(address: "A1", name: "B.C"))])),
                "Import": .deferred(.attribute(address: "", name: "stack-Name:\(text)")),
                "Item": .deferred(
                    .select(
                        index: 12,
                        .deferred(.split(separator: text, .deferred(.attribute(address: "", name: "net-\(text)")))))),
            ])
        let written = try #require(mark.text)
        let allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 +-=._:/@"
        #expect(written.allSatisfy { allowed.contains($0) })
        #expect(ChildMark(text: written) == mark)
    }

    @Test(arguments: [
        "", "Type", "Type Id x", "Type Id a:@b", "Type Id a:@b@", "Type Id a:=Z1", "Type Id a:=F", "Type Id a:@b.c+d@",
        "Type Id a:@b.c+select:x@", "Type Id a:@b.c+join:x@", "Type Id a:@b.c+split:=Z@", "Type Id a:@+split:x@",
    ])
    func whatNoMarkIsIsNotRead(text: String) { #expect(ChildMark(text: text) == nil) }

    @Test func aMarkThatATagCannotHoldIsNotWritten() {
        let long = String(repeating: "k", count: 250)
        #expect(ChildMark(type: "T", logicalID: "Id", isRetained: false, properties: ["K": .string(long)]).text == nil)
        let odd: Value = .deferred(.base64(.deferred(.attribute(address: "A", name: "B"))))
        #expect(ChildMark(type: "T", logicalID: "Id", isRetained: false, properties: ["K": odd]).text == nil)
    }
}
