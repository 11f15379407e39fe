internal import Declarations
internal import Values

extension Equality {
    /// Domain names, with or without their last dot, in either case, escaped or not.
    static let domainName: Equality = .normalised(DomainName.normalise)
}

/// The spellings of a domain name.
enum DomainName {
    /// Lower case, without the last dot, with `\052` and other octal escapes undone, as Route 53 answers with them.
    @Sendable static func normalise(_ value: Value) -> Value {
        guard let text = value.string else { return value }
        var name = unescaped(text.lowercased())
        if name.hasSuffix(".") { name.removeLast() }
        return .string(name)
    }

    /// A record's name as people write it: Route 53 answers with `\052` for the `*` of a wildcard. Source: Route 53
    /// developer guide, "DNS domain name format", using an asterisk.
    static func told(_ name: Value) -> Value {
        name.string.map { .string($0.replacing("\\052", with: "*")) } ?? name
    }

    /// `/hostedzone/Z1` and `/delegationset/N1` without what precedes the id.
    static func withoutPath(_ id: String) -> String {
        String(id[(id.lastIndex(of: "/").map(id.index(after:)) ?? id.startIndex)...])
    }

    private static func unescaped(_ text: String) -> String {
        guard text.contains("\\") else { return text }
        var out = ""
        var rest = Substring(text)
        while let character = rest.first {
            if character == "\\", let code = UInt8(rest.dropFirst().prefix(3), radix: 8), rest.count > 3 {
                out.unicodeScalars.append(Unicode.Scalar(code))
                rest = rest.dropFirst(4)
            } else {
                out.append(character)
                rest = rest.dropFirst()
            }
        }
        return out
    }
}
