internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::AutoScaling::LifecycleHook`. Put again, it is overwritten.
    static let lifecycleHook = ResourceType(
        "AWS::AutoScaling::LifecycleHook",
        identity: .key(["AutoScalingGroupName", "LifecycleHookName"]),
        ref: "LifecycleHookName",
        read: Read(
            "autoscaling:DescribeLifecycleHooks", items: "LifecycleHooks", .each(["AutoScalingGroupName"]),
            absent: [ErrorMatch("ValidationError", contains: "not found")]),
        create: Create(put, repeatable: true),
        updates: [
            Update(["LifecycleTransition"] + optional, set: put, whole: true)
        ],
        delete: Delete(
            [
                Call(
                    "autoscaling:DeleteLifecycleHook", ["AutoScalingGroupName", "LifecycleHookName"],
                    tolerates: [
                        ErrorMatch("ValidationError", contains: "not found"),
                        ErrorMatch("ValidationError", contains: "No Lifecycle Hook found"),
                    ])
            ]),
        properties: [
            Property("LifecycleHookName", absent: .chosenByAWS, generated: GeneratedName(limit: 255)),
            Property("DefaultResult", absent: .means("ABANDON")),
            Property("HeartbeatTimeout", absent: .means(3600)),
            // An update cannot take it or the role away; without a target they mean nothing.
            Property("NotificationMetadata", absent: .chosenByAWS),
            Property("NotificationTargetARN", absent: .unset),
            Property("RoleARN", absent: .chosenByAWS),
        ],
        completes: ["AutoScalingGroupName"],
        claims: [
            Claim(
                through: "AutoScalingGroupName", of: "AWS::AutoScaling::AutoScalingGroup",
                list: "LifecycleHookSpecificationList", member: "LifecycleHookName", value: "LifecycleHookName")
        ],
        foreign: Foreign(
            parent: "AutoScalingGroupName", of: "AWS::AutoScaling::AutoScalingGroup",
            shows: ["LifecycleHookName", "LifecycleTransition"]))

    private static let optional = [
        "DefaultResult", "HeartbeatTimeout", "NotificationMetadata", "NotificationTargetARN", "RoleARN",
    ]
    private static let put = Call(
        "autoscaling:PutLifecycleHook",
        ["AutoScalingGroupName", "LifecycleHookName", "LifecycleTransition"]
            + optional.map { .init(stringLiteral: $0) },
        // A role or topic that was made a moment ago.
        retries: [ErrorMatch("ValidationError", contains: "Unable to publish test message")])
}
