internal import Declarations
internal import Values

/// What a schema says of a property, in words.
enum PropertyWords {
    /// `list of strings`, `object`, `string or integer`.
    static func type(of path: String, in schema: ResourceSchema) -> String {
        guard let property = schema.properties[path] else { return "any" }
        guard !property.kinds.isEmpty else { return "any" }
        return property.kinds.map { kind in
            switch kind {
            case .array:
                let items =
                    schema.properties[path + "[]"].map { $0.kinds.map(\.rawValue).joined(separator: " or ") } ?? ""
                return items.isEmpty ? "list" : "list of \(items)s"
            case .object: return schema.properties[path + "{}"] == nil ? "object" : "map"
            default: return kind.rawValue
            }
        }.joined(separator: " or ")
    }

    /// `one of "a", "b"`, `1 to 10`, `at most 64 characters`, `matches ^[a-z]+$`.
    static func limits(of property: ResourceSchema.Property) -> [String] {
        var words: [String] = []
        if !property.allowed.isEmpty {
            words.append("one of " + property.allowed.map(ValueText.inline).joined(separator: ", "))
        }
        if let text = range(property.minimum.map(number), property.maximum.map(number), "") { words.append(text) }
        if let text = range(property.minLength.map(String.init), property.maxLength.map(String.init), " characters") {
            words.append(text)
        }
        if let text = range(property.minItems.map(String.init), property.maxItems.map(String.init), " items") {
            words.append(text)
        }
        if let pattern = property.pattern { words.append("matches " + Printable.text(pattern)) }
        if property.uniqueItems { words.append("items are unique") }
        return words
    }

    private static func range(_ least: String?, _ most: String?, _ noun: String) -> String? {
        // `at most 1 item`.
        let noun = most == "1" && least != "0" ? String(noun.dropLast(noun.isEmpty ? 0 : 1)) : noun
        return switch (least, most) {
        case (let least?, let most?): least == most ? "exactly \(least)\(noun)" : "\(least) to \(most)\(noun)"
        case (let least?, nil): "at least \(least)\(noun)"
        case (nil, let most?): "at most \(most)\(noun)"
        case (nil, nil): nil
        }
    }

    private static func number(_ value: Double) -> String { value.digits }

    /// What it means that a template does not mention the property.
    static func absence(_ absence: Absence?) -> String? {
        switch absence {
        case .means(let value): "when absent: \(ValueText.inline(value))"
        case .unset: "when absent: not set; a live value is removed"
        case .chosenByAWS: "when absent: AWS chooses; a live value is left alone"
        case .derived: "when absent: a default that depends on other properties"
        case .refused(let reason): "needed: \(reason)"
        case .initially: "when absent: plumb sends a value at creation; afterwards a live value is left alone"
        case nil: nil
        }
    }

    static func equality(_ equality: Equality) -> String? {
        switch equality {
        case .exact, .normalised, .covering: nil
        case .unordered: "the order of items has no meaning"
        case .keyed(let key, _): "items are known by \(key), their order has no meaning"
        case .json: "compared as JSON"
        case .policy: "compared as an IAM policy"
        case .caseInsensitive: "compared without regard to case"
        }
    }

    /// What a change of a property does to a live resource.
    enum Change: Equatable {
        /// Reason: why, where the schema does not say so.
        case replaces(String?)
        case mayReplace(String?)
        case isRefused(String)
        /// In place, by taking another place and leaving this one.
        case moves(String)
    }

    /// Nil when a call sets it in place.
    static func change(_ path: String, _ type: ResourceType?, _ schema: ResourceSchema) -> Change? {
        let property = type?.property(path)
        if let reason = property?.fixed { return .isRefused(reason) }
        if let reason = property?.moves { return .moves(reason) }
        if schema.createOnly.contains(path) { return .replaces(nil) }
        if schema.conditionalCreateOnly.contains(path) { return .mayReplace(property?.replaces?.reason) }
        return property?.replaces.map { $0.isPartial ? .mayReplace($0.reason) : .replaces($0.reason) }
    }

    static func words(_ change: Change) -> String {
        func because(_ reason: String?) -> String { reason.map { ": \($0)" } ?? "" }
        return switch change {
        case .replaces(let reason): "a change replaces the resource" + because(reason)
        case .mayReplace(let reason): "a change may replace the resource" + because(reason)
        case .isRefused(let reason): "a change is refused: \(reason)"
        case .moves(let reason): "a change is an update: \(reason)"
        }
    }

    static func isRequired(_ path: String, in schema: ResourceSchema) -> Bool {
        let parts = path.split(separator: ".")
        let parent = parts.dropLast().joined(separator: ".")
        guard let name = parts.last else { return false }
        return schema.rules[parent]?.required.contains(String(name)) ?? false
    }
}
