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

    /// The address at which S3 serves the site over HTTP. The oldest regions stand behind a dash in it, all others
    /// behind a dot (the website endpoints of Amazon S3 in the AWS General Reference).
    @Sendable static func address(_ item: Value) -> Value? {
        guard let bucket = item["Name"]?.string, let region = item["BucketRegion"]?.string else { return nil }
        let separator = dashedRegions.contains(region) ? "-" : "."
        let suffix = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        return .string("http://\(bucket).s3-website\(separator)\(region).\(suffix)")
    }

    private static let dashedRegions: Set<String> = [
        "us-east-1", "us-west-1", "us-west-2", "us-gov-west-1", "ap-northeast-1", "ap-southeast-1", "ap-southeast-2",
        "eu-west-1", "sa-east-1",
    ]

    private static func rules(_ list: Value?, _ names: [(String, String)]) -> Value? {
        guard let items = list?.array, !items.isEmpty else { return nil }
        return .array(
            items.map { item in
                .object(.init(names.compactMap { name in item[name.0].map { (name.1, $0) } }))
            })
    }
}
