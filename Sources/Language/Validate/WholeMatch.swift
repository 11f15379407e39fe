/// A regular expression of a template or schema, compiled.
///
/// Templates use Java's dialect, schemas ECMAScript's; both are near enough to Swift's that what it cannot compile is the
/// exception. Where their classes (`[…]`) differ, `ClassDialect` says it in Swift's words.
struct WholeMatch {
    private let regex: Regex<AnyRegexOutput>
    /// How a whole text must end, or must not.
    private var endings: [(regex: Regex<AnyRegexOutput>, isRefused: Bool)] = []

    /// Nil when the pattern cannot be compiled.
    init?(_ pattern: String) {
        guard let regex = try? Regex(pattern) else { return nil }
        self.regex = regex.matchingSemantics(.unicodeScalar)
    }

    /// A pattern of a template's parameter, for whole texts.
    init?(java pattern: String) {
        let (rest, lookBehinds) = TrailingLookBehind.split(off: pattern)
        self.init(Self.translated(rest, from: .java))
        for lookBehind in lookBehinds {
            guard let ending = WholeMatch("(?s:.*)(?:\(Self.translated(lookBehind.pattern, from: .java)))") else {
                return nil
            }
            endings.append((ending.regex, lookBehind.isNegative))
        }
    }

    /// A pattern of a schema.
    init?(ecmaScript pattern: String) { self.init(Self.translated(pattern, from: .ecmaScript)) }

    /// The whole text matches (`AllowedPattern`).
    func matchesWhole(_ text: String) -> Bool {
        (try? regex.wholeMatch(in: text)) != nil
            && endings.allSatisfy { ((try? $0.regex.wholeMatch(in: text)) == nil) == $0.isRefused }
    }

    /// A part of the text matches (JSON Schema's `pattern`).
    func matchesPart(_ text: String) -> Bool { (try? regex.firstMatch(in: text)) != nil }

    /// Both dialects let a look-ahead be repeated (`+`), which means no more than the look-ahead itself.
    private static func translated(_ pattern: String, from dialect: ClassDialect) -> String {
        var out = ""
        var lookAheads: [Bool] = []
        var rest = Array(pattern)[...]
        while let character = rest.popFirst() {
            switch character {
            case "\\":
                out.append(character)
                if let escaped = rest.popFirst() { out.append(escaped) }
            case "[":
                out += dialect.swiftClass(&rest)
            case "(":
                lookAheads.append(rest.starts(with: "?!") || rest.starts(with: "?="))
                out.append(character)
            case ")":
                out.append(character)
                if lookAheads.popLast() == true { while rest.first == "+" { rest.removeFirst() } }
            default: out.append(character)
            }
        }
        return out
    }
}
