/// Made-up stacks, from a seed.
enum RandomStack {
    /// Resources of every kind of identity, in the order of their making: references lead backwards.
    /// - Parameter most: so many at the most, and a few more that come along with them.
    static func resources(_ random: inout Seeded, most: Int = 6) -> [String] {
        var lines: [String] = []
        var networks: [String] = [], parts: [String] = [], groups: [String] = []
        for index in 0..<(1 + random.below(most)) {
            let id = "R\(index)"
            switch random.below(8) {
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
                    "\(id): {Type: 'Test::Log::Filter', Properties: {Group: !Ref \(group), "
                        + "Name: f\(random.below(2))-\(index), Pattern: \(pattern)}}")
            case 5:
                lines.append("\(id): {Type: 'Test::Id::Key', Properties: {UserName: user-\(index)}}")
                lines.append("\(id)Kept: {Type: 'Test::Id::Secret', Properties: {Text: !GetAtt \(id).SecretText}}")
            case 6:
                let tags = "Tags: [{Key: k, Value: v\(random.below(3))}]"
                lines.append("\(id): {Type: 'Test::Log::Group', Properties: {Name: tagged-\(index), \(tags)}}")
            default:
                lines.append("\(id): {Type: 'Test::Id::Secret', Properties: {Text: text-\(random.below(2))}}")
            }
        }
        return lines
    }

    static func template(_ random: inout Seeded, most: Int = 6) -> String { template(resources(&random, most: most)) }

    static func template(_ lines: [String]) -> String { "Resources:\n" + lines.map { "  \($0)\n" }.joined() }

    /// The logical id of a line.
    static func id(_ line: String) -> String { String(line.prefix { $0 != ":" }) }

    /// The logical ids that each resource refers to.
    static func references(_ lines: [String]) -> [String: Set<String>] {
        let ids = Set(lines.map(id))
        return Dictionary(
            uniqueKeysWithValues: lines.map { line in
                let words = line.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
                return (id(line), Set(words.dropFirst()).intersection(ids))
            })
    }
}
