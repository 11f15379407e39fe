internal import Declarations
internal import Values

/// Which objects a rule or configuration of a bucket is for. CloudFormation spells it as members of the rule; S3 wants
/// one criterion, or `And` around several.
enum ObjectFilter {
    /// The members of a rule that are criteria, beside `TagFilters`.
    static let lifecycle = ["Prefix", "ObjectSizeGreaterThan", "ObjectSizeLessThan"]
    static let configuration = ["Prefix", "AccessPointArn"]

    /// S3's filter; nil when the rule is for all objects.
    static func encode(_ rule: Value, _ criteria: [String]) -> Value? {
        var filter = Value.Object()
        for name in criteria { filter[name] = rule[name].flatMap { $0.isEmptyOrNull ? nil : $0 } }
        let tags = rule["TagFilters"]?.array ?? []
        if filter.count + tags.count > 1 {
            if !tags.isEmpty { filter["Tags"] = .array(tags) }
            return ["And": .object(filter)]
        }
        if let tag = tags.first { return ["Tag": tag] }
        return filter.isEmpty ? nil : .object(filter)
    }

    /// The members of a rule in CloudFormation's words.
    static func decode(_ filter: Value?, _ criteria: [String]) -> Value.Object {
        let found = filter?["And"] ?? filter ?? [:]
        var rule = Value.Object()
        for name in criteria { rule[name] = found[name] }
        rule["TagFilters"] = found["Tags"] ?? found["Tag"].map { [$0] }
        return rule
    }
}
