internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::AutoScaling::ScalingPolicy`. A template cannot name it. Put again, it is overwritten as a whole.
    static let autoScalingPolicy = ResourceType(
        "AWS::AutoScaling::ScalingPolicy",
        identity: .named("PolicyName", GeneratedName(limit: 255)),
        ref: "Arn",
        read: Read("autoscaling:DescribePolicies", items: "ScalingPolicies", .everything()),
        create: Create(put, repeatable: true),
        updates: [Update(settings, set: put, whole: true)],
        delete: Delete(
            [
                Call(
                    "autoscaling:DeletePolicy", ["AutoScalingGroupName", "PolicyName"],
                    tolerates: [ErrorMatch("ValidationError", contains: "not found")])
            ]),
        properties: [
            Property("AdjustmentType", absent: .unset),
            Property("Cooldown", absent: .unset),
            Property("EstimatedInstanceWarmup", absent: .unset),
            // "Average" for step policies, nothing for others.
            Property("MetricAggregationType", absent: .chosenByAWS),
            Property("MinAdjustmentMagnitude", absent: .unset),
            Property("PolicyType", absent: .means("SimpleScaling")),
            Property("PredictiveScalingConfiguration", absent: .unset),
            Property("PredictiveScalingConfiguration.MaxCapacityBreachBehavior", absent: .means("HonorMaxCapacity")),
            Property("PredictiveScalingConfiguration.Mode", absent: .means("ForecastOnly")),
            Property("PredictiveScalingConfiguration.SchedulingBufferTime", absent: .chosenByAWS),
            Property("ScalingAdjustment", absent: .unset),
            Property("StepAdjustments", absent: .unset, equality: .unordered),
            Property("TargetTrackingConfiguration", absent: .unset),
            Property("TargetTrackingConfiguration.DisableScaleIn", absent: .means(false)),
        ],
        attributes: ["Arn": Attribute("PolicyARN"), "PolicyName": "PolicyName"])

    private static let settings = [
        "AdjustmentType", "Cooldown", "EstimatedInstanceWarmup", "MetricAggregationType", "MinAdjustmentMagnitude",
        "PolicyType", "PredictiveScalingConfiguration", "ScalingAdjustment", "StepAdjustments",
        "TargetTrackingConfiguration",
    ]
    private static let put = Call(
        "autoscaling:PutScalingPolicy",
        ["AutoScalingGroupName", "PolicyName"] + settings.map { .init(stringLiteral: $0) })
}
