/// A regular expression of a template or schema, compiled.
///
/// Templates use Java's dialect, schemas ECMAScript's; both are near enough to Swift's that what it cannot compile is the
/// exception.
struct WholeMatch {
    private let regex: Regex<AnyRegexOutput>

    /// Nil when the pattern cannot be compiled.
    init?(_ pattern: String) {
        guard let regex = try? Regex(pattern) else { return nil }
        self.regex = regex.matchingSemantics(.unicodeScalar)
    }

    /// A pattern of a schema.
    init?(ecmaScript pattern: String) { self.init(Self.translated(pattern)) }

    /// The whole text matches (`AllowedPattern`).
    func matchesWhole(_ text: String) -> Bool { (try? regex.wholeMatch(in: text)) != nil }

    /// A part of the text matches (JSON Schema's `pattern`).
    func matchesPart(_ text: String) -> Bool { (try? regex.firstMatch(in: text)) != nil }

    /// ECMAScript's classes hold plain characters where Swift's know nested classes and set operators; and ECMAScript
    /// lets a look-ahead be repeated (`+`), which means no more than the look-ahead itself.
    static func translated(_ pattern: String) -> String {
        var out = ""
        var inClass = false
        var isEscaped = false
        var previous: Character?
        var lookAheads: [Bool] = []
        let characters = Array(pattern)
        var index = 0
        while index < characters.count {
            let character = characters[index]
            index += 1
            if isEscaped {
                isEscaped = false
                previous = nil
            } else if character == "\\" {
                isEscaped = true
                previous = nil
            } else if inClass {
                if character == "]" { inClass = false }
                if character == "[" || ("&-~".contains(character) && previous == character) { out.append("\\") }
                previous = character
            } else if character == "[" {
                inClass = true
                previous = nil
            } else if character == "(" {
                let next = index + 1 < characters.count ? characters[index...index + 1] : []
                lookAheads.append(next == ["?", "!"] || next == ["?", "="])
            } else if character == ")", lookAheads.popLast() == true {
                out.append(character)
                while index < characters.count, characters[index] == "+" { index += 1 }
                continue
            }
            out.append(character)
        }
        return out
    }
}
