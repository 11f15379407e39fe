import Testing

@testable import AWS

@Suite struct XMLTests {
    private func read(_ text: String) throws -> XMLElement { try XMLReader.root(of: Array(text.utf8)) }

    @Test func aDocument() throws {
        let root = try read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- before -->
            <a:Root xmlns:a="urn:x" b='1 &amp; "2"'>text<Item/><Item >x &lt;&#65;&#x42;&gt; <![CDATA[<&raw>]]></Item>
            <!-- inside --></a:Root>
            <!-- after -->
            """)
        #expect(root.name == "a:Root" && root.localName == "Root")
        #expect(root.attribute("b") == "1 & \"2\"")
        #expect(root.children.map(\.text) == ["", "x <AB> <&raw>"])
        #expect(root.text.hasPrefix("text"))
    }

    @Test func lineEndsBecomeOne() throws {
        #expect(try read("<a>1\r\n2\r3</a>").text == "1\n2\n3")
        #expect(try read("<a>1&#xD;2</a>").text == "1\r2")
    }

    @Test(arguments: [
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", 1), ("<a>\n<!ELEMENT b></a>", 2), ("<a>&b;</a>", 1),
        ("<a><b></a></b>", 1), ("<a>\n\n<b>", 3), ("<a", 1), ("", 1), ("x", 1), ("<a/><b/>", 1), ("<a b=1/>", 1),
        ("<a b='1' b='2'/>", 1), ("<a b='<'/>", 1), ("<a>& </a>", 1), ("<a>&#xD800;</a>", 1), ("<a>&#0;</a>", 1),
        ("<1/>", 1), ("</a>", 1), ("<a><!-- </a>", 1), ("<a><![CDATA[ </a>", 1), ("<a b='1'c='2'/>", 1),
    ])
    func refused(_ text: String, _ line: Int) {
        let error = #expect(throws: XMLError.self) { try read(text) }
        #expect(error?.line == line, "\(text): \(error?.message ?? "")")
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        #expect(throws: XMLError.self) { try XMLReader.root(of: Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)) }
    }

    @Test func deepNestingIsRefused() throws {
        let deep = String(repeating: "<a>", count: 200) + String(repeating: "</a>", count: 200)
        #expect(throws: Never.self) { try read(deep) }
        let error = #expect(throws: XMLError.self) { try read("<a>" + deep + "</a>") }
        #expect(error?.message.contains("200") == true)
        #expect(throws: XMLError.self) { try read(String(repeating: "<a>", count: 1_000_000)) }
    }

    @Test func whatIsWrittenReadsTheSame() throws {
        let element = XMLElement(
            name: "a", attributes: [.init(name: "b", value: "<&\"'\r\n")],
            children: [XMLElement(name: "c", text: "x\r\ny & <z> ü"), XMLElement(name: "d")])
        #expect(try XMLReader.root(of: element.document) == element)
    }

    /// Every mutation of a good document is read or refused; none may crash. The seed is printed when it fails.
    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func fuzz(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let good = Array(
            "<?xml version='1.0'?><R a='1&amp;2'><!--c--><b>x&#65;<![CDATA[y]]></b><c/><d e=\"f\">g</d></R>".utf8)
        let alphabet = Array("<>/&;#x'\"=! -[]?CDATAa1\n".utf8)
        var readable = 0
        for _ in 0..<4000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: index)
                case 2: bytes.remove(at: index)
                default: bytes[index] = UInt8.random(in: 0...255, using: &random)
                }
            }
            if let root = try? XMLReader.root(of: bytes) {
                readable += 1
                // What was read can be written and read again.
                #expect(try XMLReader.root(of: root.document).name == root.name, "seed \(seed)")
            }
        }
        #expect(readable > 0 && readable < 4000)
    }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
