public import Declarations
public import Values

extension ResourceSchema {
    /// The properties with their scalars in the schema's types: CloudFormation takes `"80"` for an integer, `"true"` for
    /// a boolean and `80` for a string. What does not fit stays as it is, for validation to name.
    public func normalised(_ properties: Value) -> Value { normalised(properties, path: "") }

    private func normalised(_ value: Value, path: String) -> Value {
        switch value {
        case .array(let items):
            return .array(items.map { normalised($0, path: path + "[]") })
        case .object(let object):
            let isMap = self.properties[path + "{}"] != nil
            var copy = object
            for (name, member) in object {
                let named = path.isEmpty ? name : "\(path).\(name)"
                copy[name] = normalised(member, path: isMap && self.properties[named] == nil ? path + "{}" : named)
            }
            return .object(copy)
        default:
            return self.properties[path].map { Self.coerced(value, to: $0.kinds) } ?? value
        }
    }

    static func coerced(_ value: Value, to kinds: [Kind]) -> Value {
        // One form for each number, so that equal ones compare equal.
        if case .double(let number) = value, kinds.contains(.number), let whole = Int(exactly: number) {
            return .int(whole)
        }
        guard !kinds.isEmpty, !kinds.contains(where: { value.isA($0) }), let text = value.scalarText else {
            return value
        }
        if kinds.contains(.integer), let number = Int(text) { return .int(number) }
        if kinds.contains(.integer), let number = Double(decimal: text).flatMap(Int.init(exactly:)) {
            return .int(number)
        }
        if kinds.contains(.number), let number = Double(decimal: text) {
            return Int(exactly: number).map { .int($0) } ?? .double(number)
        }
        if kinds.contains(.boolean), let flag = Value.string(text.lowercased()).bool { return .bool(flag) }
        if kinds.contains(.string) { return .string(text) }
        return value
    }
}

extension Value {
    /// True when the value is of the kind as it is. A deferred value may become anything.
    func isA(_ kind: ResourceSchema.Kind) -> Bool {
        switch self {
        case .deferred: true
        case .string, .bytes: kind == .string
        case .int: kind == .integer || kind == .number
        case .double: kind == .number
        case .bool: kind == .boolean
        case .array: kind == .array
        case .object: kind == .object
        case .null: false
        }
    }

    var noun: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int, .double: "a number"
        case .string(let text): text.count <= 40 ? "the text '\(text)'" : "a text"
        case .bytes: "bytes"
        case .array: "a list"
        case .object: "a mapping"
        case .deferred: "a value that is not known yet"
        }
    }
}
