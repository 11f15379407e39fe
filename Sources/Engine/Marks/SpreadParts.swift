internal import Declarations
internal import Values

/// Parts of resources that are spread over the items of a list (the topics of a policy, the records of a group). A mark
/// names items; those that the template has dropped since are put back into what is live, so that they differ.
enum SpreadParts {
    /// What a mark names and its template does not look for in the same way; nil when that is nothing.
    static func unwanted(_ stray: Sought, _ sought: [String: Sought]) -> Sought? {
        guard let wanted = sought[stray.address], wanted.frame.type.name == stray.frame.type.name else { return stray }
        let comparison = Comparison(frame: stray.frame)
        let type = stray.frame.type
        let names = (type.lookupProperties ?? type.keyProperties).subtracting(type.read.spread.map(\.list))
        guard names.allSatisfy({ comparison.same(stray.property($0), wanted.property($0), at: $0) }) else {
            return stray
        }
        var rest = stray
        rest.properties = remainder(of: stray.properties, beside: wanted.properties, comparison)
        return type.read.spread.contains { !rest.properties.items($0).isEmpty } ? rest : nil
    }

    /// Adds a stray, or the part of it that no other resource has taken over.
    static func add(_ live: Live, _ mark: CarriedMark, to observation: inout Observation) {
        var live = live
        live.carried = [mark]
        if let index = observation.strays.firstIndex(where: { belong($0, live) && $0.address == live.address }) {
            observation.strays[index].absorb(live)
            return
        }
        let comparison = Comparison(frame: live.frame)
        for other in observation.found.values.joined() where belong(other, live) {
            live.properties = remainder(of: live.properties, beside: other.properties, comparison)
        }
        guard live.frame.type.read.spread.contains(where: { !live.properties.items($0).isEmpty }) else { return }
        observation.strays.append(live)
    }

    /// True when both are of one type and place and have the same key but for the lists that they are spread over.
    static func belong(_ one: Live, _ other: Live) -> Bool {
        let type = one.frame.type
        guard !type.read.spread.isEmpty, type.name == other.frame.type.name,
            one.place.region(of: type) == other.place.region(of: type)
        else { return false }
        let comparison = Comparison(frame: one.frame)
        let names = type.keyProperties.subtracting(type.read.spread.map(\.list))
        return names.allSatisfy { comparison.same(one.name($0), other.name($0), at: $0) }
    }

    /// The properties without the items that others have as well.
    private static func remainder(of properties: Value, beside others: Value, _ comparison: Comparison) -> Value {
        comparison.frame.type.read.spread.reduce(properties) { rest, spread in
            let theirs = others.items(spread)
            let items = rest.items(spread).filter { item in
                !theirs.contains { spread.same(item, $0, by: comparison) }
            }
            return rest.setting(spread.list, to: .array(items))
        }
    }
}

extension Live {
    /// Takes in the items of another part of the same resource, and its marks.
    mutating func absorb(_ part: Live) {
        let comparison = Comparison(frame: frame)
        for spread in frame.type.read.spread {
            let mine = properties.items(spread)
            let more = part.properties.items(spread).filter { item in
                !mine.contains { spread.same(item, $0, by: comparison) }
            }
            guard !more.isEmpty else { continue }
            properties = properties.setting(spread.list, to: .array(mine + more))
            // What `gather` made keeps the properties' names.
            item = item.setting(spread.list, to: .array((item[spread.list]?.array ?? []) + more))
        }
        carried += part.carried.filter { mark in
            !carried.contains { $0.key == mark.key && $0.carrierID == mark.carrierID }
        }
    }

    /// What can be inside another resource: itself, or each item that it is spread over, as the values of its members, with
    /// what stands before a member's name in its schema path.
    var parts: [(value: (String) -> Value?, prefix: String)] {
        let lists = frame.type.read.spread.filter { !$0.by.isEmpty }
        guard !lists.isEmpty else { return [(attribute, "")] }
        return lists.flatMap { list in
            properties.items(list).map { item in (value: { item[$0] }, prefix: "\(list.list)[].") }
        }
    }

    /// The stack and the logical id that it is marked with.
    fileprivate var address: String { "\(stack ?? "")/\(logicalID ?? "")" }
}

extension Value {
    fileprivate func items(_ spread: Spread) -> [Value] { self[spread.list]?.array ?? [] }
}

extension Live {
    /// True for one of the items that this resource is spread over, met by itself: a record of a group.
    func holds(_ other: Live) -> Bool {
        guard case .key(let names) = frame.type.identity else { return false }
        let comparison = Comparison(frame: frame)
        return frame.type.read.spread.contains { spread in
            spread.type == other.frame.type.name && names.allSatisfy { properties[$0] == other.properties[$0] }
                && (properties[spread.list]?.array ?? []).contains {
                    spread.same($0, other.properties, by: comparison)
                }
        }
    }
}
