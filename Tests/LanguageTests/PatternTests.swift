import Declarations
import Resources
import Testing

@testable import Language

@Suite struct PatternTests {
    /// Patterns that Swift cannot compile, so plumb cannot check: a look-behind. The list may only shrink.
    static let unchecked: Set<String> = ["AWS::Lambda::Function Code.S3Bucket"]

    @Test func everyPatternOfTheSchemasCompiles() {
        var failed: Set<String> = []
        for type in SchemaStore.standard.types {
            for (path, property) in SchemaStore.standard.schema(of: type)?.properties ?? [:] {
                if let pattern = property.pattern, WholeMatch(ecmaScript: pattern) == nil {
                    failed.insert("\(type) \(path)")
                }
            }
        }
        #expect(failed == Self.unchecked)
    }

    @Test(arguments: [
        ("^[a[]+$", "a[a", true), ("^[a-z&&x]+$", "b&", true), ("^[0-9--:]+$", "1-", true), (#"^[\]a]+$"#, "]a", true),
        ("^(?!x)+a", "a", true), ("b", "abc", true), ("^b$", "abc", false),
    ])
    func ecmaScript(_ pattern: String, _ text: String, _ matches: Bool) throws {
        #expect(try #require(WholeMatch(ecmaScript: pattern)).matchesPart(text) == matches)
    }

    @Test(arguments: [
        (#"[\w-.]+@[\w-/]+"#, "a-b.c@d/e-f", true), (#"(?!.*[--]{2})[a-z-]+"#, "a-b", true),
        (#"(?!.*[--]{2})[a-z-]+"#, "a--b", false), ("[]a]+", "a]", true), ("[^]a]+", "]", false),
        ("[a-z&&[^m]]+", "ab", true), ("[a-z&&[^m]]+", "am", false), ("[a-z[0-9]]+", "a1", true),
        ("[+--]+", "+,-", true), ("[+--]+", ".", false), ("[--9]+", "-./0", true), ("[~~]+", "~", true),
        (#"[\p{L}-]+"#, "a-", true), (#"[\[\]-]+"#, "[-]", true), ("[a-c-e]+", "b-e", true), ("[a-c-e]+", "d", false),
        // Look-behinds at the end, of which Swift has none.
        (#"^(?!\/).*(?<!\/)$"#, "", true), (#"^(?!\/).*(?<!\/)$"#, "a/b", true),
        (#"^(?!\/).*(?<!\/)$"#, "a/", false), ("[a-z-]+(?<!-)(?<!--s3)", "a-b", true),
        ("[a-z-]+(?<!-)(?<!--sb)", "a--sb", false), ("[a-z]+(?<=[xyz])", "ax", true),
        ("[a-z]+(?<=[xyz])", "xa", false), ("([a-z(]|[)])+(?<![)])", "a)b", true),
    ])
    func java(_ pattern: String, _ text: String, _ matches: Bool) throws {
        #expect(try #require(WholeMatch(java: pattern)).matchesWhole(text) == matches)
    }

    @Test func allowedPatternsMatchTheWhole() throws {
        let match = try #require(WholeMatch(java: "[a-z]+"))
        #expect(match.matchesWhole("abc"))
        #expect(!match.matchesWhole("abc1"))
    }
}

@Suite struct SpellingTests {
    @Test(arguments: [
        ("RetentionDays", "RetentionInDays"), ("Bukcet", "Bucket"), ("bucket", "Bucket"), ("Reff", "Ref"),
    ])
    func near(_ word: String, _ expected: String) {
        #expect(
            Spelling.suggestions(for: word, among: ["RetentionInDays", "Bucket", "Ref", "Unrelated"]) == [expected])
    }

    @Test func farWordsAreNotSuggested() {
        #expect(Spelling.suggestions(for: "Queue", among: ["Bucket", "Topic"]).isEmpty)
        #expect(Spelling.help(for: "Queue", among: ["Topic", "Bucket"]) == "known: Bucket, Topic")
        #expect(Spelling.help(for: "Queue", among: (0..<30).map { "Topic\($0)" }) == nil)
    }
}
