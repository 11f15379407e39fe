import FoundationEssentials
import Testing
import Values

@testable import AWS

/// The shared files' syntax, against the parser that the AWS CLI uses.
@Suite(.timeLimit(.minutes(30))) struct SharedFileTests {
    static let texts = [
        "", "[a]", "[a]\nx=1", "[a]\nx = 1\ny:2\nZ = 3", "[a]\n  x = 1\n  y = 2",
        "[a]\nx = 1\n  more\n\n  still\ny = 2",
        "[a]\nx =\n  k = v\n  l = w\n[b]\nx = 1", "# c\n; c\n[a]\n# c\nx = 1\n  # c\n  y", "x = 1\n[a]", "[a]\nword",
        "[a]\n= 1", "[a]\nx = 1\nX = 2", "[a]\n[a]", "[a\nx = 1", "[a] behind\nx = 1", "[a]b]\nx = 1", "[]\nx = 1",
        "[a]\nx = a=b=c", "[a]\nx = a:b", "[a]\r\nx = 1\r\n", "[a]\n\tx = 1\n\t\ty = 2", "[a]\nx = 'q'",
        "[a]\nx = \"q\"",
        "[ a ]\nx = 1", "[profile a b]\nx = 1", "[a]\nx y = 1", "[a]\nx=", "[a]\nx = 1\n [b]\ny = 2",
        "[a]\nx = 1\n y = 2\n  z = 3", "  [a]\nx = 1", "[a]\n  x = 1\n y = 2\n  z = 3",
    ]

    @Test func sectionsAreBotocores() async throws {
        // What happens to be made of the pieces that matter.
        var random = SeededRandom(7)
        let pieces = ["[a]", "[b]", "x = 1", " y = 2", "  z", "", "# c", "x:3", "  k = v", "w", "[c"]
        let made = (0..<300).map { _ in
            (0..<Int.random(in: 1...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .reduce("[z]") { "\($0)\n\($1)" }
        }
        let all = Self.texts + made
        let answers = try #require(try await Python.botocore("files", .array(all.map { Value.string($0) })).array)
        for (text, answer) in zip(all, answers) {
            let found = try? INIFile(text)
            let expected = answer.object.map(Self.sections)
            #expect(found?.sections == expected, "\(text.debugDescription)")
        }
        #expect(answers.count == all.count && answers.contains { $0.isNull } && answers.count { !$0.isNull } > 100)
    }

    private static func sections(_ json: Value.Object) -> [String: [String: String]] {
        var sections: [String: [String: String]] = [:]
        for (header, keys) in json {
            sections[header] = [:]
            for (key, value) in keys.object ?? [:] { sections[header]?[key] = value.string }
        }
        return sections
    }

    @Test func commandsAreSplitAsBotocoreSplitsThem() async throws {
        let lines = [
            "a b", "  a   b ", "a 'b c' d", #"a "b c" d"#, #"a b\ c"#, #"a "b\"c""#, #"a "b\c""#, #"a 'b\c'"#, "a ''",
            #"a"b"'c'"#, "a 'b", #"a "b"#, #"a\"#, "", "a\tb", #"/usr/bin/x --y="1 2" 'it'\''s'"#, "a # b ; c",
        ]
        let answers = try #require(try await Python.botocore("words", .array(lines.map { Value.string($0) })).array)
        for (line, answer) in zip(lines, answers) {
            #expect(ShellWords.split(line) == answer.array?.compactMap(\.string), "\(line)")
        }
        #expect(answers.count == lines.count)
    }

    @Test(arguments: ["plain", "a b", "it's", "", "$x", "a-b_c.d/e:f@g"]) func quotedWordsComeBack(_ word: String) {
        #expect(ShellWords.split(ShellWords.quoted(word)) == [word])
    }

    @Test func commentsBehindValues() throws {
        let file = try INIFile("[a]\nregion = eu-west-1 ; home\nx = a#b\ncredential_process = sh -c 'a ; b # c'")
        #expect(file.sections["a"] == ["region": "eu-west-1", "x": "a#b", "credential_process": "sh -c 'a ; b # c'"])
    }

    @Test func problemsHaveTheirPlace() {
        #expect(throws: INIFile.Problem(line: 3, message: "'x' is there twice in [a]")) {
            try INIFile("[a]\nx = 1\nx = 2")
        }
        let environment = Environment(variables: ["HOME": "/h"]) { _ in "[a]\nword\n" }
        #expect(SharedConfiguration(environment: environment).problem?.hasPrefix("/h/.aws/config:2: ") == true)
    }

    @Test func writtenFilesAreTheOwnersAlone() throws {
        let folder = try Python.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let disk = Environment.disk([:])
        let path = "\(folder)/new/deep/file.json"
        #expect(disk.writeFile(path, "one") && disk.writeFile(path, "two") && disk.readFile(path) == "two")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/new/deep") == ["file.json"])
        #expect(!disk.writeFile("/proc/none/file", "x"))
    }
}
