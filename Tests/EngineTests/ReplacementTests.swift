import AWS
import Diagnostics
import Plans
import Testing
import Values

@testable import Engine

/// Properties that cannot change on a live resource.
@Suite struct ReplacementTests {
    private static func log(_ properties: String) -> String {
        "Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {\(properties)}}"
    }

    @Test func underAFixedNameTheOldOneGoesFirst() async throws {
        var scene = Scene(Self.log("Name: logs"))
        try await scene.apply()
        scene.edit(Self.log("Name: logs, Class: INFREQUENT_ACCESS"))
        let plan = try await scene.plan()
        #expect(plan.shape == ["net/Log!delete", "net/Log!create < net/Log!delete"])
        let create = try #require(plan.step("net/Log!create"))
        #expect(create.replacement == .deleteFirst)
        #expect(create.reasons == [.cannotChange(["Class"]), .edited])
        #expect(create.changes.first { $0.path == "Class" }?.forcesReplacement == true)
        #expect((await scene.run(plan)).succeeded)
        #expect(scene.account.now.groups["logs"]?["logGroupClass"] == "INFREQUENT_ACCESS")
        try await scene.expectNoChanges()
    }

    @Test func underAMadeNameTheNewOneComesFirst() async throws {
        var scene = Scene(Self.log("Days: 1"))
        try await scene.apply()
        #expect(Set(scene.account.now.groups.keys) == ["net-Log"])
        scene.edit(Self.log("Days: 1, Class: INFREQUENT_ACCESS"))
        let plan = try await scene.apply()
        #expect(plan.shape == ["net/Log!create", "net/Log!delete < net/Log!create"])
        #expect(scene.account.now.groups.count == 1)
        #expect(scene.account.now.groups.values.first?["logGroupClass"] == "INFREQUENT_ACCESS")
        try await scene.expectNoChanges()
    }

    /// A replacement would lose what is inside, so nobody makes one by the way.
    @Test func aFixedPropertyRefusesItsChange() async throws {
        var scene = Scene(Self.log("Days: 1, Class: STANDARD"))
        scene.registry = Invented.keepingClass
        try await scene.apply()
        scene.edit(Self.log("Days: 2, Class: INFREQUENT_ACCESS"))
        let plan = try await scene.plan()
        #expect(plan.refusals.map { "\($0.rule) \($0.address) \($0.path)" } == ["PLB804 net/Log Class"])
        #expect(plan.refusals.first?.message == "Class is `STANDARD`, and would be `INFREQUENT_ACCESS`")
        #expect(plan.refusals.first?.span?.file == "net.template")
        scene.edit(Self.log("Days: 2"))
        #expect(try await scene.plan().checks == [], "its absence means the same")
    }

    @Test func aFixedPropertyIsNotDropped() async throws {
        var scene = Scene(Self.log("Class: INFREQUENT_ACCESS"))
        scene.registry = Invented.keepingClass
        try await scene.apply()
        scene.edit(Self.log("Days: 2"))
        #expect(try await scene.plan().refusals.map(\.path) == ["Class"])
    }

    /// Under another name it is another group, which the template asks for.
    @Test func aFixedPropertyComesWithAnotherResource() async throws {
        var scene = Scene(Self.log("Name: a, Class: STANDARD"))
        scene.registry = Invented.keepingClass
        try await scene.apply()
        scene.edit(Self.log("Name: b, Class: INFREQUENT_ACCESS"))
        #expect(try await scene.plan().checks == [])
    }

    @Test func aFixedPropertyChangesWhereTheStackFileSaysSo() async throws {
        var scene = Scene(
            Self.log("Class: STANDARD"), keys: "checks: {PLB804: {except: {Log: nothing is in it yet}}}\n")
        scene.registry = Invented.keepingClass
        try await scene.apply()
        scene.edit(Self.log("Class: INFREQUENT_ACCESS"))
        let plan = try await scene.apply()
        #expect(plan.checks == [])
        #expect(scene.account.now.groups.values.map { $0["logGroupClass"] } == ["INFREQUENT_ACCESS"])
    }

    @Test func dependentsFollow() async throws {
        var scene = Scene(LifeTests.template)
        try await scene.apply()
        scene.edit(LifeTests.template.replacing("10.0.0.0/16", with: "10.0.0.0/20"))
        let plan = try await scene.plan()
        #expect(
            plan.shape == [
                "net/Network!create", "net/Part!create < net/Network!create", "net/Log!update < net/Part!create",
                "net/Part!delete < net/Log!update, net/Part!create",
                "net/Network!delete < net/Network!create, net/Part!create, net/Part!delete",
            ])
        #expect(plan.step("net/Part!create")?.reasons.contains(.follows(["net/Network"])) == true)
        #expect((await scene.run(plan)).succeeded)
        let now = scene.account.now
        #expect(now.networks.count == 1 && now.parts.count == 1)
        #expect(now.networks.values.first?["CidrBlock"] == "10.0.0.0/20")
        #expect(now.groups["logs"]?["kmsKeyId"]?.string == now.parts.keys.first)
        try await scene.expectNoChanges()
    }

    @Test func anInterruptedReplacementIsFinished() async throws {
        var scene = Scene(LifeTests.template)
        try await scene.apply()
        scene.edit(LifeTests.template.replacing("10.0.0.0/16", with: "10.0.0.0/20"))
        scene.account.meet("ec2:CreateSubnet", .invalid, "InvalidSubnet.Range")
        let first = await scene.run(try await scene.plan())
        #expect(first.failures.map(\.step.id) == ["net/Part!create"])
        #expect(scene.account.now.networks.count == 2)
        let plan = try await scene.plan()
        #expect(plan.steps.first { $0.address == "net/Network" }?.reasons == [.leftOver])
        #expect((await scene.run(plan)).succeeded)
        #expect(scene.account.now.networks.count == 1 && scene.account.now.parts.count == 1)
        #expect(scene.account.now.networks.values.first?["CidrBlock"] == "10.0.0.0/20")
        try await scene.expectNoChanges()
    }

    @Test func aLostAnswerDoesNotTakeTheOldForTheNew() async throws {
        for template in [LifeTests.template, Self.log("Days: 1")] {
            var scene = Scene(template)
            try await scene.apply()
            scene.edit(
                template.replacing("10.0.0.0/16", with: "10.0.0.0/20").replacing(
                    "Days: 1}", with: "Class: INFREQUENT_ACCESS}"))
            scene.account.meet("ec2:CreateVpc", .transient, "ConnectionFailure", effect: true)
            scene.account.meet("logs:CreateLogGroup", .transient, "ConnectionFailure", effect: true)
            let plan = try await scene.plan()
            #expect(plan.steps.contains { $0.replacement == .createFirst })
            let outcome = await scene.run(plan)
            #expect(outcome.succeeded, "\(outcome.failures.map(\.state))")
            #expect(scene.account.now.networks.count <= 1 && scene.account.now.groups.count == 1)
            try await scene.expectNoChanges()
        }
    }

    @Test func whatAPolicyRetainsStaysBesideTheNewOne() async throws {
        let kept = "Resources:\n  Log: {Type: 'Test::Log::Group', UpdateReplacePolicy: Retain, Properties: {Days: 1}}"
        var scene = Scene(kept)
        try await scene.apply()
        scene.edit(kept.replacing("Days: 1", with: "Class: INFREQUENT_ACCESS"))
        let plan = try await scene.apply()
        #expect(plan.steps.map(\.action).contains(.forget))
        #expect(scene.account.now.groups.count == 2)
        try await scene.expectNoChanges()
    }
}
