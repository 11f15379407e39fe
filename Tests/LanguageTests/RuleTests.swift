import Diagnostics
import Language
import Testing

/// Rules that ask about the resources which parameters name.
@Suite struct RuleTests {
    private static func template(_ assert: String) -> SourceFile {
        SourceFile(
            path: "t.yaml",
            text: """
                Parameters:
                  Net: {Type: 'AWS::EC2::VPC::Id', Default: vpc-1}
                  Parts: {Type: 'List<AWS::EC2::Subnet::Id>', Default: 'subnet-1,subnet-2'}
                  Last: {Type: 'AWS::EC2::Subnet::Id', Default: subnet-3}
                  Text: {Type: String, Default: x}
                Rules:
                  R: {Assertions: [{Assert: \(assert), AssertDescription: it does not hold}]}
                Resources: {Topic: {Type: 'AWS::SNS::Topic'}}
                """)
    }

    /// What has to be asked for, and what comes of it when the answers are these.
    private static func outcome(_ assert: String, _ answers: [String: String]) -> (asked: [String], codes: [String]) {
        guard let template = Template.parse(template(assert)).0 else { return ([], ["no template"]) }
        var inputs = Fixture.inputs
        var asked: [String] = []
        for need in template.needs(inputs) {
            guard case .parameterAttribute(let attribute, _) = need else { continue }
            asked.append("\(attribute.id) \(attribute.name)")
            inputs.parameterAttributes[attribute] = answers[attribute.id]
        }
        return (asked.sorted(), template.bind(inputs).1.all.map(\.code.rawValue))
    }

    static let same = "{Fn::EachMemberIn: [{Fn::ValueOf: [Parts, VpcId]}, {Fn::RefAll: 'AWS::EC2::VPC::Id'}]}"
    static let tagged = "{Fn::EachMemberEquals: [{Fn::ValueOfAll: ['AWS::EC2::Subnet::Id', Tags.Use]}, web]}"

    @Test func eachResourceIsAskedFor() {
        let names = ["subnet-1", "subnet-2", "subnet-3"]
        #expect(Self.outcome(Self.same, [:]).asked == names.prefix(2).map { "\($0) plain(\"VpcId\")" })
        #expect(Self.outcome(Self.tagged, [:]).asked == names.map { "\($0) tag(\"Use\")" })
        #expect(
            Self.outcome("{Fn::Equals: [{Fn::ValueOf: [Net, DefaultSecurityGroup]}, sg-1]}", [:]).asked
                == ["vpc-1 plain(\"DefaultSecurityGroup\")"])
    }

    @Test(arguments: [
        (same, ["subnet-1": "vpc-1", "subnet-2": "vpc-1"], true),
        (same, ["subnet-1": "vpc-1", "subnet-2": "vpc-2"], false),
        (tagged, ["subnet-1": "web", "subnet-2": "web", "subnet-3": "web"], true),
        (tagged, ["subnet-1": "web", "subnet-2": "", "subnet-3": "web"], false),
        // One that is not there leaves the rule open; the engine tells of it.
        (same, ["subnet-1": "vpc-1"], true),
    ]) func answersDecide(_ assert: String, _ answers: [String: String], _ holds: Bool) {
        #expect(Self.outcome(assert, answers).codes == (holds ? [] : ["rule-failed"]))
    }

    @Test(arguments: [
        ("{Fn::Equals: [{Fn::ValueOf: [Text, VpcId]}, x]}", "no-attributes"),
        ("{Fn::Equals: [{Fn::ValueOf: [Nobody, VpcId]}, x]}", "unresolved-reference"),
        ("{Fn::Equals: [{Fn::ValueOf: [Last, Colour]}, x]}", "function-failed"),
        ("{Fn::EachMemberEquals: [{Fn::ValueOfAll: [String, VpcId]}, x]}", "no-attributes"),
    ]) func whatCannotBeAskedIsAnError(_ assert: String, _ code: String) {
        #expect(Self.outcome(assert, [:]).codes == [code])
    }
}
