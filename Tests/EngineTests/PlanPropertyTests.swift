import AWS
import Language
import Plans
import Testing
import Values

@testable import Engine

/// What holds of every plan, tried on many made up at random from a seed that failures print.
@Suite struct PlanPropertyTests {
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
        let lines = RandomStack.resources(&random, most: 9)
        let first = try await Scene(RandomStack.template(lines)).plan()
        let second = try await Scene(RandomStack.template(lines.shuffled(using: &random))).plan()
        #expect(Self.bare(first) == Self.bare(second), "seed \(seed)")
    }

    @Test(arguments: 1...25 as ClosedRange<UInt64>)
    func appliedThePlanIsEmpty(seed: UInt64) async throws {
        var random = Seeded(seed: seed)
        var scene = Scene(RandomStack.template(&random, most: 9))
        try await scene.apply()
        try await scene.expectNoChanges()
        // To another template over the same account, and to nothing.
        scene.edit(RandomStack.template(&random, most: 9))
        try await scene.apply()
        try await scene.expectNoChanges()
        try await scene.apply(.destroy)
        #expect(scene.account.now.count == 0, "seed \(seed)")
    }

    @Test(arguments: 1...15 as ClosedRange<UInt64>)
    func interruptedAnywhereTheEndIsTheSame(seed: UInt64) async throws {
        var random = Seeded(seed: seed)
        let before = RandomStack.template(&random, most: 9), after = RandomStack.template(&random, most: 9)
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

    /// A target comes with all that it refers to and that carries its marks, and with nothing else; what is left out takes all along that refers to
    /// it. One after the other, targets make the whole.
    @Test(arguments: 1...25 as ClosedRange<UInt64>)
    func targetsAreClosed(seed: UInt64) async throws {
        var random = Seeded(seed: seed)
        let lines = RandomStack.resources(&random, most: 9)
        let references = RandomStack.references(lines)
        let ids = references.keys.sorted()
        let keys = Set(lines.filter { $0.contains("Test::Id::Key") }.map(RandomStack.id))
        func behind(_ id: String) -> Set<String> { Ordering.reachable(from: id, in: references) }
        func touched(_ plan: Plan) -> Set<String> { Set(plan.steps.map(\.logicalID)) }
        let scene = Scene(RandomStack.template(lines))
        for id in ids {
            let only = touched(try await scene.plan(options: RunOptions(targets: ["net/\(id)"])))
            #expect(only == only.reduce(into: []) { $0.formUnion(behind($1)) }, "seed \(seed), only \(id)")
            // A key cannot bear a mark, and brings the resource that is to carry it.
            #expect(only.isSuperset(of: behind(id)), "seed \(seed), only \(id)")
            #expect(only == behind(id) || !only.isDisjoint(with: keys), "seed \(seed), only \(id)")
            let without = touched(try await scene.plan(options: RunOptions(excludes: ["net/\(id)"])))
            let free = Set(ids.filter { !behind($0).contains(id) })
            #expect(without.isSubset(of: free), "seed \(seed), without \(id)")
            // It is left out along with that one too.
            let carried = free.subtracting(without)
            #expect(carried.allSatisfy { !behind($0).isDisjoint(with: keys) }, "seed \(seed), without \(id)")
        }
        for id in ids.shuffled(using: &random) {
            #expect(await scene.run(try await scene.plan(options: RunOptions(targets: ["net/\(id)"]))).succeeded)
        }
        try await scene.expectNoChanges()
    }
}
