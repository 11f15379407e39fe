internal import Declarations

extension Tagging {
    /// Tags in `PutMetricAlarm` and `PutCompositeAlarm` count at creation only.
    static let alarm = cloudWatch(arn: "Arn")
    static let dashboard = cloudWatch(arn: "Arn")

    private static func cloudWatch(arn attribute: String) -> Tagging {
        let resource: Argument = .attribute(attribute, as: "ResourceARN")
        return Tagging(
            .list(key: "Key", value: "Value"), member: "Tags", add: Call("cloudwatch:TagResource", [resource]),
            adds: "Tags", remove: Call("cloudwatch:UntagResource", [resource]), removes: "TagKeys")
    }
}
