import Diagnostics
import Plans
import Testing
import Values

@testable import Engine

/// What a stack meets in its life, told as scenarios: plan, apply, and what the tiny AWS holds after.
@Suite struct LifeTests {
    /// Two runs at the same time made a network each and a part in each; what they could make but once stands in one.
    @Test func ofTwoTheOneStaysOnWhichSomethingStandsAlone() async throws {
        let scene = Scene(
            """
            Resources:
              Network: {Type: 'Test::Net::Network', Properties: {Block: 10.0.0.0/16}}
              Left: {Type: 'Test::Net::Part', Properties: {Block: 10.0.0.0/24, NetworkId: !Ref Network}}
              Right: {Type: 'Test::Net::Part', Properties: {Block: 10.0.1.0/24, NetworkId: !Ref Network}}
            """)
        try await scene.apply()
        let made = scene.account.now
        let network = try #require(made.networks.first)
        let left = try #require(made.parts.first { $0.value["CidrBlock"] == "10.0.0.0/24" })
        // It would come first by its id.
        let (other, part) = ("vpc-00000000000000000", "subnet-00000000000000000")
        scene.account.edit { state in
            state.networks[other] = network.value.setting("VpcId", to: .string(other))
            state.parts[part] = left.value.setting("SubnetId", to: .string(part)).setting("VpcId", to: .string(other))
        }
        try await scene.apply()
        #expect(scene.account.now.networks.count == 1 && scene.account.now.parts.count == 2)
        #expect(scene.account.now.networks[network.key] != nil && scene.account.now.parts[left.key] != nil)
        try await scene.expectNoChanges()
    }

    static let template = """
        Resources:
          Part: {Type: 'Test::Net::Part', Properties: {Block: 10.0.0.0/24, NetworkId: !Ref Network}}
          Network: {Type: 'Test::Net::Network', Properties: {Block: 10.0.0.0/16}}
          Log: {Type: 'Test::Log::Group', Properties: {Name: logs, Days: 90, KeyId: !Ref Part}}
        Outputs:
          Id: {Value: !Ref Part}
        """

    @Test func createThenNothingThenDestroy() async throws {
        let scene = Scene(Self.template)
        let plan = try await scene.apply()
        #expect(
            plan.shape == [
                "net/Network!create", "net/Part!create < net/Network!create", "net/Log!create < net/Part!create",
            ])
        #expect(plan.steps.allSatisfy { $0.reasons == [.new] })
        #expect(scene.account.now.groups["logs"]?["kmsKeyId"] == .string(scene.account.now.parts.keys.first ?? "none"))
        #expect(scene.account.now.groups["logs"]?["retentionInDays"] == 90)
        try await scene.expectNoChanges()
        let end = try await scene.apply(.destroy)
        #expect(
            end.shape == [
                "net/Log!delete", "net/Part!delete < net/Log!delete", "net/Network!delete < net/Part!delete",
            ])
        #expect(scene.account.now.count == 0)
        #expect(try await scene.plan(.destroy).isEmpty)
    }

    @Test func anEditIsToldFromDrift() async throws {
        var scene = Scene(Self.template)
        try await scene.apply()
        scene.account.edit { $0.groups["logs"] = $0.groups["logs"]?.setting("retentionInDays", to: 7) }
        let drifted = try #require(try await scene.plan().step("net/Log!update"))
        #expect(drifted.reasons == [.drifted])
        #expect(drifted.changes.map(\.path) == ["Days"])
        #expect(drifted.changes.first?.before == 7 && drifted.changes.first?.after == 90)
        try await scene.apply()
        scene.edit(Self.template.replacing("Days: 90", with: "Days: 30"))
        let edited = try #require(try await scene.plan().step("net/Log!update"))
        #expect(edited.reasons == [.edited])
        try await scene.apply()
        #expect(scene.account.now.groups["logs"]?["retentionInDays"] == 30)
        try await scene.expectNoChanges()
    }

    @Test func whatIsNoLongerMentionedIsUnset() async throws {
        var scene = Scene(Self.template)
        try await scene.apply()
        scene.account.edit { $0.networks = $0.networks.mapValues { $0.setting("InstanceTenancy", to: "dedicated") } }
        scene.edit(Self.template.replacing("Days: 90, ", with: ""))
        try await scene.apply()
        #expect(scene.account.now.groups["logs"]?["retentionInDays"] == nil)
        #expect(scene.account.now.networks.values.first?["InstanceTenancy"] == "default")
        try await scene.expectNoChanges()
    }

    @Test func tagsFollowTheTemplateAndTheStackFile() async throws {
        let log =
            "Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs, Tags: [{Key: a, Value: one}]}}"
        var scene = Scene(log, keys: "tags: {Team: digital}\n")
        try await scene.apply()
        #expect(scene.account.now.groups["logs"]?.at("tags.Team") == "digital")
        #expect(scene.account.now.groups["logs"]?.at("tags.a") == "one")
        scene.account.edit { $0.groups["logs"] = $0.groups["logs"]?.setting("tags.foreign", to: "x") }
        let step = try #require(try await scene.plan().steps.first)
        #expect(step.reasons == [.drifted])
        #expect(step.changes.map(\.path) == ["Tags.foreign"])
        scene.edit(log.replacing("Value: one", with: "Value: two"))
        try await scene.apply()
        #expect(scene.account.now.groups["logs"]?.at("tags.a") == "two")
        #expect(scene.account.now.groups["logs"]?.at("tags.foreign") == nil)
    }

    @Test func whatLeftTheTemplateGoesAfterItsUsers() async throws {
        var scene = Scene(Self.template)
        try await scene.apply()
        scene.edit("Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs, Days: 90}}")
        let plan = try await scene.plan()
        let ids = plan.steps.map(\.id)
        let part = try #require(plan.steps.first { $0.address == "net/Part" })
        let network = try #require(plan.steps.first { $0.address == "net/Network" })
        #expect(part.reasons == [.leftTemplate] && network.reasons == [.leftTemplate])
        #expect(network.needs == [part.id], "a network with parts cannot go: \(ids)")
        #expect(part.needs == ["net/Log!update"], "its user lets go first")
        #expect((await scene.run(plan)).succeeded)
        #expect(scene.account.now.count == 1)
        try await scene.expectNoChanges()
    }

    /// The same resource under another logical id is not the old one that has to go.
    @Test func aNewLogicalIDKeepsTheResource() async throws {
        var scene = Scene("Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}")
        try await scene.apply()
        scene.edit("Resources:\n  Journal: {Type: 'Test::Log::Group', Properties: {Name: logs}}")
        let plan = try await scene.apply()
        #expect(plan.shape == ["net/Journal!update"])
        #expect(scene.account.now.groups["logs"]?.at("tags.plumb:resource") == "Journal")
        try await scene.expectNoChanges()
    }

    @Test func aMissingResourceIsMadeAgain() async throws {
        let scene = Scene(Self.template)
        try await scene.apply()
        scene.account.edit { $0.groups = [:] }
        let plan = try await scene.apply()
        #expect(plan.shape == ["net/Log!create"])
        #expect(plan.steps[0].reasons == [.missing])
    }

    @Test func retainedResourcesStayAndAreForgotten() async throws {
        var scene = Scene(
            "Resources:\n  Log: {Type: 'Test::Log::Group', DeletionPolicy: Retain, Properties: {Name: logs}}\n"
                + "  Other: {Type: 'Test::Log::Group', Properties: {Name: other}}")
        try await scene.apply()
        scene.edit("Resources:\n  Other: {Type: 'Test::Log::Group', Properties: {Name: other}}")
        let plan = try await scene.apply()
        #expect(plan.steps.map(\.action) == [.forget])
        #expect(plan.kept.map(\.physicalID) == ["logs"])
        #expect(scene.account.now.groups["logs"]?["tags"] == [:], "our marks are gone")
        try await scene.expectNoChanges()
    }

    @Test func protectedResourcesAreRefused() async throws {
        var scene = Scene(
            "Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}", keys: "protect: true\n")
        try await scene.apply()
        #expect(await scene.planned(.destroy).findings.map(\.code) == ["protected"])
        scene.files["net.yaml"] = scene.files["net.yaml"]?.replacing("protect: true", with: "protect: false")
        try await scene.apply()
        try await scene.apply(.destroy)
        #expect(scene.account.now.count == 0)
    }

    @Test func protectedResourcesNeitherLeaveNorAreReplaced() async throws {
        var scene = Scene(
            "Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs, Days: 1}}", keys: "protect: true\n")
        try await scene.apply()
        for edit in [
            "Other: {Type: 'Test::Log::Group', Properties: {Name: other}}",
            "Log: {Type: 'Test::Log::Group', Properties: {Name: moved, Days: 1}}",
        ] {
            scene.edit("Resources:\n  \(edit)")
            let (plan, findings) = await scene.planned()
            #expect(plan == nil && findings.map(\.code) == ["protected"], "\(edit): \(findings)")
        }
        // What needs no end goes on.
        scene.edit("Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs, Days: 3}}")
        try await scene.apply()
        // Nor does it help to take the word out of the file together with the resource: the mark is in AWS.
        scene.files["net.yaml"] = scene.files["net.yaml"]?.replacing("protect: true", with: "protect: false")
        scene.edit("Resources:\n  Other: {Type: 'Test::Log::Group', Properties: {Name: other}}")
        #expect(await scene.planned().findings.map(\.code) == ["protected"])
        #expect(scene.account.now.groups["logs"] != nil)
    }

    /// The policy counts although the file that had it says nothing of the resource any more: its mark is in AWS.
    @Test(arguments: ["Retain", "RetainExceptOnCreate"]) func whatIsRetainedOutlivesItsStack(policy: String)
        async throws
    {
        var scene = Scene(
            "Resources:\n  Log: {Type: 'Test::Log::Group', DeletionPolicy: \(policy), Properties: {Name: logs}}\n"
                + "  Other: {Type: 'Test::Log::Group', Properties: {Name: other}}")
        try await scene.apply()
        scene.edit("Resources:\n  Other: {Type: 'Test::Log::Group', Properties: {Name: other}}")
        let plan = try await scene.apply(.destroy)
        #expect(plan.steps.map(\.action).sorted { $0.rawValue < $1.rawValue } == [.delete, .forget])
        #expect(Array(scene.account.now.groups.keys) == ["logs"])
    }

    @Test func aSecretThatIsAnsweredOnceArrives() async throws {
        let scene = Scene(
            """
            Resources:
              Key: {Type: 'Test::Id::Key', Properties: {UserName: ci}}
              Kept: {Type: 'Test::Id::Secret', Properties: {Name: kept, Text: !GetAtt Key.SecretText}}
            """)
        let plan = try await scene.apply()
        #expect(plan.step("net/Kept!create")?.changes.first { $0.path == "Text" }?.isSecret == true)
        let id = try #require(scene.account.now.keys.keys.first)
        #expect(scene.account.now.secrets.values.first?["text"] == .string("hush-\(id)"))
        try await scene.expectNoChanges()
        // Lost with its receiver, it can only be made anew.
        scene.account.edit { $0.secrets = [:] }
        let again = try await scene.apply()
        #expect(
            again.steps.first { $0.action == .create && $0.address == "net/Key" }?.reasons.first
                == .secretLost(by: "net/Kept"))
        let second = try #require(scene.account.now.keys.keys.first)
        #expect(second != id && scene.account.now.keys.count == 1)
        #expect(scene.account.now.secrets.values.first?["text"] == .string("hush-\(second)"))
        try await scene.expectNoChanges()
    }

    /// A template may write out the name of a resource beside it, as parameters make it, and not refer to it.
    @Test func aNameThatIsWrittenOutGivesAnOrder() async throws {
        let scene = Scene(
            """
            Resources:
              All: {Type: 'Test::Log::Filter', Properties: {Group: logs, Name: all, Pattern: x}}
              Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}
              User: {Type: 'Test::Net::Network', DependsOn: Log, Properties: {Block: 10.0.0.0/16}}
            """)
        let created = try await scene.plan()
        #expect(created.steps.first { $0.logicalID == "All" }?.needs == ["net/Log!create"])
        #expect((await scene.run(created)).succeeded)
        try await scene.expectNoChanges()
        let destroyed = try await scene.plan(.destroy)
        #expect(destroyed.steps.first { $0.logicalID == "Log" }?.needs.contains("net/All!delete") == true)
        #expect((await scene.run(destroyed)).succeeded)
    }
}
