internal import Declarations
internal import Values

/// A bucket's website in CloudFormation's words and in S3's.
enum Website {
    @Sendable static func encode(_ value: Value) -> Value {
        var out = Value.Object()
        out["ErrorDocument"] = value["ErrorDocument"].map { ["Key": $0] }
        out["IndexDocument"] = value["IndexDocument"].map { ["Suffix": $0] }
        out["RedirectAllRequestsTo"] = value["RedirectAllRequestsTo"]
        out["RoutingRules"] = rules(
            value["RoutingRules"],
            [
                ("RedirectRule", "Redirect"), ("RoutingRuleCondition", "Condition"),
            ])
        return .object(out)
    }

    @Sendable static func decode(_ item: Value) -> Value? {
        guard let answer = item["$website"]?.object else { return nil }
        var out = Value.Object()
        out["ErrorDocument"] = answer["ErrorDocument"]?["Key"]
        out["IndexDocument"] = answer["IndexDocument"]?["Suffix"]
        out["RedirectAllRequestsTo"] = answer["RedirectAllRequestsTo"]
        out["RoutingRules"] = rules(
            answer["RoutingRules"],
            [
                ("Redirect", "RedirectRule"), ("Condition", "RoutingRuleCondition"),
            ])
        return .object(out)
    }

    private static func rules(_ list: Value?, _ names: [(String, String)]) -> Value? {
        guard let items = list?.array, !items.isEmpty else { return nil }
        return .array(
            items.map { item in
                .object(.init(names.compactMap { name in item[name.0].map { (name.1, $0) } }))
            })
    }
}
