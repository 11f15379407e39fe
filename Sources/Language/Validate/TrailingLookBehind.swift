/// The look-behinds with which a pattern ends (`(?!/).*(?<!/)$`), for an engine that has none: a text that matches the rest
/// must end as they say.
struct TrailingLookBehind {
    /// What stands in the look-behind.
    var pattern: String
    var isNegative: Bool

    /// Takes the look-behinds off the end of a pattern. Where alternatives stand beside them, they belong to the last one
    /// only and stay.
    static func split(off pattern: String) -> (rest: String, found: [TrailingLookBehind]) {
        var rest = Substring(pattern)
        while rest.hasSuffix("$"), !rest.hasSuffix("\\$") { rest.removeLast() }
        var found: [TrailingLookBehind] = []
        while let start = lastGroup(of: rest) {
            let group = rest[start...]
            let isNegative = group.hasPrefix("(?<!")
            guard isNegative || group.hasPrefix("(?<=") else { break }
            found.append(TrailingLookBehind(pattern: String(group.dropFirst(4).dropLast()), isNegative: isNegative))
            rest = rest[..<start]
        }
        return found.isEmpty ? (pattern, []) : (String(rest), found)
    }

    /// Where the group begins that ends the pattern; nil when none does, or when alternatives stand outside of groups.
    private static func lastGroup(of pattern: Substring) -> Substring.Index? {
        var open: [Substring.Index] = []
        var last: Substring.Index?
        var isInClass = false
        var index = pattern.startIndex
        while index < pattern.endIndex {
            let character = pattern[index]
            last = nil
            if character == "\\" {
                index = pattern.index(after: index)
                guard index < pattern.endIndex else { return nil }
            } else if isInClass {
                // A bracket that comes first belongs to the class.
                let head = pattern[..<index]
                isInClass = character != "]" || head.hasSuffix("[") || head.hasSuffix("[^")
            } else if character == "[" {
                isInClass = true
            } else if character == "(" {
                open.append(index)
            } else if character == ")" {
                guard let start = open.popLast() else { return nil }
                if open.isEmpty { last = start }
            } else if character == "|", open.isEmpty {
                return nil
            }
            index = pattern.index(after: index)
        }
        return last
    }
}
