import Diagnostics
import Glibc
import Language
import Resources
import Testing
import Values

@testable import AWS

/// Small inputs that would grow or go deep without end, and large ones that take a quadratic reader for ever.
@Suite(.timeLimit(.minutes(30))) struct BombTests {
    /// Within the time that a large but honest input may take here.
    private static func soon<Result>(_ body: () throws -> Result) rethrows -> Result {
        let began = ContinuousClock.now
        defer { #expect(ContinuousClock.now - began < .seconds(60)) }
        return try body()
    }

    /// A text with a name to be told by: some have a million characters.
    struct Bomb: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        /// What the refusal says.
        var words: String

        init(_ name: String, _ text: String, _ words: String = "") {
            (self.name, self.text, self.words) = (name, text, words)
        }
        var testDescription: String { name }
    }

    // MARK: - XML

    static let refused: [Bomb] = [
        Bomb(
            "external entity", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
            "document type definitions are refused"
        ),
        Bomb(
            "external definitions", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/>",
            "document type definitions are refused"
        ),
        Bomb(
            "a billion laughs",
            "<!DOCTYPE l [<!ENTITY a 'lol'>"
                + (0..<10).map { "<!ENTITY a\($0) '" + String(repeating: "&a;", count: 10) + "'>" }.joined()
                + "]><l>&a9;</l>",
            "document type definitions are refused"
        ),
        Bomb("an entity of nobody's", "<a>&laugh;</a>", "unknown entity"),
        Bomb("a sign in a reference", "<a>&#+65;</a>", "unknown entity"),
        Bomb("a reference out of range", "<a>&#x110000;</a>", "unknown entity"),
        Bomb("depth", String(repeating: "<a>", count: 100_000), "nested deeper than 200 levels"),
        Bomb(
            "attributes", "<a " + (0..<100_000).map { "a\($0)='' " }.joined() + "/>", "more than 200 attributes"
        ),
        Bomb("a name without end", "<" + String(repeating: "a", count: 1_000_000), "expected"),
        Bomb("a comment without end", "<a><!--" + String(repeating: "-", count: 1_000_000), "unterminated comment"),
        Bomb("a surrogate", "<a>&#xD800;</a>", "unknown entity"),
    ]

    @Test(arguments: refused) func xmlIsRefused(_ item: Bomb) {
        let error = Self.soon { #expect(throws: XMLError.self) { try XMLReader.root(of: Array(item.text.utf8)) } }
        #expect(error?.message.contains(item.words) == true, "\(item.name): \(error?.message ?? "")")
    }

    @Test func bytesThatAreNoUTF8() {
        for bytes in [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0x80]] as [[UInt8]] {
            for place in ["<a>@</a>", "<a b='@'/>", "<a@/>", "<a><![CDATA[@]]></a>"] {
                let parts = place.split(separator: "@", omittingEmptySubsequences: false).map { Array($0.utf8) }
                #expect(throws: XMLError.self) { try XMLReader.root(of: parts[0] + bytes + parts[1]) }
            }
            #expect(throws: JSONError.self) { try Value(json: Array("\"".utf8) + bytes + Array("\"".utf8)) }
        }
    }

    @Test func muchXMLIsReadInTime() throws {
        let text = "<a>" + String(repeating: "<b c='d'>e</b>\n", count: 100_000) + "</a>"
        let root = try Self.soon { try XMLReader.root(of: Array(text.utf8)) }
        #expect(root.children.count == 100_000)
    }

    // MARK: - JSON

    static let refusedJSON: [Bomb] = [
        Bomb("depth", String(repeating: "[", count: 1_000_000), "nested deeper than 200 levels"),
        Bomb("deep objects", String(repeating: "{\"a\":", count: 1_000_000), "nested deeper than 200 levels"),
        Bomb("a large number", "1e400", "out of range"),
        Bomb("a larger one", "-1e99999999999999999999", "out of range"), Bomb("in a list", "[1e309]", "out of range"),
        Bomb("digits", String(repeating: "9", count: 1_000_000), "out of range"),
        Bomb("high surrogate", "\"\\ud800\"", "unpaired surrogate"),
        Bomb("low surrogate", "\"\\udc00\"", "unpaired surrogate"),
        Bomb("half a pair", "\"\\ud800\\u0041\"", "unpaired surrogate"),
        Bomb("a sign", "\"\\u+123\"", "four hexadecimal digits"),
        Bomb("two digits", "\"\\u12\"", "four hexadecimal digits"),
        Bomb("leading zero", "01", "start with 0"), Bomb("NUL", "\"a\u{0}\"", "control character"),
    ]

    @Test(arguments: refusedJSON) func jsonIsRefused(_ item: Bomb) {
        let error = Self.soon { #expect(throws: JSONError.self) { try Value(json: item.text) } }
        #expect(error?.message.contains(item.words) == true, "\(item.name): \(error?.message ?? "")")
    }

    @Test func numbersKeepTheirSizeAndNamesTheirLast() throws {
        #expect(try Value(json: "9223372036854775807") == .int(.max))
        #expect(try Value(json: "9223372036854775808") == .double(9_223_372_036_854_775_808))
        let digits = String(repeating: "9", count: 300)
        #expect(try Value(json: digits) == .double(1e300))
        // As every reader of JSON in AWS's SDKs does it.
        #expect(try Value(json: #"{"a": 1, "a": 2}"#) == ["a": 2])
    }

    @Test func muchJSONIsReadInTime() throws {
        let members = (0..<200_000).map { "\"k\($0)\":[\($0)]" }.joined(separator: ",")
        let value = try Self.soon { try Value(json: "{\(members)}") }
        #expect(value.object?.count == 200_000)
    }

    @Test func deferredPartsOfForeignJSONStayData() throws {
        let text = #"{"$deferred":["join","",["a"]]}"#
        #expect(try Value(json: text).object != nil)
        #expect(throws: JSONError.self) { try Value(json: #"{"$deferred":["run","x"]}"#, reviving: true) }
    }

    // MARK: - YAML

    static let yaml: [Bomb] = {
        let laughs = (1..<10).map { level -> String in
            let before = "*a\(level - 1)"
            return "a\(level): &a\(level) [\(Array(repeating: before, count: 9).joined(separator: ","))]\n"
        }
        return [
            Bomb("depth", String(repeating: "[", count: 100_000)),
            Bomb("deep mappings", String(repeating: "a: {", count: 50_000)),
            Bomb("deep lists", String(repeating: "- ", count: 50_000)),
            Bomb("deep keys", String(repeating: "? ", count: 50_000)),
            Bomb("a billion laughs", "a0: &a0 [x,x,x,x,x,x,x,x,x]\n\(laughs.joined())Resources: {}\n"),
            Bomb("an alias of itself", "Resources: &a {T: *a}\n"),
            Bomb("a scalar", String(repeating: "x", count: 1_000_000)),
            Bomb("many documents", String(repeating: "---\na: b\n", count: 50_000)),
            Bomb("many keys", "Resources: {" + (0..<50_000).map { "A\($0): {}" }.joined(separator: ", ") + "}"),
            Bomb("tags", "Resources: " + String(repeating: "!Ref ", count: 50_000) + "x"),
        ]
    }()

    @Test(arguments: yaml) func yamlEnds(_ item: Bomb) {
        let findings = Self.soon {
            let (template, found) = Template.parse(SourceFile(path: "t.yaml", text: item.text))
            var findings = found
            if let template {
                let store = SchemaStore.standard
                findings.add(contentsOf: template.checked(known: store.types) { store.schema(of: $0) })
            }
            _ = StackFile.parse(SourceFile(path: "s.yaml", text: item.text))
            return findings
        }
        #expect(findings.hasErrors, "\(item.name)")
        for finding in findings.all { #expect(finding.span != nil && finding.help?.isEmpty == false, "\(finding)") }
    }

    // MARK: - Memory

    /// An answer of the greatest size that the transport takes, read whole, in a process's own share of memory.
    @Test func memoryStaysInBounds() throws {
        // A tenth of the limit, in the forms that take the most memory for their bytes.
        let size = 3 << 20
        // Of this process (RUSAGE_SELF).
        var before = rusage(), after = rusage()
        getrusage(0, &before)
        try Self.soon {
            let xml = "<a>" + String(repeating: "<b/>", count: size / 4) + "</a>"
            let root = try XMLReader.root(of: Array(xml.utf8))
            #expect(root.children.count == size / 4)
            let json = "[" + String(repeating: "{},", count: size / 3) + "{}]"
            let value = try Value(json: json)
            #expect(value.array?.count == size / 3 + 1)
        }
        getrusage(0, &after)
        // In kilobytes; other tests take memory too.
        #expect(after.ru_maxrss - before.ru_maxrss < 1 << 20)
    }
}
