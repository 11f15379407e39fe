internal import Values

/// In which form a value is best shown and compared.
enum Shown: Hashable {
    case value(Value)
    /// A JSON text, read.
    case json(Value)
    /// Text of more than one line.
    case text([String], wasBase64: Bool)

    /// - Parameter path: the property's path; user data is base 64 by its name.
    init(_ value: Value, path: String) {
        switch value {
        case .string(let text): self = Shown.of(text, path: path) ?? .value(value)
        case .deferred(.json(let inner)): self = .json(inner)
        case .deferred(.base64(let inner)):
            self = ValueText.flat(inner).map { .text(Shown.lines($0), wasBase64: true) } ?? .value(value)
        case .deferred(.join(_, let parts)) where parts.array != nil:
            let text = ValueText.flat(value) ?? ""
            self = text.contains("\n") ? .text(Shown.lines(text), wasBase64: false) : .value(value)
        default: self = .value(value)
        }
    }

    /// What stands behind the property's name.
    var note: String? {
        switch self {
        case .value: nil
        case .json: "JSON"
        case .text(_, let wasBase64): wasBase64 ? "decoded from base 64" : nil
        }
    }

    private static func of(_ text: String, path: String) -> Shown? {
        if let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[",
            let value = try? Value(json: text), value.array != nil || value.object != nil
        {
            return .json(value)
        }
        if let decoded = decoded(text, path: path) { return .text(lines(decoded), wasBase64: true) }
        if text.contains("\n") || text.contains("\r\n") { return .text(lines(text), wasBase64: false) }
        return nil
    }

    /// Text that is in base 64: by the property's name, or because it decodes to lines of text.
    private static func decoded(_ text: String, path: String) -> String? {
        let isUserData = path.hasSuffix("UserData")
        guard isUserData || text.utf8.count >= 24, text.utf8.count % 4 == 0, !text.contains(" "),
            let bytes = Base64.decode(text), let decoded = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let controls = decoded.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\r" && $0 != "\t" }
        guard !controls, isUserData || decoded.contains("\n") else { return nil }
        return decoded
    }

    private static func lines(_ text: String) -> [String] {
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
