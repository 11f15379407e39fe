internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::Lambda::Permission`. A statement in a function's policy, known by the id that plumb gives it.
    static let permission = ResourceType(
        "AWS::Lambda::Permission",
        identity: .named("Id", GeneratedName(limit: 100)),
        read: Read(
            "lambda:GetPolicy", items: "Policy/Statement", .each(["FunctionName"]),
            absent: ["ResourceNotFoundException"], shape: ofItsFunction),
        create: Create(
            Call(
                "lambda:AddPermission",
                [
                    "FunctionName", .property("Id", as: "StatementId"), "Action", "EventSourceToken",
                    "FunctionUrlAuthType", "InvokedViaFunctionUrl", "Principal", "PrincipalOrgID", "SourceAccount",
                    "SourceArn",
                ],
                retries: [
                    "ResourceNotFoundException", "PreconditionFailedException",
                    ErrorMatch("InvalidParameterValueException", contains: "principal was invalid"),
                ], patience: 60),
            repeatable: true),
        delete: Delete(
            [
                Call(
                    "lambda:RemovePermission", ["FunctionName", .property("Id", as: "StatementId")],
                    tolerates: ["ResourceNotFoundException"], retries: ["PreconditionFailedException"])
            ]),
        properties: [
            Property("FunctionName", equality: .normalised(nameOfFunction), at: "$input.FunctionName"),
            Property("Principal", equality: .normalised(account)) { item in
                let principal = item["Principal"]
                return principal?["Service"] ?? principal?["AWS"] ?? principal
            },
            condition("EventSourceToken", "StringEquals", "lambda:EventSourceToken"),
            condition("FunctionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"),
            condition("InvokedViaFunctionUrl", "Bool", "lambda:InvokedViaFunctionUrl"),
            condition("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"),
            condition("SourceAccount", "StringEquals", "AWS:SourceAccount"),
            condition("SourceArn", "ArnLike", "AWS:SourceArn"),
        ],
        attributes: ["Id": "Sid"],
        completes: ["FunctionName"])

    /// Templates name a function by its name here and by its ARN there, and its policy is read by each. The statement says
    /// of which function it is, so that it is one and the same.
    @Sendable private static func ofItsFunction(_ item: Value) -> Value {
        guard item["$input"] != nil, let function = item["Resource"]?.string else { return item }
        return item.setting("$input", to: ["FunctionName": .string(function)])
    }

    /// `name` of `name`, of `123456789012:function:name` and of a whole ARN; with a qualifier, `name:qualifier`.
    @Sendable private static func nameOfFunction(_ text: Value) -> Value {
        guard let text = text.string, let start = text.range(of: "function:") else { return text }
        return .string(String(text[start.upperBound...]))
    }

    /// A property that stands in the statement's condition.
    private static func condition(_ property: String, _ test: String, _ key: String) -> Property {
        Property(property, absent: .unset) { $0["Condition"]?[test]?[key] }
    }

    /// An account by its number, as which AWS answers its root.
    @Sendable private static func account(_ principal: Value) -> Value {
        guard let text = principal.string, text.hasPrefix("arn:"), text.hasSuffix(":root") else { return principal }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 6 && parts[2] == "iam" ? .string(String(parts[4])) : principal
    }
}
