internal import Declarations
internal import Values

/// What alarms on metrics and composite ones have in common: one list, told apart by their type.
extension Read {
    /// - Parameter type: `MetricAlarm` or `CompositeAlarm`, as AWS calls it.
    static func alarms(_ type: String) -> Read {
        Read(
            "cloudwatch:DescribeAlarms", items: type + "s",
            .batch(
                member: "AlarmNames", of: "AlarmName", most: 100,
                with: [.constant("AlarmTypes", .array([.string(type)]))]),
            details: [
                .tags(
                    "cloudwatch:ListTagsForResource", [.live("AlarmArn", as: "ResourceARN")], takes: "Tags",
                    absent: ["ResourceNotFoundException", "ResourceNotFound"])
            ])
    }
}

extension Delete {
    static let alarm = Delete(
        "cloudwatch:DeleteAlarms", [Argument("AlarmNames", .list(.property("AlarmName")))],
        absent: ["ResourceNotFound"])
}

extension ResourceType {
    static let alarmARN = "arn:${Partition}:cloudwatch:${Region}:${Account}:alarm:${AlarmName}"
}
