/// The regular expressions of the models.
enum ModelPattern {
    /// Whether the whole text matches; nil when the pattern is not one that Swift's regular expressions can read.
    ///
    /// Models write Java's dialect, anchored or not: AWS matches the whole string. Some patterns nest quantifiers so
    /// that a long text would take forever; such texts are left for the service to judge.
    static func matches(_ text: String, _ pattern: String) -> Bool? {
        guard text.utf8.count <= 2048, let regex = try? Regex(pattern) else { return nil }
        return (try? regex.matchingSemantics(.unicodeScalar).wholeMatch(in: text)) != nil
    }
}
