import Diagnostics
import FoundationEssentials
import Plans
import Testing
import Values

@testable import Engine

/// What plans take for granted, and what happens when it has moved.
@Suite struct FactTests {
    static let template = """
        Resources:
          Network: {Type: 'Test::Net::Network', Properties: {Block: 10.0.0.0/16}}
          Part: {Type: 'Test::Net::Part', Properties: {Block: 10.0.0.0/24, NetworkId: !Ref Network}}
          Log: {Type: 'Test::Log::Group', Properties: {Name: logs, Days: 90}}
          Errors: {Type: 'Test::Log::Filter', Properties: {Group: !Ref Log, Name: errors, Pattern: ERROR}}
        """

    private static func moved(_ scene: Scene, _ plan: Plan) async -> [String] {
        await FactCheck(plan, registry: Invented.registry, caller: scene.account).findings().all.map(\.message)
    }

    /// An edit of the group's retention, planned and not yet applied.
    private static func edited() async throws -> (Scene, Plan) {
        var scene = Scene(template)
        try await scene.apply()
        scene.edit(template.replacing("Days: 90", with: "Days: 30"))
        return (scene, try await scene.plan())
    }

    @Test func whatHoldsIsNotStale() async throws {
        let scene = Scene(Self.template)
        #expect(await Self.moved(scene, try await scene.plan()).isEmpty)
        let (edited, plan) = try await Self.edited()
        #expect(await Self.moved(edited, plan).isEmpty)
        #expect(await Self.moved(edited, try await edited.plan(.destroy)).isEmpty)
    }

    @Test func aChangedPropertyIsNamedWithOldAndNew() async throws {
        let (scene, plan) = try await Self.edited()
        scene.account.edit { $0.groups["logs"] = $0.groups["logs"]?.setting("retentionInDays", to: 7) }
        #expect(
            await Self.moved(scene, plan) == ["Test::Log::Group net/Log: `Days` was `90` and is `7` now."])
    }

    @Test func aChangedTagCounts() async throws {
        let (scene, plan) = try await Self.edited()
        scene.account.edit { $0.groups["logs"] = $0.groups["logs"]?.setting("tags.Owner", to: "them") }
        let moved = await Self.moved(scene, plan)
        #expect(moved == ["Test::Log::Group net/Log: `Tags.Owner` was not set and is `them` now."], "\(moved)")
    }

    @Test func whatComesOrGoesIsTold() async throws {
        let (scene, plan) = try await Self.edited()
        scene.account.edit {
            $0.groups = [:]
            $0.filters = [:]
        }
        #expect(await Self.moved(scene, plan) == ["Test::Log::Group net/Log: `logs` was there and is gone."])
        let fresh = Scene(Self.template)
        let creation = try await fresh.plan()
        fresh.account.edit { $0.groups["logs"] = ["logGroupName": "logs", "logGroupArn": "a", "tags": [:]] }
        #expect(await Self.moved(fresh, creation) == ["Test::Log::Group net/Log: `logs` is there and was not."])
    }

    /// A plan to make a part says nothing of its network, but refers to its id.
    @Test func whatCallsReferToCounts() async throws {
        let network = Self.template.split(separator: "\n").prefix(2).joined(separator: "\n")
        var scene = Scene(network)
        try await scene.apply()
        scene.edit(Self.template)
        let plan = try await scene.plan()
        #expect(await Self.moved(scene, plan).isEmpty)
        scene.account.edit { $0.networks = [:] }
        let moved = await Self.moved(scene, plan)
        #expect(moved.count == 1 && moved[0].hasPrefix("Test::Net::Network net/Network: `vpc-"), "\(moved)")
    }

    @Test func whatElseIsDriftedDoesNotMatter() async throws {
        let (scene, plan) = try await Self.edited()
        scene.account.edit { $0.networks = $0.networks.mapValues { $0.setting("InstanceTenancy", to: "dedicated") } }
        #expect(await Self.moved(scene, plan).isEmpty)
    }

    @Test func anotherAccountIsRefused() async throws {
        let scene = Scene(Self.template)
        var plan = try await scene.plan()
        plan.account = "999999999999"
        let findings = await FactCheck(plan, registry: Invented.registry, caller: scene.account).findings()
        #expect(findings.all.map(\.code) == ["wrong-account"])
    }

    /// A step that begins late looks again before its first call.
    @Test func aLateStepLooksAgain() async throws {
        let (scene, plan) = try await Self.edited()
        scene.account.edit { $0.groups["logs"] = $0.groups["logs"]?.setting("retentionInDays", to: 7) }
        _ = scene.account.changes()
        let outcome = await Executor(
            plan: plan, registry: Invented.registry, caller: scene.account,
            settings: RunSettings(rechecksAfter: -1), surroundings: scene.clock.surroundings
        ).run()
        guard case .failed(let diagnostic)? = outcome.steps.first?.state else {
            Issue.record("\(outcome)")
            return
        }
        #expect(diagnostic.code == "stale-plan")
        #expect(scene.account.changes().isEmpty)
    }

    /// What a run itself has changed is not taken for a change behind its back.
    @Test func aRunIsNotInItsOwnWay() async throws {
        var scene = Scene(Self.template)
        for template in [Self.template.replacing("Name: logs", with: "Name: others"), "Resources: {}"] {
            try await scene.apply()
            scene.edit(template)
            let plan = try await scene.plan(template == "Resources: {}" ? .destroy : .apply)
            let outcome = await Executor(
                plan: plan, registry: Invented.registry, caller: scene.account,
                settings: RunSettings(rechecksAfter: -1), surroundings: scene.clock.surroundings
            ).run()
            #expect(outcome.succeeded, "\(outcome.failures)")
        }
    }

    @Test func aPlanIsReadBackAsItWas() async throws {
        let (scene, plan) = try await Self.edited()
        for plan in [plan, try await Scene(Self.template).plan(), try await scene.plan(.destroy)] {
            let data = try JSONEncoder().encode(plan)
            #expect(try JSONDecoder().decode(Plan.self, from: data) == plan)
        }
    }

    @Test(
        arguments: [
            .bytes([0, 255, 7]), ["$bytes": "AAAA"], ["$deferred": ["attribute", "a", "b"]],
            ["$literal": ["$literal": 1]],
            .deferred(.sha256(digits: 12, .deferred(.attribute(address: "a/B", name: "C")))), 1.5,
            9_007_199_254_740_993,
            ["a": [.null, true, ["$bytes": "AAAA", "b": 1]]], "$bytes",
        ] as [Value])
    func valuesAreReadBackAsTheyWere(value: Value) throws {
        let data = try JSONEncoder().encode([value])
        #expect(try JSONDecoder().decode([Value].self, from: data) == [value])
    }
}
