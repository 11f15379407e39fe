internal import Values

/// A value as people read it: one line, strings in quotes, members sorted, nothing a terminal would obey.
enum ValueText {
    /// What stands in place of a secret, always of the same width.
    static let secret = "(sensitive value)"

    static func inline(_ value: Value) -> String {
        switch value {
        case .null: return "null"
        case .bool, .int, .double: return value.scalarText ?? ""
        case .string(let text): return Printable.quoted(text)
        case .bytes(let bytes): return bytes.count == 1 ? "(1 byte)" : "(\(bytes.count) bytes)"
        case .array(let items): return "[" + items.map(inline).joined(separator: ", ") + "]"
        case .object(let object):
            let members = object.keys.sorted().map { "\(name($0)): \(inline(object[$0] ?? .null))" }
            return "{" + members.joined(separator: ", ") + "}"
        case .deferred(.join(_, let parts)) where parts.array != nil:
            return "\""
                + (flat(value) ?? "").split(separator: "\n", omittingEmptySubsequences: false)
                .map { Printable.text(String($0)) }.joined(separator: "\\n") + "\""
        case .deferred: return awaited(value)
        }
    }

    /// A member's name; quoted when it is more than a word.
    static func name(_ name: String) -> String {
        let plain = name.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                    || "_-.:/*".unicodeScalars.contains($0))
        }
        return plain && !name.isEmpty ? name : Printable.quoted(name)
    }

    /// `(known after apply: net/Vpc)`.
    static func awaited(_ value: Value) -> String {
        let addresses = value.awaited
        guard !addresses.isEmpty else { return "(known after apply)" }
        return "(known after apply: " + addresses.map(Printable.text).joined(separator: ", ") + ")"
    }

    /// The text that a value will have, with what is awaited named in its place; nil for a list or an object.
    static func flat(_ value: Value) -> String? {
        switch value {
        case .deferred(.join(let separator, let parts)):
            guard let items = parts.array else { return awaited(value) }
            return items.map { flat($0) ?? inline($0) }.joined(separator: separator)
        case .deferred: return awaited(value)
        default: return value.scalarText
        }
    }
}
