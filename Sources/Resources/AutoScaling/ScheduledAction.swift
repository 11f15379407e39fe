internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::AutoScaling::ScheduledAction`. A template cannot name it.
    static let autoScalingScheduledAction = ResourceType(
        "AWS::AutoScaling::ScheduledAction",
        identity: .named("ScheduledActionName", GeneratedName(limit: 255)),
        ref: "ScheduledActionName",
        read: Read("autoscaling:DescribeScheduledActions", items: "ScheduledUpdateGroupActions", .everything()),
        create: Create(put, repeatable: true),
        // Put again, an action keeps what is not given.
        updates: [Update(settings, first: [delete], set: put, whole: true)],
        delete: Delete(
            [delete]),
        properties: [
            Property("DesiredCapacity", absent: .unset),
            Property("EndTime", absent: .unset),
            Property("MaxSize", absent: .unset),
            Property("MinSize", absent: .unset),
            Property("Recurrence", absent: .unset),
            // The next time of a recurring action.
            Property("StartTime", absent: .chosenByAWS),
            Property("TimeZone", absent: .chosenByAWS),
        ],
        attributes: ["ScheduledActionName": "ScheduledActionName"],
        foreign: Foreign(
            inside: "AWS::AutoScaling::AutoScalingGroup", by: ["AutoScalingGroupName"], .own,
            shows: ["MinSize", "MaxSize", "DesiredCapacity"]))

    private static let settings = [
        "DesiredCapacity", "EndTime", "MaxSize", "MinSize", "Recurrence", "StartTime", "TimeZone",
    ]
    private static let delete = Call(
        "autoscaling:DeleteScheduledAction", ["AutoScalingGroupName", "ScheduledActionName"],
        tolerates: [ErrorMatch("ValidationError", contains: "not found")])
    private static let put = Call(
        "autoscaling:PutScheduledUpdateGroupAction",
        ["AutoScalingGroupName", "ScheduledActionName"] + settings.map { .init(stringLiteral: $0) })
}
