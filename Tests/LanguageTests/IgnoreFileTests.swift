import Diagnostics
import Language
import Testing

@Suite struct IgnoreFileTests {
    static func parse(_ text: String) -> (IgnoreFile?, [String]) {
        let (file, findings) = IgnoreFile.parse(SourceFile(path: "i.yaml", bytes: Array(text.utf8)))
        let codes = findings.sorted.map { finding in
            "\(finding.span.map { "\($0.start.line):\($0.start.column)" } ?? "nowhere") \(finding.code.rawValue)"
        }
        return (file, codes)
    }

    @Test func aWholeFile() throws {
        let (file, codes) = Self.parse(
            """
            ignore:
              - resource: net/Group
                property: Rules[0].Port
                reason: the job sets it
                expires: 2028-02-29
              - {resource: "AWS::EC2::*", property: "*", reason: x}

            """)
        #expect(codes.isEmpty)
        let rules = try #require(file).rules
        #expect(rules.map(\.resource.text) == ["net/Group", "AWS::EC2::*"])
        #expect(rules.map(\.property.text) == ["Rules[].Port", "*"])
        #expect(rules.map(\.expires) == ["2028-02-29", nil])
        #expect(rules.map(\.isWhole) == [false, true])
        #expect(rules.map(\.span.start.line) == [2, 6])
    }

    @Test(arguments: [
        ("- a", "1:1 wrong-shape"), ("ignored: []", "1:1 unknown-key"), ("{}", "1:1 missing-key"),
        ("ignore: x", "1:9 wrong-shape"), ("ignore: [x]", "1:10 wrong-shape"),
        ("ignore: [{resource: a/B, property: P}]", "1:10 missing-key"),
        ("ignore: [{resource: a/B, reason: r}]", "1:10 missing-key"),
        ("ignore: [{property: P, reason: r}]", "1:10 missing-key"),
        ("ignore: [{resource: a/B, property: P, reason: ' '}]", "1:47 wrong-shape"),
        ("ignore: [{resource: a/B, property: P, reason: }]", "1:47 wrong-shape"),
        ("ignore: [{resource: a/B, property: [P], reason: r}]", "1:36 wrong-shape"),
        ("ignore: [{resource: !Ref a, property: P, reason: r}]", "1:21 wrong-shape"),
        ("ignore: [{resource: a, property: P, reason: r}]", "1:21 invalid-value"),
        ("ignore: [{resource: a/b/c, property: P, reason: r}]", "1:21 invalid-value"),
        ("ignore: [{resource: a/, property: P, reason: r}]", "1:21 invalid-value"),
        ("ignore: [{resource: a/B, property: 'P[', reason: r}]", "1:36 invalid-value"),
        ("ignore: [{resource: a/B, property: 'P[x]', reason: r}]", "1:36 invalid-value"),
        ("ignore: [{resource: a/B, property: P., reason: r}]", "1:36 invalid-value"),
        ("ignore: [{resource: a/B, property: P, reason: r, expires: soon}]", "1:59 invalid-value"),
        ("ignore: [{resource: a/B, property: P, reason: r, expires: 2027-02-29}]", "1:59 invalid-value"),
        ("ignore: [{resource: a/B, property: P, reason: r, expires: 2027-13-01}]", "1:59 invalid-value"),
        ("ignore: [{resource: a/B, property: P, reason: r, until: 2027-12-01}]", "1:50 unknown-key"),
        ("", "1:1 empty-file"),
    ])
    func whatIsWrongIsToldWithItsPlace(text: String, expected: String) {
        let (file, codes) = Self.parse(text)
        #expect(file == nil)
        #expect(codes.contains(expected), "\(codes)")
    }

    @Test(arguments: [
        ("net/Group", true), ("net/*", true), ("*/Group", true), ("*/*", true), ("net/Gro", false),
        ("web/Group", false), ("AWS::EC2::SecurityGroup", true), ("AWS::EC2::*", true), ("AWS::S3::*", false),
    ])
    func resources(pattern: String, fits: Bool) {
        #expect(Self.rule(pattern, "P").matches(address: "net/Group", type: "AWS::EC2::SecurityGroup") == fits)
    }

    @Test(arguments: [
        ("Tags", true), ("Tags.Team", false), ("Tags.Cost.Centre", true), ("Tags.Cost", true), ("Tag", false),
        ("Tags.*", true), ("*", true), ("Rules", false),
    ])
    func paths(pattern: String, fits: Bool) {
        #expect(Self.rule("net/A", pattern).matches(path: "Tags.Cost.Centre") == fits)
    }

    @Test(arguments: [
        ("Rules[].Port", true), ("Rules", true), ("Rules[]", true), ("Rules[].Po", false), ("Rules[].Port.X", false),
    ])
    func items(pattern: String, fits: Bool) {
        #expect(Self.rule("net/A", pattern).matches(path: "Rules[12].Port") == fits)
    }

    @Test(arguments: [
        ("", "", true), ("*", "", true), ("a*b", "ab", true), ("a*b", "axxb", true), ("a*b", "axxbc", false),
        ("*a*b*", "xxaxxbxx", true), ("a**b", "ab", true), ("a", "", false), ("?", "a", false), ("é*", "éa", true),
    ])
    func globs(pattern: String, text: String, fits: Bool) { #expect(Glob(pattern).matches(text) == fits) }

    /// A pattern that backtracks at every character.
    @Test(.timeLimit(.minutes(30))) func manyStarsTakeNoLongTime() {
        let pattern = Glob(String(repeating: "a*", count: 400) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 1000)))
    }

    static func rule(_ resource: String, _ property: String) -> IgnoreFile.Rule {
        IgnoreFile.Rule(
            resource: Glob(resource), property: Glob(property), reason: "r",
            span: Span(file: "i.yaml", start: .init(line: 1, column: 1), end: .init(line: 1, column: 2)))
    }
}
