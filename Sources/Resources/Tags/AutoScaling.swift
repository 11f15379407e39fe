internal import Declarations
internal import Values

extension Tagging {
    /// Auto Scaling tags nothing but groups; every tag names its group and says whether instances get it.
    static let autoScalingGroup = Tagging(
        .list(key: "Key", value: "Value"), member: "Tags", add: Call("autoscaling:CreateOrUpdateTags"), adds: "Tags",
        remove: Call("autoscaling:DeleteTags"), removes: "Tags", removesObjects: true,
        extras: [
            .property("AutoScalingGroupName", as: "ResourceId"),
            .constant("ResourceType", "auto-scaling-group"),
        ],
        flag: "PropagateAtLaunch")
}
