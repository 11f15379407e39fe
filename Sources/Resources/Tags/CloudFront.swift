internal import Declarations

extension Tagging {
    static let distribution = Tagging(
        .list(key: "Key", value: "Value"), member: "DistributionConfigWithTags.Tags.Items",
        add: Call("cloudfront:TagResource", [.attribute("Arn", as: "Resource")]), adds: "Tags.Items",
        remove: Call("cloudfront:UntagResource", [.attribute("Arn", as: "Resource")]), removes: "TagKeys.Items")
}
