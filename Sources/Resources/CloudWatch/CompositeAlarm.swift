internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::CloudWatch::CompositeAlarm`. One call makes it and replaces it as a whole.
    static let compositeAlarm = ResourceType(
        "AWS::CloudWatch::CompositeAlarm",
        identity: .named("AlarmName", GeneratedName(limit: 255)),
        arn: alarmARN,
        read: .alarms("CompositeAlarm"),
        create: Create(
            Call(
                "cloudwatch:PutCompositeAlarm",
                ["AlarmName"] + compositeSettings.map { .init(stringLiteral: $0) } + [.tags]), repeatable: true),
        updates: [Update(compositeSettings, set: Call("cloudwatch:PutCompositeAlarm", ["AlarmName"]), whole: true)],
        tagging: .alarm,
        delete: .alarm,
        properties: [
            Property("AlarmName", absent: .chosenByAWS),
            Property("AlarmRule"),
            Property("ActionConfiguration", absent: .unset),
            Property("AlarmDescription", absent: .unset),
            Property("ActionsEnabled", absent: .means(true)),
            Property("ActionsSuppressor", absent: .unset),
            Property("ActionsSuppressorExtensionPeriod", absent: .unset),
            Property("ActionsSuppressorWaitPeriod", absent: .unset),
            Property("AlarmActions", absent: .unset, equality: .unordered),
            Property("InsufficientDataActions", absent: .unset, equality: .unordered),
            Property("OKActions", absent: .unset, equality: .unordered),
        ],
        attributes: ["Arn": Attribute("AlarmArn", predicted: alarmARN)])

    private static let compositeSettings = [
        "ActionConfiguration", "ActionsEnabled", "ActionsSuppressor", "ActionsSuppressorExtensionPeriod",
        "ActionsSuppressorWaitPeriod", "AlarmActions", "AlarmDescription", "AlarmRule", "InsufficientDataActions",
        "OKActions",
    ]
}
