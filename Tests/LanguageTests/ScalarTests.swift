import Diagnostics
import Language
import Testing
import Values

/// Scalars without quotes, as CloudFormation's YAML 1.1 has them.
@Suite struct ScalarTests {
    @Test(arguments: [
        ("yes", Value.bool(true)), ("On", true), ("NO", false), ("off", false), ("True", true), ("'yes'", "yes"),
        ("y", "y"), ("n", "n"), ("yesterday", "yesterday"), ("1.0", .double(1)), ("'1.0'", "1.0"), ("010", "010"),
        ("0x10", "0x10"), ("2012-10-17", "2012-10-17"), ("1e3", "1e3"),
    ])
    func values(_ yaml: String, _ value: Value) throws { #expect(try Fixture.evaluate(yaml) == value) }

    @Test(arguments: [
        ("!Join ['-', [1.0, 1.10, 4.50, 7, yes]]", Value.string("1.0-1.1-4.5-7-true")),
        ("!Sub ['${A}/${B}', {A: 2.0, B: off}]", "2.0/false"),
    ])
    func texts(_ yaml: String, _ value: Value) throws { #expect(try Fixture.evaluate(yaml) == value) }

    /// Both sides of a comparison are booleans, as in CloudFormation, or both are texts.
    @Test(arguments: [
        ("yes", "yes", true), ("'yes'", "'yes'", true), ("yes", "'yes'", false), ("yes", "'true'", true),
        ("on", "true", true), ("1.0", "1.0", true), ("1.0", "'1.0'", true), ("1.0", "1", false),
    ])
    func comparisons(_ value: String, _ literal: String, _ isEqual: Bool) throws {
        let rest = """
            Parameters: {P: {Type: String, Default: \(value), AllowedValues: [\(value), other]}}
            Conditions: {C: !Equals [!Ref P, \(literal)]}
            """
        #expect(try Fixture.evaluate("!If [C, same, differs]", rest: rest) == .string(isEqual ? "same" : "differs"))
    }

    @Test(arguments: ["EnableDnsSupport: yes", "EnableDnsSupport: OFF", "EnableDnsSupport: true"])
    func booleansFit(_ property: String) {
        let text = "Resources: {V: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16, \(property)}}}"
        #expect(Fixture.findings(SourceFile(path: "t.yaml", text: text)).isEmpty)
    }

    @Test(arguments: ["'0x10'", "inf", "nan", "' 5'", "1e400"])
    func noNumbers(_ value: String) {
        for (text, code) in [
            (
                "Parameters: {N: {Type: Number, Default: \(value)}}\nResources: {T: {Type: 'AWS::SNS::Topic'}}",
                "parameter-value"
            ),
            ("Resources: {Q: {Type: 'AWS::SQS::Queue', Properties: {DelaySeconds: \(value)}}}", "wrong-type"),
        ] {
            #expect(Fixture.findings(SourceFile(path: "t.yaml", text: text)).map(\.code.rawValue) == [code], "\(text)")
        }
    }

    @Test func stackFilesAndParameterFiles() {
        let (file, findings) = StackFile.parse(
            SourceFile(path: "s.yaml", text: "template-file-path: t.yaml\nparameters: {A: yes, B: 'no', C: [on, 010]}"))
        #expect(findings.isEmpty)
        #expect(file?.parameters == ["A": "true", "B": "no", "C": ["true", "010"]])
    }
}
