internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ElasticLoadBalancingV2::ListenerRule`. One call reads all rules of a listener, other people's too.
    static let listenerRule = ResourceType(
        "AWS::ElasticLoadBalancingV2::ListenerRule",
        identity: .tagged,
        ref: "RuleArn",
        arn: "arn:${Partition}:elasticloadbalancing:${Region}:${Account}:listener-rule/${*}",
        read: Read(
            "elbv2:DescribeRules", items: "Rules", .each(["ListenerArn"]), arns: "RuleArns",
            details: [.elbv2Tags(arn: "RuleArn")], absent: ["ListenerNotFound", "RuleNotFound"]),
        create: Create(
            Call("elbv2:CreateRule", ["ListenerArn", "Priority", "Conditions", "Actions", "Transforms", .tags]),
            item: "Rules.0", repeatable: false),
        updates: [
            Update(
                ["Conditions", "Actions"],
                set: Call("elbv2:ModifyRule", [.attribute("RuleArn", as: "RuleArn")])),
            Update(
                ["Transforms"],
                set: Call("elbv2:ModifyRule", [.attribute("RuleArn", as: "RuleArn")]),
                clear: Call(
                    "elbv2:ModifyRule", [.attribute("RuleArn", as: "RuleArn"), .constant("ResetTransforms", true)])),
            Update(
                ["Priority"],
                set: Call(
                    "elbv2:SetRulePriorities",
                    [
                        .attribute("RuleArn", as: "RulePriorities.0.RuleArn"),
                        .property("Priority", as: "RulePriorities.0.Priority"),
                    ],
                    // The rule that has it is moved in the same run.
                    retries: ["PriorityInUse"])),
        ],
        tagging: .elbv2(arn: "RuleArn"),
        delete: Delete(
            "elbv2:DeleteRule", [.attribute("RuleArn", as: "RuleArn")], absent: ["RuleNotFound", "ListenerNotFound"]),
        properties: [
            Property("Actions[].AuthenticateOidcConfig.ClientSecret", secret: true),
            // CreateRule demands it, the schema does not.
            Property("ListenerArn") { $0["RuleArn"]?.listenerArn },
            // A text in answers, a number in requests; "default" for the rule that every listener has.
            Property("Priority") { $0["Priority"]?.string.flatMap { Int($0) }.map { .int($0) } ?? $0["Priority"] },
            Property("Conditions", equality: .conditions),
            Property("Actions", equality: .actions),
            Property("Transforms", absent: .unset, equality: .keyed("Type")),
        ],
        attributes: ["RuleArn": "RuleArn", "IsDefault": "IsDefault"],
        foreign: Foreign(
            parent: "ListenerArn", of: "AWS::ElasticLoadBalancingV2::Listener",
            shows: ["Priority", "Conditions", "Actions"], except: .equals("IsDefault", true)))
}

extension Value {
    /// `…:listener/app/name/1/2` of a rule's `…:listener-rule/app/name/1/2/3`.
    fileprivate var listenerArn: Value? {
        guard let string, let kind = string.range(of: ":listener-rule/"), let last = string.lastIndex(of: "/") else {
            return nil
        }
        return kind.upperBound > last
            ? nil : .string(string[..<kind.lowerBound] + ":listener/" + string[kind.upperBound..<last])
    }
}
