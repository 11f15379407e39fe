internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ApplicationAutoScaling::ScalableTarget`: the range in which a service's task count, a table's capacity and
    /// the like may move. Registering again changes it.
    static let scalableTarget = ResourceType(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        identity: .key(["ResourceId", "ScalableDimension", "ServiceNamespace"]),
        read: Read(
            "application-autoscaling:DescribeScalableTargets", items: "ScalableTargets", .each(["ServiceNamespace"]),
            details: [
                Detail(
                    "application-autoscaling:DescribeScheduledActions",
                    [
                        .live("ServiceNamespace", as: "ServiceNamespace"), .live("ResourceId", as: "ResourceId"),
                        .live("ScalableDimension", as: "ScalableDimension"),
                    ],
                    takes: "ScheduledActions", into: "$actions", fills: ["ScheduledActions"], pages: true)
            ]),
        create: Create(
            Call(
                "application-autoscaling:RegisterScalableTarget",
                scalable + ["MinCapacity", "MaxCapacity", "RoleARN", "SuspendedState"],
                retries: [
                    "ConcurrentUpdateException",
                    // The service was made a moment ago.
                    ErrorMatch("ValidationException", contains: "ECS service doesn't exist"),
                ]),
            repeatable: true),
        updates: [
            Update(
                ["MinCapacity", "MaxCapacity", "RoleARN", "SuspendedState"],
                set: Call(
                    "application-autoscaling:RegisterScalableTarget", scalable, retries: ["ConcurrentUpdateException"]))
        ],
        itemSets: [
            ItemSet(
                "ScheduledActions",
                add: Call(
                    "application-autoscaling:PutScheduledAction",
                    scalable + [
                        .item("ScheduledActionName", as: "ScheduledActionName"), .item("Schedule", as: "Schedule"),
                        .item("Timezone", as: "Timezone"), .item("StartTime", as: "StartTime"),
                        .item("EndTime", as: "EndTime"), .item("ScalableTargetAction", as: "ScalableTargetAction"),
                    ],
                    retries: ["ConcurrentUpdateException"]),
                remove: Call(
                    "application-autoscaling:DeleteScheduledAction",
                    scalable + [.item("ScheduledActionName", as: "ScheduledActionName")],
                    tolerates: ["ObjectNotFoundException"], retries: ["ConcurrentUpdateException"]),
                key: "ScheduledActionName", overwrites: true)
        ],
        delete: Delete(
            // Takes policies and scheduled actions with it.
            "application-autoscaling:DeregisterScalableTarget", scalable, absent: ["ObjectNotFoundException"],
            retries: ["ConcurrentUpdateException"]),
        properties: [
            Property("ResourceId"),
            Property("ScalableDimension"),
            Property("ServiceNamespace"),
            Property("MinCapacity"),
            Property("MaxCapacity"),
            // The service-linked role, whatever is sent.
            Property("RoleARN", absent: .chosenByAWS),
            Property("SuspendedState", absent: .means([:])),
            Property("SuspendedState.DynamicScalingInSuspended", absent: .means(false)),
            Property("SuspendedState.DynamicScalingOutSuspended", absent: .means(false)),
            Property("SuspendedState.ScheduledScalingSuspended", absent: .means(false)),
            Property(
                "ScheduledActions", absent: .unset, equality: .keyed("ScheduledActionName"), at: "$actions"),
            // Putting an action again leaves what is not sent as it is.
            Property("ScheduledActions[].Timezone", absent: .derived { _, _ in "UTC" }),
        ],
        attributes: [
            "Id": Attribute("ScalableTargetARN", predicted: "${ResourceId}|${ScalableDimension}|${ServiceNamespace}") {
                guard let id = $0["ResourceId"]?.string, let dimension = $0["ScalableDimension"]?.string,
                    let space = $0["ServiceNamespace"]?.string
                else { return nil }
                return .string("\(id)|\(dimension)|\(space)")
            }
        ],
        unsupported: ["Tags": "a target is known by what it scales, and plumb puts no tags on it"])

    /// The three members that name what is scaled.
    private static let scalable: [Argument] = ["ServiceNamespace", "ResourceId", "ScalableDimension"]
}

extension Scaled.Scaler {
    /// - Parameters:
    ///   - dimension: `dynamodb:table:ReadCapacityUnits`, which begins with the service's namespace.
    ///   - id: makes the target's `ResourceId` of the properties of what is scaled.
    static func scalableTarget(
        _ dimension: String, _ id: @escaping @Sendable (_ properties: Value) -> String?
    ) -> Scaled.Scaler {
        .target(.init("AWS::ApplicationAutoScaling::ScalableTarget", min: "MinCapacity", max: "MaxCapacity")) {
            guard let id = id($0), let namespace = dimension.split(separator: ":").first else { return nil }
            return [
                "ResourceId": .string(id), "ScalableDimension": .string(dimension),
                "ServiceNamespace": .string(String(namespace)),
            ]
        }
    }
}
