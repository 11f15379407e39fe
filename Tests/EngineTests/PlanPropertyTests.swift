import AWS
import Language
import Plans
import Testing
import Values

@testable import Engine

/// What holds of every plan, tried on many made up at random from a seed that failures print.
@Suite struct PlanPropertyTests {
    /// A template's resources in order of their making; references lead backwards.
    private static func resources(_ random: inout Seeded) -> [String] {
        var lines: [String] = []
        var networks: [String] = [], parts: [String] = []
        for index in 0..<(2 + random.below(9)) {
            let id = "R\(random.below(90) + 10)x\(index)"
            switch random.below(4) {
            case 0:
                networks.append(id)
                lines.append("  \(id): {Type: 'Test::Net::Network', Properties: {Block: 10.\(index).0.0/16}}")
            case 1 where !networks.isEmpty:
                parts.append(id)
                let network = networks[random.below(networks.count)]
                lines.append(
                    "  \(id): {Type: 'Test::Net::Part', Properties: {Block: 10.0.\(random.below(9)).0/24, NetworkId: !Ref \(network)}}"
                )
            case 2 where !parts.isEmpty:
                let part = parts[random.below(parts.count)]
                lines.append(
                    "  \(id): {Type: 'Test::Log::Group', Properties: {Days: \([1, 3, 5, 7][random.below(4)]), KeyId: !Ref \(part)}}"
                )
            default:
                let tags = random.below(2) == 0 ? "" : ", Tags: [{Key: k, Value: v\(random.below(3))}]"
                lines.append("  \(id): {Type: 'Test::Log::Group', Properties: {Name: log-\(index)\(tags)}}")
            }
        }
        return lines
    }

    private static func template(_ lines: [String]) -> String { "Resources:\n" + lines.joined(separator: "\n") + "\n" }

    /// The plan without the places in the template.
    private static func bare(_ plan: Plan) -> [Step] {
        plan.steps.map { step in
            var step = step
            step.span = nil
            for index in step.changes.indices { step.changes[index].span = nil }
            return step
        }
    }

    @Test(arguments: 1...25 as ClosedRange<UInt64>)
    func theTemplatesOrderDoesNotMatter(seed: UInt64) async throws {
        var random = Seeded(seed: seed)
        let lines = Self.resources(&random)
        let first = try await Scene(Self.template(lines)).plan()
        let second = try await Scene(Self.template(lines.shuffled(using: &random))).plan()
        #expect(Self.bare(first) == Self.bare(second), "seed \(seed)")
    }

    @Test(arguments: 1...25 as ClosedRange<UInt64>)
    func appliedThePlanIsEmpty(seed: UInt64) async throws {
        var random = Seeded(seed: seed)
        var scene = Scene(Self.template(Self.resources(&random)))
        try await scene.apply()
        try await scene.expectNoChanges()
        // To another template over the same account, and to nothing.
        scene.edit(Self.template(Self.resources(&random)))
        try await scene.apply()
        try await scene.expectNoChanges()
        try await scene.apply(.destroy)
        #expect(scene.account.now.count == 0, "seed \(seed)")
    }

    @Test(arguments: 1...15 as ClosedRange<UInt64>)
    func interruptedAnywhereTheEndIsTheSame(seed: UInt64) async throws {
        var random = Seeded(seed: seed)
        let before = Self.template(Self.resources(&random)), after = Self.template(Self.resources(&random))
        var scene = Scene(before)
        try await scene.apply()
        scene.edit(after)
        // Every mutating call fails once, with and without its effect.
        for operation in [
            "ec2:CreateVpc", "ec2:CreateSubnet", "ec2:DeleteVpc", "ec2:DeleteSubnet", "logs:CreateLogGroup",
            "logs:DeleteLogGroup", "logs:TagResource", "logs:AssociateKmsKey",
        ] where random.below(2) == 0 {
            scene.account.meet(operation, .other, "Interrupted", effect: random.below(2) == 0)
        }
        for _ in 0..<12 {
            let plan = try await scene.plan()
            if plan.isEmpty { break }
            _ = await scene.run(plan)
        }
        try await scene.expectNoChanges()
        let clean = Scene(after)
        try await clean.apply()
        #expect(scene.account.now.count == clean.account.now.count, "seed \(seed)")
    }
}
