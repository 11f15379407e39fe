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

    /// The whole text matches (`AllowedPattern`).
    func matchesWhole(_ text: String) -> Bool { (try? regex.wholeMatch(in: text)) != nil }

    /// A part of the text matches (JSON Schema's `pattern`).
    func matchesPart(_ text: String) -> Bool { (try? regex.firstMatch(in: text)) != nil }
}
