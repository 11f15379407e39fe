internal import Diagnostics
internal import Values

/// `AWS::CloudFormation::WaitCondition` and `AWS::CloudFormation::WaitConditionHandle`: they hold up a stack in
/// CloudFormation until signals have come, and nothing in AWS stands behind them.
///
/// No signal can reach plumb. So nothing is made of them, what depends on one comes after what that depends on, and the
/// template is told so wherever it counts on more.
public enum WaitCondition {
    public static let type = "AWS::CloudFormation::WaitCondition"
    public static let handle = "AWS::CloudFormation::WaitConditionHandle"

    /// As CloudFormation's reference of the condition's type lists them; a handle has none.
    public static let members: [NestedStack.Member] = [
        NestedStack.Member(name: "Count", kind: "integer", words: ["told, and not acted on"]),
        NestedStack.Member(name: "Handle", kind: "string", words: ["told, and not acted on"]),
        NestedStack.Member(name: "Timeout", kind: "integer", words: ["told, and not acted on"]),
    ]
    /// What `Fn::GetAtt` and `Ref` take of a condition, and `Ref` of a handle.
    public static let answers: [NestedStack.Member] = [
        NestedStack.Member(name: "Data", kind: "string", words: ["always `\(data)`: no signal has come"]),
        NestedStack.Member(name: "Ref", kind: "string", words: ["a name"]),
    ]
    public static let handleAnswers: [NestedStack.Member] = [
        NestedStack.Member(name: "Ref", kind: "string", words: ["an address that takes no signals"])
    ]
    static let properties = members.map(\.name)
    static let attributes = ["Data"]

    /// What CloudFormation gives when no signal has come.
    static let data = "{}"

    /// In place of the signed address that CloudFormation makes. What is sent to it is refused by AWS.
    static func address(of logicalID: String, _ inputs: Inputs) -> String {
        let path = PercentEncoding.encode("\(inputs.stackID)/\(logicalID)")
        return "https://cloudformation-waitcondition-\(inputs.region).s3.\(inputs.region).\(inputs.urlSuffix)/\(path)"
    }
}

extension Template.Resource {
    /// True for what waits for signals in CloudFormation, and is nothing here.
    var isWait: Bool { type == WaitCondition.type || type == WaitCondition.handle }
    var waitAttributes: [String] { type == WaitCondition.type ? WaitCondition.attributes : [] }
}

extension TemplateReader {
    mutating func checkWait(_ properties: Node?, _ type: String, _ resource: Node.Entry) {
        let entries = properties?.mapping ?? []
        guard !entries.contains(where: { FunctionName(rawValue: $0.key) != nil }) else { return }
        checkKeys(entries, type == WaitCondition.type ? WaitCondition.properties : [], of: "'\(resource.key)'")
        for entry in entries where entry.key == "Count" || entry.key == "Timeout" {
            guard let scalar = entry.value.literalScalar else { continue }
            // Source: CloudFormation's reference, "AWS::CloudFormation::WaitCondition": 12 hours at the most.
            let most = entry.key == "Timeout" ? 43200 : Int.max
            guard let number = Int(scalar.text), (0...most).contains(number) else {
                findings.add(
                    .invalidValue(
                        entry.key, scalar.text,
                        allowed: entry.key == "Timeout" ? "0 to 43200 seconds" : "a whole number of at least 0",
                        entry.value.span))
                continue
            }
        }
    }
}
