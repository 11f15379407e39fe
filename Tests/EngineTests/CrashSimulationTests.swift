import AWS
import Declarations
import FoundationEssentials
import Plans
import Testing
import Values

@testable import Engine

/// Thousands of random stacks, each killed at every call: since calls are data and the account is in memory, each point
/// costs a millisecond. `PLUMB_SEEDS=FROM-TO` tries other ones.
@Suite struct CrashSimulationTests {
    private static let seeds: [UInt64] = {
        let given = ProcessInfo.processInfo.environment["PLUMB_SEEDS"] ?? "1-20"
        let ends = given.split(separator: "-").compactMap { UInt64($0) }
        return ends.count == 2 && ends[0] <= ends[1] ? Array(ends[0]...ends[1]) : []
    }()

    /// What is in the account, with logical ids in place of those that AWS has made.
    private static func contents(_ scene: Scene) -> [String] {
        let now = scene.account.now
        var names: [String: String] = [:]
        for (id, item) in now.networks.merging(now.parts, uniquingKeysWith: { first, _ in first }) {
            let tags = item["Tags"]?.array ?? []
            names[id] = tags.first { $0["Key"] == "plumb:resource" }?["Value"]?.string ?? id
        }
        for (id, item) in now.keys { names[id] = "key of \(item["UserName"]?.string ?? "")" }
        let items = [now.networks, now.parts, now.groups, now.keys, now.secrets, now.filters].flatMap(\.values)
        return items.map { item in
            var text = item.sortingTags.canonicalJSON
            for (id, name) in names { text = text.replacing(id, with: name) }
            return text.replacing(#/(net-R\w+)-[0-9a-f]{10}/#) { String($0.1) }
        }.sorted()
    }

    @Test(arguments: [nil, false, true])
    func everyPointOfEveryStackConverges(leavesFirst: Bool?) async throws {
        let registry = leavesFirst.map(Invented.movingFilters) ?? Invented.registry
        let points = try await withThrowingTaskGroup(of: Int.self) { group in
            for seed in Self.seeds { group.addTask { try await Self.tryAll(seed, registry) } }
            return try await group.reduce(0, +)
        }
        print("crash simulation: \(Self.seeds.count) pairs of random stacks, \(points) points")
        #expect(points > Self.seeds.count)
    }

    /// - Returns: how many points there are.
    private static func tryAll(_ seed: UInt64, _ registry: Registry) async throws -> Int {
        var points = 0
        var random = Seeded(seed: seed)
        let from = RandomStack.template(&random), to = RandomStack.template(&random)
        for purpose in [Plan.Purpose.apply, .destroy] {
            var clean = Scene(purpose == .apply ? to : from)
            clean.registry = registry
            try await clean.apply()
            if purpose == .destroy { try await clean.apply(.destroy) }
            let wanted = Self.contents(clean)
            for losesAnswer in [false, true] {
                for left in 0..<200 {
                    var scene = Scene(from)
                    scene.registry = registry
                    try await scene.apply()
                    if purpose == .apply { scene.edit(to) }
                    let plan = try await scene.plan(purpose)
                    scene.account.edit {
                        $0.left = left
                        $0.losesAnswer = losesAnswer
                    }
                    let outcome = await scene.run(plan)
                    scene.account.edit { $0.left = nil }
                    points += 1
                    let point = "seed \(seed), \(purpose.rawValue), killed at \(left), answer lost: \(losesAnswer)"
                    // A lost answer that held a secret takes one run more.
                    for _ in 0..<2 { _ = await scene.run(try await scene.plan(purpose)) }
                    #expect(Self.contents(scene) == wanted, "\(point)\nfrom \(from)to \(to)")
                    #expect(try await scene.plan(purpose).shape.isEmpty, "\(point)")
                    if outcome.succeeded { break }
                }
            }
        }
        return points
    }
}

extension Value {
    /// Lists of tags have no order.
    fileprivate var sortingTags: Value {
        guard let tags = self["Tags"]?.array else { return self }
        return setting("Tags", to: .array(tags.sorted { ($0["Key"]?.string ?? "") < ($1["Key"]?.string ?? "") }))
    }
}
