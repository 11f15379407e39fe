import FoundationEssentials
import Plans
import Reports
import Testing
import Values

@testable import Engine

/// Whole plans, as the terminal shows them with their calls and as JSON, beside what is expected in
/// `Tests/Golden/plans/`. With `PLUMB_ACCEPT=1` a text that differs is written there, and the test fails all the same.
@Suite struct GoldenPlanTests {
    private static let directory =
        #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Golden/plans"

    private static func check(_ plan: Plan, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let text = PlanText(TextStyle(width: nil, colour: false), showsCalls: true).render(plan)
        for (text, file) in [(text, "plan.txt"), (PlanJSON.render(plan), "plan.json")] {
            let path = "\(directory)/\(name)/\(file)"
            let expected = try? String(contentsOf: URL(filePath: path), encoding: .utf8)
            if expected == text { continue }
            if ProcessInfo.processInfo.environment["PLUMB_ACCEPT"] == "1" {
                try FileManager.default.createDirectory(
                    atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
                try Data(text.utf8).write(to: URL(filePath: path))
            }
            Issue.record("\(path) is not\n\(text)", sourceLocation: sourceLocation)
        }
    }

    @Test func everythingIsNew() async throws {
        let scene = Scene(LifeTests.template, keys: "tags: {Team: digital}\n")
        try Self.check(try await scene.plan(), "create")
    }

    @Test func changesOfEveryKind() async throws {
        let before = """
            Resources:
              Network: {Type: 'Test::Net::Network', Properties: {Block: 10.0.0.0/16}}
              Part: {Type: 'Test::Net::Part', Properties: {Block: 10.0.0.0/24, NetworkId: !Ref Network}}
              Log: {Type: 'Test::Log::Group', Properties: {Name: logs, Days: 90, KeyId: !Ref Part}}
              Fixed: {Type: 'Test::Log::Group', Properties: {Name: fixed}}
              Gone: {Type: 'Test::Log::Group', DeletionPolicy: Retain, Properties: {Name: gone}}
              Left: {Type: 'Test::Log::Group', Properties: {Name: left, Days: 1}}
              Key: {Type: 'Test::Id::Key', Properties: {UserName: ci}}
              Kept: {Type: 'Test::Id::Secret', Properties: {Name: kept, Text: !GetAtt Key.SecretText}}
            """
        var scene = Scene(before)
        try await scene.apply()
        scene.account.edit { state in
            state.groups["logs"] = state.groups["logs"]?.setting("retentionInDays", to: 7)
            state.secrets = [:]
            state.groups["mine"] = [
                "logGroupName": "mine", "logGroupClass": "STANDARD", "tags": [:],
                "logGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:mine",
            ]
        }
        scene.edit(
            before.replacing("10.0.0.0/24", with: "10.0.1.0/24").replacing(
                "Name: fixed", with: "Name: fixed, Class: DELIVERY"
            )
            .split(separator: "\n").filter { !$0.contains("Gone:") && !$0.contains("Left:") }.joined(separator: "\n")
                + "\n  Mine: {Type: 'Test::Log::Group', Properties: {Name: mine}}\n")
        let plan = try await scene.plan()
        try Self.check(plan, "change")
        #expect((await scene.run(plan)).succeeded)
        try await scene.expectNoChanges()
    }
}
