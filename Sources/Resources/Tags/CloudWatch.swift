internal import Declarations

extension Tagging {
    /// Tags in `PutMetricAlarm` count at creation only.
    static let alarm = Tagging(
        .list(key: "Key", value: "Value"), member: "Tags",
        add: Call("cloudwatch:TagResource", [.attribute("Arn", as: "ResourceARN")]), adds: "Tags",
        remove: Call("cloudwatch:UntagResource", [.attribute("Arn", as: "ResourceARN")]), removes: "TagKeys")
}
