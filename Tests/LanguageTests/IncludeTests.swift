import Diagnostics
import Language
import Testing
import Values

/// `AWS::Include`: snippets of local files.
@Suite struct IncludeTests {
    static func codes(_ text: String, _ files: [String: String]) -> [String] {
        NestedStackTests.codes(files.merging(["root.yaml": text]) { $1 })
    }

    @Test func keysBesideOthers() throws {
        let text = """
            Resources:
              Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: parts/more.yaml}}
              Own:
                Type: AWS::SNS::Topic
                Properties:
                  TopicName: own
                  Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: ./parts/name.yaml}}
            """
        let files = [
            "root.yaml": text, "parts/name.yaml": "DisplayName:\n  Ref: AWS::StackName\n",
            "parts/more.yaml": "More:\n  Type: AWS::SNS::Topic\n  Properties: {TopicName: 5, Wrong: 1}\n",
        ]
        let (bound, findings) = NestedStackTests.load(files, isPartial: true)
        #expect(findings.map { "\($0.span?.file ?? ""):\($0.span?.start.line ?? 0)" } == ["parts/more.yaml:3"])
        #expect(bound?.resources.map(\.logicalID) == ["More", "Own"])
        let own = try #require(bound?.resource("Own"))
        #expect(bound?.symbolicProperties(of: own) == ["TopicName": "own", "DisplayName": "root"])
    }

    @Test func atTheTop() {
        let (bound, findings) = NestedStackTests.load([
            "root.yaml": "Transform: {Name: 'AWS::Include', Parameters: {Location: all.yaml}}\nDescription: d\n",
            "all.yaml": "Resources: {T: {Type: 'AWS::SNS::Topic'}}\n",
        ])
        #expect(findings.isEmpty && bound?.resources.map(\.logicalID) == ["T"], "\(findings)")
    }

    @Test func inPlaceOfAValue() throws {
        let (bound, findings) = NestedStackTests.load([
            "root.yaml": """
            Resources:
              P:
                Type: AWS::SNS::TopicPolicy
                Properties:
                  Topics: !Transform {Name: AWS::Include, Parameters: {Location: list.json}}
                  PolicyDocument: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: policy.json}}}
            """, "list.json": "[\"a\"]", "policy.json": "{\"Statement\": []}",
        ])
        #expect(findings.isEmpty, "\(findings)")
        let policy = try #require(bound?.resource("P"))
        #expect(bound?.symbolicProperties(of: policy) == ["Topics": ["a"], "PolicyDocument": ["Statement": []]])
    }

    @Test(arguments: [
        ("missing.yaml", "root.yaml:2 file-not-found"), ("s3://b/k", "root.yaml:2 unsupported"),
        ("../x.yaml", "root.yaml:2 file-outside"), ("short.yaml", "short.yaml:1 unsupported"),
        ("list.yaml", "list.yaml:1 wrong-shape"), ("again.yaml", "again.yaml:1 unsupported"),
        ("same.yaml", "root.yaml:3 duplicate-key"), ("broken.yaml", "broken.yaml:2 yaml-syntax"),
    ])
    func whatCannotBeIncluded(_ location: String, _ expected: String) {
        let text = """
            Resources:
              Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: '\(location)'}}
              T: {Type: 'AWS::SNS::Topic'}
            """
        let files = [
            "short.yaml": "A: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !Ref AWS::StackName}}",
            "list.yaml": "[a]", "again.yaml": "Fn::Transform: {Name: AWS::Include, Parameters: {Location: list.yaml}}",
            "same.yaml": "T: {Type: 'AWS::SQS::Queue'}", "broken.yaml": "a: [\n}",
        ]
        #expect(Self.codes(text, files).contains(expected), "\(Self.codes(text, files))")
    }

    @Test func otherMacrosAreRefusedByName() {
        let (_, findings) = NestedStackTests.load([
            "root.yaml": """
            Resources:
              T:
                Type: AWS::SNS::Topic
                Properties: {TopicName: t, 'Fn::Transform': {Name: Upper, Parameters: {A: b}}}
            """
        ])
        #expect(findings.map(\.message) == ["the macro 'Upper' is not supported"])
    }
}
