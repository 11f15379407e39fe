import Diagnostics
import Language
import Testing
import Values

/// Values of parameters from files, in the forms of AWS's tools.
@Suite struct ParameterFileTests {
    static let template = """
        Parameters:
          Env: {Type: String}
          Count: {Type: Number, Default: 1}
          Names: {Type: CommaDelimitedList, Default: ''}
          Token: {Type: String, NoEcho: true, Default: x, AllowedPattern: '[a-z]+'}
        Resources: {T: {Type: 'AWS::SNS::Topic'}}
        """

    static func load(_ text: String, given: [String: Value] = [:]) -> (Template?, StackFile?, [Diagnostic]) {
        let files = MemoryFiles([
            "stack.yaml": "template-file-path: t.yaml\nparameters: {Env: file, Count: 7}\n", "t.yaml": template,
            "p.json": text,
        ])
        let overrides = StackSet.Overrides(parameters: given, parameterFiles: ["p.json"])
        let (set, findings) = StackSet.load(["stack.yaml"], overrides: overrides, from: files)
        return (set?.stacks.first?.template, set?.stacks.first?.file, findings.sorted)
    }

    @Test(arguments: [
        #"[{"ParameterKey": "Env", "ParameterValue": "dev"}, {"ParameterKey": "Names", "ParameterValue": "a,b"}]"#,
        #"["Env=dev", "Names=a,b"]"#, #"{"Parameters": {"Env": "dev", "Names": "a,b"}}"#, "Env: dev\nNames: 'a,b'\n",
        #"{"Env": "dev", "Names": ["a", "b"]}"#,
    ])
    func everyForm(_ text: String) throws {
        let (template, file, findings) = Self.load(text)
        #expect(findings.isEmpty, "\(findings)")
        var inputs = Fixture.inputs
        inputs.parameters = try #require(file).parameters
        let bound = try #require(template?.bind(inputs).0)
        #expect(bound.parameters == ["Env": "dev", "Count": "7", "Names": ["a", "b"], "Token": "x"])
    }

    @Test func theCommandLineWins() throws {
        let (_, file, findings) = Self.load("Env: dev\nCount: 007\n", given: ["Env": "line"])
        #expect(findings.isEmpty)
        #expect(file?.parameters["Env"] == "line")
        #expect(file?.parameters["Count"] == "007", "the text as written")
        #expect(file?.parameterSpans["Env"] == nil)
        #expect(file?.parameterSpans["Count"]?.file == "p.json")
    }

    @Test(arguments: [
        (#"[{"ParameterKey": "Env", "UsePreviousValue": true}]"#, "1:46 unsupported"),
        (#"[{"ParameterKey": "Env"}]"#, "1:2 missing-key"), (#"[{"ParameterValue": "x"}]"#, "1:2 missing-key"),
        (#"[{"ParameterKey": "Env", "ParameterValue": "x", "Other": 1}]"#, "1:49 unknown-key"),
        (#"["Env"]"#, "1:2 parameter-file"), ("Env: {a: b}", "1:1 parameter-file"), ("Env:", "1:1 parameter-file"),
        ("text", "1:1 wrong-shape"), ("Env: [", "2:1 yaml-syntax"),
        (#"{"Parameters": {}, "Tags": {}}"#, "1:20 not-acted-on"),
        (#"["Env=a", "Env=b"]"#, "1:11 duplicate-key"),
    ])
    func whatIsWrong(_ text: String, _ expected: String) {
        let (_, _, findings) = Self.load(text)
        let codes = findings.map { finding in
            "\(finding.span.map { "\($0.start.line):\($0.start.column)" } ?? "") \(finding.code.rawValue)"
        }
        #expect(codes == [expected], "\(findings)")
    }

    @Test func aMissingFileAndAnUnknownName() throws {
        let overrides = StackSet.Overrides(parameterFiles: ["none.json"])
        let files = MemoryFiles(["t.yaml": Self.template])
        #expect(StackSet.load(["t.yaml"], overrides: overrides, from: files).1.all.map(\.code) == ["file-not-found"])
        let (template, file, _) = Self.load(#"[{"ParameterKey": "Evn", "ParameterValue": "x"}]"#)
        var inputs = try Inputs(stack: #require(file), region: "eu-west-1", accountID: "123456789012")
        let extra = template?.bind(inputs).1.all.first
        #expect(extra?.code == "extra-parameter" && extra?.span?.file == "p.json", "\(String(describing: extra))")
        // The line of a secret is not quoted: the parameter's declaration is.
        inputs.parameters = ["Env": "x", "Token": "NOT-ALLOWED"]
        inputs.parameterSpans["Token"] = Span(
            file: "p.json", start: .init(line: 1, column: 1), end: .init(line: 1, column: 2))
        let wrong = template?.bind(inputs).1.all.first
        #expect(wrong?.span?.file == "t.yaml" && wrong?.message.contains("NOT-ALLOWED") == false)
    }
}
