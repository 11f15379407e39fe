import ArgumentParser
import Diagnostics
import Engine
import FoundationEssentials
import Language
import Plans
import Reports
import Resources
import Testing
import Values

@testable import plumb

/// Files that a user may have got from anywhere: whatever is in them, reading ends, with findings or without.
@Suite(.timeLimit(.minutes(30))) struct FuzzTests {
    private static func files(_ folder: String) throws -> [[UInt8]] {
        let root = "\(Emulator.packageRoot)/\(folder)"
        return try FileManager.default.contentsOfDirectory(atPath: root).sorted()
            .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }
            .map { Array(try Data(contentsOf: URL(filePath: "\(root)/\($0)"))) }
    }

    private static let words = [
        "!Ref ", "!Sub ", "!If ", "!GetAtt ", "!Join ", "!Select ", "!FindInMap ", "!Cidr ", "Fn::ForEach::X: ", "${A}",
        "${", "{{resolve:ssm:a}}", "{{resolve:secretsmanager:a:SecretString:b}}", "&a ", "*a ", "<<: *a", "null", "[",
        "]", "{", "}", ": ", "\n  ", "- ", "|\n", ">-\n", "---\n", "%YAML 1.1\n", "!!binary ", "? ", "\"Ref\": ",
        "AWS::NoValue", "template-file-path: ", "depends-on: ", "DependsOn: ", "Condition: ",
    ]

    /// All that happens to a template without AWS, and what is shown of it.
    private func read(_ path: String, _ files: MemoryFiles) throws {
        let bench = Bench(nil)
        var session = bench.session
        session.files = files
        let (_, findings) = session.checked(try StackOptions.parse([path]))
        for finding in findings.all { #expect(finding.help?.isEmpty == false, "\(finding)") }
        let text = DiagnosticText(source: { SourceLines(files).lines(of: $0) }).render(findings)
        #expect(isHarmless(text), "\(text)")
        _ = DiagnosticJSON.render(findings)
    }

    @Test func templates() async throws {
        var fuzz = Fuzz("YAML templates")
        let good = try Self.files("Tests/Golden/language") + Self.files("stacks/templates")
        try await fuzz.run(good, words: Self.words) { _, _, bytes in
            var files = MemoryFiles(["s.yaml": "template-file-path: t.yaml\nregion: us-east-1\n"])
            files.files["t.yaml"] = bytes
            try read("s.yaml", files)
        }
    }

    @Test func jsonTemplates() async throws {
        var fuzz = Fuzz("JSON templates")
        let good = [
            #"{"Parameters": {"P": {"Type": "String", "Default": "é\n", "NoEcho": true}}, "Conditions": {"C": {"Fn::Equals": [{"Ref": "P"}, "x"]}}, "Resources": {"L": {"Type": "AWS::Logs::LogGroup", "Condition": "C", "Properties": {"LogGroupName": {"Fn::Sub": "a-${P}"}, "RetentionInDays": 30, "Tags": [{"Key": "a", "Value": {"Fn::Join": ["-", ["x", {"Ref": "AWS::Region"}]]}}]}}}, "Outputs": {"O": {"Value": {"Fn::GetAtt": ["L", "Arn"]}}}}"#,
            #"{"Transform": "AWS::LanguageExtensions", "Mappings": {"M": {"a": {"b": [1, 2.5, true]}}}, "Resources": {"Fn::ForEach::X": ["N", ["a", "b"], {"T${N}": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "N"}}}}]}}"#,
        ].map { Array($0.utf8) }
        try await fuzz.run(good, words: Self.words + ["\\u", "\\ud800", "\"", "\\", ",", "/*", "//"]) { _, _, bytes in
            var files = MemoryFiles(["s.yaml": "template-file-path: t.json\nregion: us-east-1\n"])
            files.files["t.json"] = bytes
            try read("s.yaml", files)
        }
    }

    @Test func stackFiles() async throws {
        var fuzz = Fuzz("stack files")
        let good =
            try Self.files("stacks") + Self.files("stacks/services") + [
                Array(
                    "template-file-path: t.yaml\nparameters: {A: b, C: [1, 2]}\ntags: {Team: x}\nstack-name: net\nregion: us-east-1\naccount: '123456789012'\ndepends-on: [s.yaml, ../x.yaml]\n"
                        .utf8)
            ]
        try await fuzz.run(good, words: Self.words) { _, _, bytes in
            var files = MemoryFiles(["t.yaml": "Resources: {L: {Type: 'AWS::SNS::Topic'}}"])
            files.files["s.yaml"] = bytes
            try read("s.yaml", files)
            try read(".", files)
        }
    }

    @Test func ignoreFiles() async throws {
        var fuzz = Fuzz("ignore files")
        let good = [
            """
            ignore:
              - resource: net/Group
                property: Rules[0].Port
                reason: the job sets it
                expires: 2028-02-29
              - {resource: "AWS::EC2::*", property: "*", reason: "é"}

            """
        ].map { Array($0.utf8) }
        let words = Self.words + ["*", "**", "[", "]", "[]", "::", "/", "2027-02-30", "ignore: ", "reason: "]
        try await fuzz.run(good, words: words) { _, _, bytes in
            var files = MemoryFiles([:])
            files.files["i.yaml"] = bytes
            let known = files
            let (file, findings) = IgnoreFile.load("i.yaml", from: known)
            #expect(file != nil || findings.hasErrors)
            for finding in findings.all { #expect(finding.span != nil && finding.help?.isEmpty == false, "\(finding)") }
            let told = DiagnosticText(source: { SourceLines(known).lines(of: $0) }).render(findings)
            #expect(isHarmless(told), "\(told)")
            guard let file else { return }
            var step = Bench.step(.update)
            step.changes = [PropertyChange(path: "Rules[3].Port", before: 1, after: 2)]
            let (left, more) = Ignoring(file, today: "2027-01-01").applied(to: Plan(purpose: .drift, steps: [step]))
            #expect(isHarmless(DriftText().render(left)))
            #expect(isHarmless(DiagnosticText(source: { _ in nil }).render(more)))
        }
    }

    @Test func savedPlans() async throws {
        var fuzz = Fuzz("saved plans")
        let plans = try ["create", "change"].map { name in
            try Data(contentsOf: URL(filePath: "\(Emulator.packageRoot)/Tests/Golden/plans/\(name)/plan.json"))
        }
        let step = Step(
            address: "net/Log", type: "AWS::Logs::LogGroup", action: .create, reasons: [.new], region: "us-east-1")
        let saved = SavedPlan(
            plumbVersion: Plumb.version, created: "2026-01-01T00:00:00Z", expires: "2099-01-01T00:00:00Z",
            paths: ["stack.yaml"], region: "us-east-1", stackName: nil, parameters: ["A": "b"], secretParameters: [],
            targets: [], excludes: [], deletesData: false, sources: [:],
            plan: Plan(purpose: .apply, account: "123456789012", steps: [step]))
        let good = [Array(try JSONEncoder().encode(saved))] + plans.map { Array($0) }
        let words = [
            "{\"$deferred\":[\"join\",\"\",", "{\"$deferred\":", "null", "[", "{", "\"", ",", "1e999", "\\ud800",
        ]
        try await fuzz.run(good, words: words) { _, _, bytes in
            if let saved = try? JSONDecoder().decode(SavedPlan.self, from: Data(bytes)) {
                #expect(isHarmless(PlanText(showsCalls: true).render(saved.plan)))
                _ = PlanJSON.render(saved.plan)
            }
            var files = MemoryFiles(["stack.yaml": ""])
            files.files["plan.json"] = bytes
            var session = Bench(nil).session
            session.files = files
            let (plan, _, findings) = await SavedPlans(session).load(
                "plan.json", try StackOptions.parse(["plan.json"]), held: nil)
            #expect(plan != nil || findings.hasErrors)
        }
    }

    @Test func json() async throws {
        var fuzz = Fuzz("JSON")
        let good = [#"{"a":[1,-2.5e3,true,null,"x\u00e9\ud83d\ude00\n"],"b":{"c":{}}}"#].map { Array($0.utf8) }
        try await fuzz.run(good, words: ["\\u", "\\ud800", "\\udc00", "[", "{", "\"", "1e999", ":", ","]) {
            _, _, bytes in
            guard let value = try? Value(json: bytes) else { return }
            // What was read can be written and read again.
            let again = try Value(json: value.json)
            #expect(again.json == value.json)
        }
    }
}

/// True when a text can be written to a terminal or a build log: no control or format characters, and no line that
/// GitHub Actions would take for a command.
func isHarmless(_ text: String) -> Bool {
    let hasControls = text.unicodeScalars.contains { scalar in
        switch scalar.properties.generalCategory {
        case .control: scalar != "\n"
        case .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
    let commands = text.split(separator: "\n").contains { line in
        line.drop(while: \.isWhitespace).hasPrefix("::") || line.contains("##[")
    }
    return !hasControls && !commands
}
