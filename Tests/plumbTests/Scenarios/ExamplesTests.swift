import FoundationEssentials
import Testing

/// Each worked example from nothing to nothing, on what it stands on.
@Suite(.timeLimit(.minutes(30))) struct ExamplesTests {
    @Test(arguments: Example.all) func anExample(_ example: Example) async throws {
        try await Scenario.play("examples") { scenario in
            let validated = try await scenario.plumb("validate", example.path)
            #expect(validated.status == 0 && !validated.err.contains("error["), "\(validated.out)\(validated.err)")
            for path in example.after { try await scenario.apply(path) }
            let before = try await scenario.snapshot()

            let plan = try await scenario.plumb("plan", example.path, "--detailed-exitcode")
            #expect(plan.status == 2, "\(plan.err)")
            #expect(plan.err.isEmpty, "a finding: \(plan.err)")
            #expect(plan.out.contains("Plan: \(example.resources) to add, 0 to change, 0 to destroy."), "\(plan.out)")
            try await scenario.apply(example.path)
            try await scenario.expectNoChanges(in: example.path)

            try await drift(example, scenario)
            try await change(example, scenario)

            let destroyed = try await scenario.plumb("destroy", example.path, "--auto-approve")
            #expect(destroyed.status == 0, "\(destroyed.err.suffix(4000))")
            #expect(try await scenario.snapshot() == before)
        }
    }

    private func drift(_ example: Example, _ scenario: Scenario) async throws {
        let none = try await scenario.plumb("drift", example.path)
        #expect(none.status == 0 && none.out.contains("No drift."), "\(none.out)\(none.err)")
        for words in example.disturbance { try await scenario.aws(words) }
        let seen = try await scenario.plumb("drift", example.path)
        #expect(seen.status == 2 && seen.out.contains(example.drifted), "\(seen.out)\(seen.err)")
        #expect(seen.out.contains("Drift: 1 of \(example.resources) resources"), "\(seen.out)")
        try await scenario.apply(example.path)
        try await scenario.expectNoChanges(in: example.path)
    }

    private func change(_ example: Example, _ scenario: Scenario) async throws {
        try scenario.edit(example.edit.file, replacing: example.edit.old, by: example.edit.new)
        let plan = try await scenario.plumb("plan", example.path)
        let steps = plan.out.split(separator: "\n").filter { line in
            ["  + ", "  - ", "  ~ ", "  +/- ", "  -/+ "].contains { line.hasPrefix($0 + "example-") }
        }.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        #expect(steps.sorted() == example.steps.sorted(), "\(plan.out)\(plan.err)")
        try await scenario.emulator.clearCalls()
        try await scenario.apply(example.path)
        let calls = try await scenario.emulator.mutatingCalls().filter { !$0.contains("Tag") }
        #expect(Set(calls) == example.calls, "\(calls)")
        try await scenario.expectNoChanges(in: example.path)
    }

    /// All of them at once, as one graph, and away again.
    @Test func allExamplesTogether() async throws {
        try await Scenario.play("examples") { scenario in
            let applied = try await scenario.apply()
            let count = Example.all.reduce(0) { $0 + $1.resources }
            #expect(applied.out.contains("Apply complete! Resources: \(count) added"), "\(applied.out.suffix(400))")
            try await scenario.expectNoChanges()
            let destroyed = try await scenario.plumb("destroy", "examples", "--auto-approve")
            #expect(destroyed.status == 0, "\(destroyed.err.suffix(4000))")
            try await scenario.expectEmpty()
        }
    }

    /// The rollout that README.md tells: the weights move, then the idle copy goes, and a rule refuses what would leave
    /// requests without tasks.
    @Test func aRolloutFromBlueToGreen() async throws {
        try await Scenario.play("examples") { scenario in
            let path = "examples/blue-green.yaml"
            try await scenario.apply("examples/network.yaml")
            try await scenario.apply(path)
            try scenario.edit("blue-green.yaml", replacing: "BlueCount: \"2\"", by: "BlueCount: \"0\"")
            let refused = try await scenario.plumb("plan", path)
            #expect(
                refused.status == 1 && refused.err.contains("Blue gets requests, but has no tasks"), "\(refused.err)")

            try scenario.edit("blue-green.yaml", replacing: "BlueWeight: \"100\"", by: "BlueWeight: \"0\"")
            try scenario.edit("blue-green.yaml", replacing: "GreenWeight: \"0\"", by: "GreenWeight: \"100\"")
            try await scenario.emulator.clearCalls()
            try await scenario.apply(path)
            let calls = try await scenario.emulator.mutatingCalls().filter { !$0.contains("Tag") }
            #expect(Set(calls) == ["elbv2:ModifyListener", "ecs:UpdateService"], "\(calls)")
            try await scenario.expectNoChanges(in: path)
        }
    }
}
