import Diagnostics
import Glibc
import Language
import Testing
import Values

/// What is wrong with a file before it is a template.
@Suite struct FileTests {
    static func codes(_ text: String) -> [String] { codes(Array(text.utf8)) }
    static func codes(_ bytes: [UInt8]) -> [String] {
        Template.parse(SourceFile(path: "t.yaml", bytes: bytes)).1.sorted.map { finding in
            "\(finding.span.map { "\($0.start.line):\($0.start.column)" } ?? "nowhere") \(finding.code.rawValue)"
        }
    }

    @Test(arguments: [
        ("", "1:1 empty-file"), ("# nothing\n", "1:1 empty-file"), ("---\n", "1:1 empty-file"),
        ("a: b\n---\nc: d\n", "2:1 several-documents"), ("Resources:\n\tA: b\n", "2:1 yaml-syntax"),
        ("a: [b\nc: d", "2:2 yaml-syntax"), ("a: 'b", "1:6 yaml-syntax"), ("a: @b", "1:4 yaml-syntax"),
        ("? [a]\n: b", "1:3 key-not-scalar"),
        ("a: \u{1}", "1:4 yaml-syntax"), ("{\"a\": \"b\",,}", "1:11 yaml-syntax"),
    ])
    func brokenText(_ text: String, _ expected: String) {
        #expect(Self.codes(text).first == expected)
    }

    @Test func bytesThatAreNotUTF8() {
        #expect(Self.codes(Array("a: b\nc: é".utf8) + [0xFF]) == ["2:6 not-utf8"])
        #expect(Self.codes([0xFF, 0xFE, 0x61, 0]) == ["1:1 not-utf8"])
    }

    @Test func aByteOrderMarkIsPassedOver() throws {
        #expect(Self.codes([0xEF, 0xBB, 0xBF] + Array("Resources: {T: {Type: 'AWS::SNS::Topic'}}".utf8)) == [])
    }

    @Test(arguments: [
        "\t{\"Resources\":\t{X}}", "\n \t {\"Resources\": {X}\t}\t\n\t", "\r\n{\r\n\t\"Resources\"\t:\r\n{X}\r\n}",
    ])
    func tabsInJSON(_ text: String) {
        #expect(Self.codes(text.replacing("X", with: #""T":{"Type":"AWS::SNS::Topic"}"#)) == [])
    }

    @Test func columnsCountBytes() {
        #expect(
            Self.codes("Resources:\n  A: {Type: 'AWS::SNS::Topic', Properties: {é: !Ref x}}") == [
                "2:49 unresolved-reference"
            ])
    }

    @Test func deepNesting() {
        #expect(Self.codes(String(repeating: "[", count: 100_000)) == ["1:102 nested-too-deep"])
    }

    @Test func aliasBombs() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            text +=
                "a\(level): &a\(level) [" + [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
                + "]\n"
        }
        #expect(Set(Self.codes(text).map { $0.split(separator: " ")[1] }).contains("yaml-alias"))
        let (stack, findings) = StackFile.parse(SourceFile(path: "s.yaml", text: text))
        #expect(stack == nil)
        #expect(findings.all.map(\.code) == ["alias-bomb"])
        #expect(StackFile.parse(SourceFile(path: "s.yaml", text: "a: *b")).1.all.map(\.code) == ["unknown-alias"])
    }

    @Test func manyFindingsEndSoon() {
        let text =
            "Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {A: [" + String(repeating: "~,", count: 30_000)
            + "]}}}"
        #expect(Self.codes(text).count == 30_000)
    }

    @Test func tooManyResources() {
        let text =
            "Resources:\n" + (0...500).map { "  A\($0): {Type: 'AWS::SNS::Topic', DependsOn: A\($0 + 1)}\n" }.joined()
        #expect(Self.codes(text) == ["2:3 too-many"])
    }

    @Test func sizeIsLimited() {
        #expect(Self.codes("a: " + String(repeating: "x", count: 1 << 20)).isEmpty == false)
        let (_, findings) = Template.parse(
            SourceFile(path: "t.yaml", text: "a: " + String(repeating: "x", count: 1 << 20)))
        #expect(findings.all.map(\.code) == ["file-too-large"])
        #expect(findings.all[0].message.contains("1048576"))
    }

    @Test func filesOnDisk() throws {
        var template = Array("/tmp/plumb-language-XXXXXX\0".utf8).map { CChar(bitPattern: $0) }
        let directory = try #require(mkdtemp(&template)).withMemoryRebound(to: UInt8.self, capacity: 1) {
            String(cString: $0)
        }
        let path = directory + "/big.yaml"
        defer {
            unlink(path)
            rmdir(directory)
        }
        let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
        #expect(descriptor >= 0)
        ftruncate(descriptor, 50 << 20)
        close(descriptor)
        let files = DiskFiles()
        #expect(throws: FileError.tooLarge(size: 50 << 20, limit: 1 << 20)) { try files.read(path, limit: 1 << 20) }
        #expect(throws: FileError.isDirectory) { try files.read(directory, limit: 10) }
        #expect(throws: FileError.missing) { try files.read(directory + "/none", limit: 10) }
        #expect(throws: FileError.notDirectory) { try files.read(path + "/none", limit: 10) }
        #expect(try files.entries(of: directory) == ["big.yaml"])
        #expect(
            files.kind(of: directory) == .directory && files.kind(of: path) == .file
                && files.kind(of: "/none") == .missing)
        for (given, code) in [
            (path, "file-too-large"), (directory + "/none", "file-not-found"), (directory, "no-stack-files"),
        ] {
            let (set, findings) = StackSet.load([given], from: files)
            #expect(set == nil)
            #expect(findings.all.last?.code.rawValue == (given == directory ? "file-too-large" : code))
        }
    }
}
