import Diagnostics
import Language
import Resources
import Testing
import Values

/// What waits for signals in CloudFormation, and is nothing here.
@Suite struct WaitConditionTests {
    static let text = """
        Resources:
          First: {Type: 'AWS::SNS::Topic'}
          Handle: {Type: 'AWS::CloudFormation::WaitConditionHandle'}
          Wait:
            Type: AWS::CloudFormation::WaitCondition
            DependsOn: First
            Properties: {Handle: !Ref Handle, Timeout: 10}
          Last:
            Type: AWS::SNS::Topic
            DependsOn: Wait
            Properties:
              TopicName: !GetAtt Wait.Data
              DisplayName: !Ref Handle
        Outputs:
          Data: {Value: !GetAtt Wait.Data}
        """

    @Test func nothingIsMadeAndTheOrderStays() throws {
        let bound = try Fixture.bind(Self.text)
        #expect(bound.resources.map(\.logicalID) == ["First", "Last"])
        let last = try #require(bound.resource("Last"))
        #expect(last.dependencies == ["First"])
        let properties = bound.symbolicProperties(of: last)
        #expect(properties["TopicName"] == "{}")
        #expect(
            properties["DisplayName"]?.string?.hasPrefix(
                "https://cloudformation-waitcondition-eu-west-1.s3.eu-west-1.amazonaws.com/arn%3Aaws%3A") == true)
        #expect(bound.template.resourceCount == 2)
    }

    /// An empty stack, as templates whose resources all hang on conditions write it.
    @Test func aHandleAloneIsATemplate() throws {
        let text = "Resources: {Handle: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}"
        #expect(Fixture.findings(SourceFile(path: "t.yaml", text: text)).isEmpty)
        #expect(try Fixture.bind(text).resources.isEmpty)
    }

    /// Through a wait condition a nested stack comes after another.
    @Test func nestedStacksWaitThroughIt() throws {
        let inner = "Resources: {T: {Type: 'AWS::SNS::Topic'}}"
        let root = """
            Resources:
              B: {Type: 'AWS::CloudFormation::Stack', DependsOn: W, Properties: {TemplateURL: i.yaml}}
              W: {Type: 'AWS::CloudFormation::WaitCondition', DependsOn: A}
              A: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: i.yaml}}
            """
        let bound = try #require(NestedStackTests.load(["root.yaml": root, "i.yaml": inner]).bound)
        #expect(bound.resource("B/T")?.dependencies == ["A/T"])
    }

    @Test func circlesThroughItAreFound() {
        let text = """
            Resources:
              T: {Type: 'AWS::SNS::Topic', DependsOn: W}
              W: {Type: 'AWS::CloudFormation::WaitCondition', DependsOn: T}
            """
        #expect(Fixture.findings(SourceFile(path: "t.yaml", text: text)).contains { $0.code == "circular-dependency" })
    }
}
