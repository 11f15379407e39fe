internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ApplicationAutoScaling::ScalingPolicy`. What is scaled is named by three properties or by the scalable
    /// target's id, which holds all three.
    static let applicationScalingPolicy = ResourceType(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        identity: .key(["PolicyName", "ResourceId", "ScalableDimension", "ServiceNamespace"]),
        ref: "Arn",
        read: Read(
            "application-autoscaling:DescribeScalingPolicies", items: "ScalingPolicies", .each(["ServiceNamespace"])),
        create: Create(
            Call(
                "application-autoscaling:PutScalingPolicy", scalable + settings,
                retries: ["ConcurrentUpdateException", "ObjectNotFoundException"]),
            repeatable: true),
        updates: [
            Update(
                [
                    "PolicyType", "StepScalingPolicyConfiguration", "TargetTrackingScalingPolicyConfiguration",
                    "PredictiveScalingPolicyConfiguration",
                ],
                set: Call(
                    "application-autoscaling:PutScalingPolicy", scalable, retries: ["ConcurrentUpdateException"]),
                whole: true)
        ],
        delete: Delete(
            "application-autoscaling:DeleteScalingPolicy", scalable, absent: ["ObjectNotFoundException"],
            retries: ["ConcurrentUpdateException"]),
        properties: [
            Property("PolicyName"),
            Property("PolicyType"),
            Property("ResourceId", absent: .derived(from: ["ScalingTargetId"]) { $1.scaled(0) }),
            Property("ScalableDimension", absent: .derived(from: ["ScalingTargetId"]) { $1.scaled(1) }),
            Property("ServiceNamespace", absent: .derived(from: ["ScalingTargetId"]) { $1.scaled(2) }),
            // Says what the three say; a change shows in them.
            Property("ScalingTargetId", absent: .chosenByAWS, writeOnly: true),
            Property("StepScalingPolicyConfiguration", absent: .unset),
            Property("StepScalingPolicyConfiguration.MetricAggregationType", absent: .means("Average")),
            Property("StepScalingPolicyConfiguration.Cooldown", absent: .chosenByAWS),
            Property("StepScalingPolicyConfiguration.StepAdjustments", equality: .unordered),
            Property("TargetTrackingScalingPolicyConfiguration", absent: .unset),
            Property("TargetTrackingScalingPolicyConfiguration.DisableScaleIn", absent: .means(false)),
            // Their defaults differ between services.
            Property("TargetTrackingScalingPolicyConfiguration.ScaleInCooldown", absent: .chosenByAWS),
            Property("TargetTrackingScalingPolicyConfiguration.ScaleOutCooldown", absent: .chosenByAWS),
            Property(
                "TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Dimensions", absent: .unset,
                equality: .unordered),
            Property("PredictiveScalingPolicyConfiguration", absent: .unset),
            Property("PredictiveScalingPolicyConfiguration.Mode", absent: .means("ForecastOnly")),
            Property(
                "PredictiveScalingPolicyConfiguration.MaxCapacityBreachBehavior", absent: .means("HonorMaxCapacity")),
            Property("PredictiveScalingPolicyConfiguration.SchedulingBufferTime", absent: .chosenByAWS),
        ],
        attributes: ["Arn": Attribute("PolicyARN", created: "PolicyARN")])

    private static let scalable: [Argument] = [
        "PolicyName", scaled("ResourceId", 0), scaled("ScalableDimension", 1), scaled("ServiceNamespace", 2),
    ]

    /// One of the three that name what is scaled: itself, or its part of the target's id.
    private static func scaled(_ name: String, _ part: Int) -> Argument {
        Argument(
            name,
            .mapped(.several([.property(name), .property("ScalingTargetId")])) { sources in
                sources[0].flatMap { $0.isEmptyOrNull ? nil : $0 }
                    ?? Value.object(["ScalingTargetId": sources[1] ?? .null]).scaled(part) ?? .null
            })
    }

    private static let settings: [Argument] = [
        "PolicyType", "StepScalingPolicyConfiguration", "TargetTrackingScalingPolicyConfiguration",
        "PredictiveScalingPolicyConfiguration",
    ]
}

extension Value {
    /// A part of the target's id, which is `ResourceId|ScalableDimension|ServiceNamespace`.
    fileprivate func scaled(_ part: Int) -> Value? {
        let parts = self["ScalingTargetId"]?.string?.split(separator: "|") ?? []
        return parts.count == 3 ? .string(String(parts[part])) : nil
    }
}
