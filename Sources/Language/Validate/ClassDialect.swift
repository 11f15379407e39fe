/// Whose classes (`[…]`) a regular expression is written with. Swift's know the set operators `--`, `~~` and `&&` and classes
/// inside classes, and take no `-` beside `\w` or another `-` for the plain character that the dialects see in it.
enum ClassDialect {
    /// Has `&&` and classes inside classes; a `]` that comes first is a plain character (`java.util.regex.Pattern`).
    case java
    /// Has neither.
    case ecmaScript

    /// What may come next in a class.
    private enum Position { case start, operand, afterCharacter, rangeEnd }

    /// The class that begins here in Swift's words, whole. `rest` begins behind its `[`, and afterwards behind its `]`.
    func swiftClass(_ rest: inout ArraySlice<Character>) -> String {
        var out = "["
        if rest.first == "^" { out.append(rest.removeFirst()) }
        var position = Position.start
        while let character = rest.popFirst() {
            let isRangeEnd = position == .rangeEnd
            switch character {
            case "]" where position != .start || self == .ecmaScript:
                return out + "]"
            case "\\":
                out.append(character)
                guard let escaped = rest.popFirst() else { return out }
                out.append(escaped)
                position = isRangeEnd || "wWdDsShHvVpP".contains(escaped) ? .operand : .afterCharacter
                if "pP".contains(escaped), rest.first == "{" {
                    while let part = rest.popFirst() {
                        out.append(part)
                        if part == "}" { break }
                    }
                }
            case "[" where self == .java:
                out += swiftClass(&rest)
                position = .operand
            case "&" where self == .java && rest.first == "&":
                out += "&&"
                rest.removeFirst()
                position = .operand
            case "-" where position == .afterCharacter && !endsBefore(rest):
                out.append(character)
                position = .rangeEnd
            default:
                if "-~&[]".contains(character) { out.append("\\") }
                out.append(character)
                position = isRangeEnd ? .operand : .afterCharacter
            }
        }
        return out
    }

    /// A `-` with this behind it begins no range.
    private func endsBefore(_ rest: ArraySlice<Character>) -> Bool {
        rest.first == "]" || self == .java && (rest.first == "[" || rest.starts(with: "&&"))
    }
}
