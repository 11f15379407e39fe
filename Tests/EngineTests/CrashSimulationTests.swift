import AWS
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

    /// Resources of every kind of identity, with references that lead backwards.
    private static func template(_ random: inout Seeded) -> String {
        var lines: [String] = []
        var networks: [String] = [], parts: [String] = [], groups: [String] = []
        for index in 0..<(1 + random.below(6)) {
            let id = "R\(index)"
            switch random.below(7) {
            case 0:
                networks.append(id)
                lines.append("\(id): {Type: 'Test::Net::Network', Properties: {Block: 10.\(random.below(3)).0.0/16}}")
            case 1 where !networks.isEmpty:
                parts.append(id)
                let network = networks[random.below(networks.count)]
                let block = "10.0.\(random.below(3)).0/24"
                lines.append(
                    "\(id): {Type: 'Test::Net::Part', Properties: {Block: \(block), NetworkId: !Ref \(network)}}")
            case 2, 3:
                groups.append(id)
                // A name that is not given any more is kept.
                let name = index % 2 == 0 ? "" : "Name: log-\(index)-\(random.below(2)), "
                let key = parts.isEmpty ? "" : ", KeyId: !Ref \(parts[random.below(parts.count)])"
                lines.append(
                    "\(id): {Type: 'Test::Log::Group', Properties: {\(name)Days: \(1 + random.below(3))\(key)}}")
            case 4 where !groups.isEmpty:
                let group = groups[random.below(groups.count)]
                let pattern = "p\(random.below(2))"
                lines.append(
                    "\(id): {Type: 'Test::Log::Filter', Properties: {Group: !Ref \(group), Name: f\(random.below(2))-\(index), "
                        + "Pattern: \(pattern)}}")
            case 5:
                lines.append("\(id): {Type: 'Test::Id::Key', Properties: {UserName: user-\(index)}}")
                lines.append("\(id)Kept: {Type: 'Test::Id::Secret', Properties: {Text: !GetAtt \(id).SecretText}}")
            default:
                lines.append("\(id): {Type: 'Test::Id::Secret', Properties: {Text: text-\(random.below(2))}}")
            }
        }
        return "Resources:\n" + lines.map { "  \($0)\n" }.joined()
    }

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

    @Test func everyPointOfEveryStackConverges() async throws {
        let points = try await withThrowingTaskGroup(of: Int.self) { group in
            for seed in Self.seeds { group.addTask { try await Self.tryAll(seed) } }
            return try await group.reduce(0, +)
        }
        print("crash simulation: \(Self.seeds.count) pairs of random stacks, \(points) points")
        #expect(points > Self.seeds.count)
    }

    /// - Returns: how many points there are.
    private static func tryAll(_ seed: UInt64) async throws -> Int {
        var points = 0
        var random = Seeded(seed: seed)
        let from = Self.template(&random), to = Self.template(&random)
        for purpose in [Plan.Purpose.apply, .destroy] {
            let clean = Scene(purpose == .apply ? to : from)
            try await clean.apply()
            if purpose == .destroy { try await clean.apply(.destroy) }
            let wanted = Self.contents(clean)
            for losesAnswer in [false, true] {
                for left in 0..<200 {
                    var scene = Scene(from)
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
