internal import Declarations
internal import Values

extension Tagging {
    /// Hosted zones and health checks: put on after the creation, which takes none; the caller reference is what tells
    /// whose it is.
    /// - Parameters:
    ///   - kind: Route 53's word for it (`hostedzone`).
    ///   - id: the attribute that holds the id.
    static func route53(_ kind: String, id: String, property: String) -> Tagging {
        let change = Call(
            "route53:ChangeTagsForResource",
            [.constant("ResourceType", .string(kind)), .attribute(id, as: "ResourceId")],
            retries: ["PriorRequestNotComplete"])
        return Tagging(
            .list(key: "Key", value: "Value"), member: nil, add: change, adds: "AddTags", remove: change,
            removes: "RemoveTagKeys", property: property)
    }
}

extension Detail {
    /// The tags of up to ten hosted zones or health checks.
    static func route53Tags(_ kind: String) -> Detail {
        .tags(
            "route53:ListTagsForResources",
            batch: Batch(
                member: "ResourceIds", key: "Id", most: 10, items: "ResourceTagSets", answer: "ResourceId"),
            takes: "Tags", with: [.constant("ResourceType", .string(kind))])
    }
}
