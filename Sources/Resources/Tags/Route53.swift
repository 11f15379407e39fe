internal import Declarations
internal import Values

extension Tagging {
    /// Hosted zones: put on after the creation, which takes none; the caller reference is what tells whose it is.
    static let hostedZone = Tagging(
        .list(key: "Key", value: "Value"), member: nil, add: change, adds: "AddTags", remove: change,
        removes: "RemoveTagKeys", property: "HostedZoneTags")

    private static let change = Call(
        "route53:ChangeTagsForResource",
        [.constant("ResourceType", "hostedzone"), .attribute("Id", as: "ResourceId")],
        retries: ["PriorRequestNotComplete"])
}
