internal import Declarations
internal import Plans
internal import Values

/// What differs between the wanted and the live properties of one resource.
struct Comparison {
    let frame: Frame

    /// One difference: a top-level property, and the leaves in it that differ.
    struct Difference {
        var property: String
        var before: Value?
        var after: Value?
        var leaves: [Leaf]
    }

    struct Leaf {
        /// `Tags[0].Key`.
        var path: String
        var before: Value?
        var after: Value?
    }

    /// The differing properties, sorted. Tags are not looked at, nor is anything in `skipping`.
    func differences(desired: Value, live: Value, skipping: Set<String> = []) -> [Difference] {
        var found: [Difference] = []
        for name in frame.settable where !skipping.contains(name) && name != frame.type.contents?.permittedBy {
            let wanted = desired[name], actual = live[name]
            if same(wanted, actual, at: name) { continue }
            let after = wanted ?? meaning(of: name)
            found.append(
                Difference(
                    property: name, before: actual, after: after,
                    leaves: leaves(wanted, actual, at: name, shown: name)))
        }
        return found
    }

    /// The value that stands for a property that is not mentioned.
    func meaning(of path: String) -> Value? {
        if case .means(let value)? = frame.declared[path]?.absent { value } else { nil }
    }

    /// True when a property that creation does not send needs no call: it is not wanted, or wanted as AWS starts it.
    func isInitial(_ wanted: Value?, at name: String) -> Bool {
        guard let wanted, !wanted.isEmptyOrNull else { return true }
        guard let meaning = meaning(of: name) else { return false }
        return same(wanted, meaning, at: name)
    }

    // MARK: - Sameness

    func same(_ wanted: Value?, _ actual: Value?, at path: String) -> Bool {
        let property = frame.declared[path]
        guard let wanted, !wanted.isEmptyOrNull else {
            return absent(actual, at: path, property, mentioned: wanted != nil)
        }
        // A member that AWS never returns.
        if actual == nil, path.contains("."), frame.isWriteOnly(path) { return true }
        let actual = actual ?? meaning(of: path)
        switch property?.equality ?? .exact {
        case .exact: break
        case .unordered:
            return matched(
                unrepeated(wanted.array ?? [wanted], at: path + "[]"),
                unrepeated(actual.map { $0.array ?? [$0] } ?? [], at: path + "[]"), at: path + "[]")
        case .keyed(let key, let defaults):
            if !defaults.isEmpty { return differingItems(wanted, actual, key, defaults).isEmpty }
            return matchedByKey(wanted.array ?? [], actual?.array ?? [], key: key, at: path + "[]")
        case .json: return actual.map(PolicyForm.document) == PolicyForm.document(wanted)
        case .policy: return actual.map(PolicyForm.policy) == PolicyForm.policy(wanted)
        case .caseInsensitive: return actual?.scalarText?.lowercased() == wanted.scalarText?.lowercased()
        case .covering(let covers): return actual.map { covers(wanted, $0) } ?? false
        case .normalised(let form): return actual.map { Self.text(form($0)) } == Self.text(form(wanted))
        }
        if case .deferred = wanted { return false }
        if let items = wanted.array {
            let others = actual?.array ?? []
            let facts = frame.schema.properties[path]
            if facts?.insertionOrder == false || facts?.uniqueItems == true {
                let inner = path + "[]"
                return facts?.uniqueItems == true
                    ? matched(unrepeated(items, at: inner), unrepeated(others, at: inner), at: inner)
                    : matched(items, others, at: inner)
            }
            return items.count == others.count && zip(items, others).allSatisfy { same($0, $1, at: path + "[]") }
        }
        if let object = wanted.object {
            guard let other = actual?.object else { return actual == nil && isEmpty(wanted, at: path) }
            return Self.names(object, other).allSatisfy { name in
                same(object[name], other[name], at: childPath(path, name))
            }
        }
        guard let actual else { return false }
        return Self.text(wanted) == Self.text(actual)
    }

    private func absent(_ actual: Value?, at path: String, _ property: Property?, mentioned: Bool) -> Bool {
        guard let actual, !actual.isEmptyOrNull else { return true }
        if let other = property?.orAbsent, same(other, actual, at: path) { return true }
        switch property?.absent {
        case .chosenByAWS, .initially: return true
        case .means(let value): return value.isEmptyOrNull ? isEmpty(actual, at: path) : same(value, actual, at: path)
        // Filled in on both sides before (`Completion`); what is left is not set.
        case .derived, .refused: return isEmpty(actual, at: path)
        case .unset: return isEmpty(actual, at: path)
        case nil:
            // A member that no one declares and no one mentions: off is the same as not there.
            return actual == false || isEmpty(actual, at: path)
        }
    }

    /// True for an object or list in which nothing is set.
    private func isEmpty(_ value: Value, at path: String) -> Bool {
        if value.isEmptyOrNull { return true }
        if case .keyed(let key, let defaults)? = frame.declared[path]?.equality, !defaults.isEmpty {
            return differingItems([], value, key, defaults).isEmpty
        }
        guard let object = value.object else { return false }
        return object.allSatisfy {
            absent($0.value, at: childPath(path, $0.name), frame.declared[childPath(path, $0.name)], mentioned: false)
        }
    }

    private func childPath(_ path: String, _ name: String) -> String {
        frame.members[path] != nil ? Frame.join(path, name) : path + "{}"
    }

    /// Two lists in any order, each item matched once.
    private func matched(_ wanted: [Value], _ actual: [Value], at path: String) -> Bool {
        var left = actual
        for item in wanted {
            guard let index = left.firstIndex(where: { same(item, $0, at: path) }) else { return false }
            left.remove(at: index)
        }
        return left.isEmpty
    }

    /// The items of a list that is a set, each once.
    private func unrepeated(_ items: [Value], at path: String) -> [Value] {
        items.reduce(into: []) { kept, item in
            if !kept.contains(where: { same($0, item, at: path) && same(item, $0, at: path) }) { kept.append(item) }
        }
    }

    private func matchedByKey(_ wanted: [Value], _ actual: [Value], key: String, at path: String) -> Bool {
        guard wanted.count == actual.count else { return false }
        return wanted.allSatisfy { item in
            actual.contains { $0[key]?.scalarText == item[key]?.scalarText && same(item, $0, at: path) }
        }
    }

    /// The items of a keyed list with a table of defaults that have to be sent: those that differ, and those that are
    /// no longer mentioned, with their default. What neither template nor table knows is left alone.
    func differingItems(
        _ wanted: Value, _ actual: Value?, _ key: String, _ defaults: [String: String]
    ) -> [Value] {
        var live: [String: String] = [:]
        for item in actual?.array ?? [] { live[item[key]?.scalarText ?? ""] = item["Value"]?.scalarText ?? "" }
        var differing: [Value] = []
        var named: Set<String> = []
        for item in wanted.array ?? [] {
            guard let name = item[key]?.scalarText else { continue }
            named.insert(name)
            if let text = item["Value"]?.scalarText, text == live[name] ?? defaults[name] { continue }
            differing.append(item)
        }
        for (name, text) in live.sorted(by: { $0.key < $1.key }) where !named.contains(name) {
            guard let meaning = defaults[name], meaning != text else { continue }
            differing.append([key: .string(name), "Value": .string(meaning)])
        }
        return differing
    }

    /// A value with its scalars as text, so that `80`, `"80"` and `80.0` are one.
    static func text(_ value: Value) -> Value {
        switch value {
        case .bool, .int, .double: .string(value.scalarText ?? "")
        case .array(let items): .array(items.map(text))
        case .object(let object): .object(object.mapValues(text))
        default: value
        }
    }

    private static func names(_ left: Value.Object, _ right: Value.Object) -> [String] {
        Set(left.keys).union(right.keys).sorted()
    }

    // MARK: - Leaves

    private func leaves(_ wanted: Value?, _ actual: Value?, at path: String, shown: String) -> [Leaf] {
        if same(wanted, actual, at: path) { return [] }
        if case .keyed(let key, let defaults)? = frame.declared[path]?.equality, !defaults.isEmpty {
            // Items that stand at their default are no part of the difference.
            let after = differingItems(wanted ?? [], actual, key, defaults)
            let names = after.compactMap { $0[key]?.scalarText }
            let before = names.compactMap { name in actual?.array?.first { $0[key]?.scalarText == name } }
            return [Leaf(path: shown, before: .array(before), after: .array(after))]
        }
        if let object = wanted?.object, let other = actual?.object, !isOpaque(path) {
            return Self.names(object, other).flatMap { name in
                leaves(object[name], other[name], at: childPath(path, name), shown: "\(shown).\(name)")
            }
        }
        if let items = wanted?.array, let others = actual?.array, items.count == others.count, !isOpaque(path),
            frame.schema.properties[path]?.insertionOrder != false
        {
            return zip(items, others).enumerated().flatMap { index, pair in
                leaves(pair.0, pair.1, at: path + "[]", shown: "\(shown)[\(index)]")
            }
        }
        if case .normalised(let form)? = frame.declared[path]?.equality, let wanted, let actual, isList(wanted),
            isList(actual)
        {
            // In the form that they are compared in, without what AWS fills in.
            return [Leaf(path: shown, before: form(actual).withoutEmpty, after: form(wanted).withoutEmpty)]
        }
        return [Leaf(path: shown, before: told(actual, beside: wanted, at: path), after: wanted ?? meaning(of: path))]
    }

    private func isList(_ value: Value) -> Bool { value.array?.first?.object != nil }

    /// A live value without what nobody asked for and the template does not mention: what is compared has it on neither side.
    private func told(_ actual: Value?, beside wanted: Value?, at path: String) -> Value? {
        if let object = actual?.object, let others = wanted?.object {
            var told = object
            for (name, value) in object {
                let inner = childPath(path, name)
                if let other = others[name], !other.isEmptyOrNull {
                    told[name] = self.told(value, beside: other, at: inner)
                } else if absent(value, at: inner, frame.declared[inner], mentioned: others[name] != nil) {
                    told[name] = others[name]
                }
            }
            return .object(told)
        }
        if let items = actual?.array, let others = wanted?.array {
            let inner = path + "[]"
            var left = others
            return .array(
                items.enumerated().map { index, item in
                    guard let partner = partner(of: item, at: index, among: left, path) else { return item }
                    return told(item, beside: left.remove(at: partner), at: inner) ?? item
                })
        }
        return actual
    }

    /// Which of the wanted items takes a live one's place: one that is the same, one with the same name, else one in the
    /// same position.
    private func partner(of item: Value, at index: Int, among others: [Value], _ path: String) -> Int? {
        if let same = others.firstIndex(where: { same($0, item, at: path + "[]") }) { return same }
        if case .keyed(let key, _)? = frame.declared[path]?.equality,
            let named = others.firstIndex(where: { $0[key]?.scalarText == item[key]?.scalarText })
        {
            return named
        }
        return others.indices.contains(index) ? index : others.indices.last
    }

    /// True for values that are compared as a whole.
    private func isOpaque(_ path: String) -> Bool {
        switch frame.declared[path]?.equality {
        case nil, .exact?: false
        default: true
        }
    }
}

extension Value {
    /// A list's objects without the members that say nothing.
    fileprivate var withoutEmpty: Value {
        guard let items = array else { return self }
        return .array(
            items.map { item in
                item.object.map { object in
                    .object(Object(object.filter { !$0.value.isEmptyOrNull }.map { ($0.name, $0.value) }))
                }
                    ?? item
            })
    }
}
