import Diagnostics
import Language
import Testing
import Values

/// Templates that would grow without end.
@Suite struct BoundsTests {
    @Test func textsThatDouble() {
        var inner = "x"
        for _ in 0..<30 { inner = "!Sub ['${A}${A}', {A: \(inner)}]" }
        let text = "Resources: {T: {Type: 'AWS::SNS::Topic', Properties: {TopicName: \(inner)}}}"
        #expect(Fixture.findings(SourceFile(path: "t.yaml", text: text)).map(\.code) == ["function-failed"])
    }

    @Test func deferredTextsThatDouble() {
        var inner = "!Ref O"
        for _ in 0..<30 { inner = "!Sub ['${A}${A}', {A: \(inner)}]" }
        let text =
            "Resources: {O: {Type: 'AWS::SNS::Topic'}, T: {Type: 'AWS::SNS::Topic', Properties: {TopicName: \(inner)}}}"
        #expect(Fixture.findings(SourceFile(path: "t.yaml", text: text)).map(\.code) == ["function-failed"])
    }

    @Test func loopsInLoops() {
        let values = "[" + (0..<100).map(String.init).joined(separator: ", ") + "]"
        var body = "{'T${A}${B}${C}${D}': {Type: 'AWS::SNS::Topic'}}"
        for variable in ["A", "B", "C", "D"] {
            body = "{'Fn::ForEach::L\(variable)': [\(variable), \(values), \(body)]}"
        }
        let (template, findings) = Template.parse(
            SourceFile(path: "t.yaml", text: "Transform: AWS::LanguageExtensions\nResources: \(body)"))
        #expect(template == nil)
        #expect(findings.all.contains { $0.code == "too-many" })
    }

    @Test func longChainsOfConditions() {
        let text =
            "Conditions:\n  C0: !Equals [a, a]\n"
            + (1..<1000).map { "  C\($0): !Not [!Condition C\($0 - 1)]\n" }.joined()
            + "Resources: {T: {Type: 'AWS::SNS::Topic', Condition: C999}}"
        #expect(Fixture.findings(SourceFile(path: "t.yaml", text: text)).isEmpty)
        let circle = text.replacing("C0: !Equals [a, a]", with: "C0: !Not [!Condition C999]")
        #expect(Fixture.findings(SourceFile(path: "t.yaml", text: circle)).map(\.code) == ["condition-cycle"])
    }

    @Test func longChainsOfResources() {
        let text =
            "Resources:\n" + (0..<499).map { "  A\($0): {Type: 'AWS::SNS::Topic', DependsOn: A\($0 + 1)}\n" }.joined()
            + "  A499: {Type: 'AWS::SNS::Topic'}\n"
        #expect(Fixture.findings(SourceFile(path: "t.yaml", text: text)).isEmpty)
    }

    @Test func absentArgumentsAreFindings() {
        for function in [
            "!Select [0, !Ref AWS::NoValue]", "!Base64 {Ref: AWS::NoValue}", "!Split [',', !Ref AWS::NoValue]",
        ] {
            let text = "Resources: {T: {Type: 'AWS::SNS::Topic', Properties: {TopicName: \(function)}}}"
            #expect(
                Fixture.findings(
                    SourceFile(path: "t.yaml", text: text.replacing("AWS::NoValue", with: "'AWS::NoValue'"))
                ).map(\.code) == ["function-failed"])
        }
    }

    @Test func aConditionCannotHangOnASecret() {
        let text =
            "Conditions: {C: !Equals ['{{resolve:secretsmanager:x}}', a]}\nResources: {T: {Type: 'AWS::SNS::Topic', Condition: C}}"
        #expect(Fixture.findings(SourceFile(path: "t.yaml", text: text)).map(\.code) == ["not-known-yet"])
    }
}
