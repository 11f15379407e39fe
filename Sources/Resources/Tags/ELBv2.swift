internal import Declarations

extension Tagging {
    /// Elastic Load Balancing: one pair of calls for every kind of resource.
    static func elbv2(arn attribute: String) -> Tagging {
        let resource = Argument("ResourceArns", .list(.attribute(attribute)))
        return Tagging(
            .list(key: "Key", value: "Value"), member: "Tags", add: Call("elbv2:AddTags", [resource]), adds: "Tags",
            remove: Call("elbv2:RemoveTags", [resource]), removes: "TagKeys")
    }
}

extension Detail {
    /// The tags of up to twenty load balancers, target groups, listeners or rules.
    static func elbv2Tags(arn path: String) -> Detail {
        .tags(
            "elbv2:DescribeTags",
            batch: Batch(member: "ResourceArns", key: path, most: 20, items: "TagDescriptions", answer: "ResourceArn"),
            takes: "Tags")
    }
}
