internal import Declarations
internal import Diagnostics
internal import Values

/// Checks properties against their type's schema.
struct SchemaValidator {
    let schema: ResourceSchema
    /// The place of a property path; `key` asks for its key rather than its value.
    let place: (_ path: String, _ key: Bool) -> Span
    /// True when the value at a path must not be shown.
    let isSecret: (_ path: String) -> Bool
    var findings = Findings()

    init(
        schema: ResourceSchema, place: @escaping (String, Bool) -> Span, isSecret: @escaping (String) -> Bool
    ) {
        self.schema = schema
        self.place = place
        self.isSecret = isSecret
    }

    /// - Parameter properties: normalised to the schema's types.
    mutating func validate(_ properties: Value) {
        guard let object = properties.object else {
            if !properties.hasDeferred {
                findings.add(.wrongType("Properties", expected: "a mapping", found: properties.noun, place("", false)))
            }
            return
        }
        members(object, path: "", facts: "")
    }

    /// - Parameters:
    ///   - path: the property path with indices, for the user.
    ///   - facts: the same path as the schema writes it.
    private mutating func check(_ value: Value, path: String, facts: String) {
        guard let property = schema.properties[facts] else { return }
        if case .deferred = value { return }
        // Null is what is not allowed or could not be read: it has its finding.
        if value.isNull { return }
        if !property.kinds.isEmpty, !property.kinds.contains(where: { value.isA($0) }) {
            let expected = property.kinds.map(\.words).joined(separator: " or ")
            let found = isSecret(path) ? "the given value" : value.noun
            findings.add(.wrongType(path, expected: expected, found: found, place(path, false)))
            return
        }
        if property.recursive { return }
        switch value {
        case .array(let items):
            list(items, property, path: path, facts: facts)
        case .object(let object):
            members(object, path: path, facts: facts)
        default:
            scalar(value, property, path: path)
        }
    }

    // MARK: Objects

    private mutating func members(_ object: Value.Object, path: String, facts: String) {
        let known = schema.members(of: facts)
        let isMap = schema.properties[facts + "{}"] != nil
        let isOpen = schema.rules[facts]?.isOpen == true || (known.isEmpty && !isMap)
        for (name, value) in object {
            let below = path.isEmpty ? name : "\(path).\(name)"
            let named = facts.isEmpty ? name : "\(facts).\(name)"
            if schema.properties[named] != nil {
                if schema.readOnly.contains(named) {
                    findings.add(.readOnlyProperty(below, type: schema.type, place(below, true)))
                } else {
                    check(value, path: below, facts: named)
                }
            } else if isMap {
                check(value, path: below, facts: facts + "{}")
            } else if !isOpen {
                let settable = known.filter { !schema.readOnly.contains(facts.isEmpty ? $0 : "\(facts).\($0)") }
                findings.add(.unknownProperty(name, type: schema.type, path: path, known: settable, place(below, true)))
            }
        }
        if let rules = schema.rules[facts] { combine(Set(object.keys), rules, path: path) }
    }

    private mutating func combine(_ present: Set<String>, _ rules: ResourceSchema.Rules, path: String) {
        let where_ = path.isEmpty ? schema.type : "\(path) of \(schema.type)"
        let span = place(path, true)
        for name in rules.required where !present.contains(name) {
            findings.add(.missingProperty(name, type: schema.type, path: path, span))
        }
        for group in rules.exactlyOne {
            let given = group.filter(present.contains)
            if given.isEmpty {
                findings.add(
                    .propertyCombination(
                        "\(where_) needs exactly one of \(group.joined(separator: ", "))", span, help: "add one of them"
                    ))
            } else if given.count > 1 {
                findings.add(
                    .propertyCombination(
                        "\(where_) has \(given.joined(separator: " and ")), of which only one is allowed", span,
                        help: "keep one of them"))
            }
        }
        for group in rules.atLeastOne where present.isDisjoint(with: group) {
            findings.add(
                .propertyCombination(
                    "\(where_) needs at least one of \(group.joined(separator: ", "))", span, help: "add one of them"))
        }
        for (groups, exactly) in [(rules.anyOf, false), (rules.oneOf, true)] where !groups.isEmpty {
            let whole = groups.filter { present.isSuperset(of: $0) }
            let words = groups.map { $0.joined(separator: " with ") }.joined(separator: ", or ")
            if whole.isEmpty {
                findings.add(.propertyCombination("\(where_) needs \(words)", span, help: "add one of these"))
            } else if exactly, whole.count > 1 {
                findings.add(
                    .propertyCombination("\(where_) takes only one of \(words)", span, help: "keep one of these"))
            }
        }
        for (name, needed) in rules.dependent.sorted(by: { $0.key < $1.key }) where present.contains(name) {
            for missing in needed where !present.contains(missing) {
                findings.add(
                    .propertyCombination(
                        "\(name) of \(where_) needs '\(missing)' beside it", span, help: "add '\(missing)'"))
            }
        }
        for (name, excluded) in rules.excluded.sorted(by: { $0.key < $1.key }) where present.contains(name) {
            for other in excluded
            where present.contains(other) && !(rules.excluded[other]?.contains(name) == true && other < name) {
                findings.add(
                    .propertyCombination(
                        "\(name) and \(other) of \(where_) exclude each other", span, help: "keep one of them"))
            }
        }
    }

    // MARK: Lists

    private mutating func list(_ items: [Value], _ property: ResourceSchema.Property, path: String, facts: String) {
        let span = place(path, true)
        if let least = property.minItems, items.count < least {
            findings.add(.outOfRange(path, "has \(items.count) items; at least \(least) are needed", span))
        }
        if let most = property.maxItems, items.count > most {
            findings.add(.outOfRange(path, "has \(items.count) items; at most \(most) are allowed", span))
        }
        if property.uniqueItems {
            var seen: Set<Value> = []
            for (index, item) in items.enumerated() where !item.hasDeferred && !seen.insert(item).inserted {
                findings.add(
                    .outOfRange(
                        "\(path)[\(index)]", "stands twice in a list of unique items", place("\(path)[\(index)]", false)
                    ))
            }
        }
        for (index, item) in items.enumerated() { check(item, path: "\(path)[\(index)]", facts: facts + "[]") }
    }

    // MARK: Scalars

    private mutating func scalar(_ value: Value, _ property: ResourceSchema.Property, path: String) {
        guard let text = value.scalarText else { return }
        let shown = isSecret(path) ? "****" : text
        if !property.allowed.isEmpty {
            let allowed = property.allowed.compactMap(\.scalarText)
            let fits =
                property.ignoresCase
                ? allowed.contains { $0.lowercased() == text.lowercased() } : allowed.contains(text)
            if !fits { findings.add(.notAllowed(path, shown, allowed: allowed, place(path, false))) }
        }
        switch value {
        case .string:
            let length = text.unicodeScalars.count
            if let least = property.minLength, length < least {
                findings.add(
                    .outOfRange(path, "has \(length) characters; at least \(least) are needed", place(path, false)))
            }
            if let most = property.maxLength, length > most {
                findings.add(
                    .outOfRange(path, "has \(length) characters; at most \(most) are allowed", place(path, false)))
            }
            if let pattern = property.pattern, let match = WholeMatch(ecmaScript: pattern), !match.matchesPart(text) {
                findings.add(.patternMismatch(path, shown, pattern: pattern, place(path, false)))
            }
        case .int, .double:
            guard let number = Double(text) else { return }
            if let least = property.minimum, number < least {
                findings.add(
                    .outOfRange(
                        path, "is \(shown); the least is \(least.digits)", place(path, false)))
            }
            if let most = property.maximum, number > most {
                findings.add(
                    .outOfRange(
                        path, "is \(shown); the greatest is \(most.digits)", place(path, false))
                )
            }
            if let step = property.multipleOf, step > 0, number.truncatingRemainder(dividingBy: step) != 0 {
                findings.add(
                    .outOfRange(
                        path, "is \(shown), not a multiple of \(step.digits)",
                        place(path, false)))
            }
        default: break
        }
    }
}

extension ResourceSchema.Kind {
    fileprivate var words: String {
        switch self {
        case .string: "a text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .array: "a list"
        case .object: "a mapping"
        }
    }
}
