internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::CloudWatch::Alarm`. One call makes it and replaces it as a whole.
    static let alarm = ResourceType(
        "AWS::CloudWatch::Alarm",
        identity: .named("AlarmName", GeneratedName(limit: 255)),
        arn: alarmARN,
        read: .alarms("MetricAlarm"),
        create: Create(
            Call("cloudwatch:PutMetricAlarm", ["AlarmName"] + alarmSettings.map { .init(stringLiteral: $0) } + [.tags]),
            repeatable: true),
        updates: [Update(alarmSettings, set: Call("cloudwatch:PutMetricAlarm", ["AlarmName"]), whole: true)],
        tagging: .alarm,
        delete: .alarm,
        properties: [
            Property("AlarmName", absent: .chosenByAWS),
            Property("ActionConfiguration", absent: .unset),
            Property("AlarmDescription", absent: .unset),
            Property("ActionsEnabled", absent: .means(true)),
            Property("AlarmActions", absent: .unset, equality: .unordered),
            Property("InsufficientDataActions", absent: .unset, equality: .unordered),
            Property("OKActions", absent: .unset, equality: .unordered),
            Property("ComparisonOperator", absent: .unset),
            Property("DatapointsToAlarm", absent: .unset),
            Property("Dimensions", absent: .unset, equality: .keyed("Name")),
            Property("EvaluateLowSampleCountPercentile", absent: .unset),
            Property("EvaluationCriteria", absent: .unset),
            Property("EvaluationInterval", absent: .unset),
            Property("EvaluationWindow", absent: .chosenByAWS),
            Property("EvaluationPeriods", absent: .unset),
            Property("ExtendedStatistic", absent: .unset),
            Property("MetricName", absent: .unset),
            Property("Metrics", absent: .unset, equality: .keyed("Id")),
            Property("Metrics[].ReturnData", absent: .means(true)),
            Property("Metrics[].MetricStat.Metric.Dimensions", equality: .keyed("Name")),
            Property("Namespace", absent: .unset),
            Property("Period", absent: .unset),
            Property("Statistic", absent: .unset),
            Property("Threshold", absent: .unset),
            Property("ThresholdMetricId", absent: .unset),
            Property("TreatMissingData", absent: .means("missing")),
            Property("Unit", absent: .unset),
            Property("WarmUpConfiguration", absent: .unset),
        ],
        attributes: ["Arn": Attribute("AlarmArn", predicted: alarmARN)])

    private static let alarmSettings = [
        "ActionConfiguration", "ActionsEnabled", "AlarmActions", "AlarmDescription", "ComparisonOperator",
        "DatapointsToAlarm", "Dimensions",
        "EvaluateLowSampleCountPercentile", "EvaluationCriteria", "EvaluationInterval", "EvaluationPeriods",
        "EvaluationWindow", "ExtendedStatistic", "InsufficientDataActions", "MetricName", "Metrics", "Namespace",
        "OKActions", "Period",
        "Statistic", "Threshold", "ThresholdMetricId", "TreatMissingData", "Unit",
        "WarmUpConfiguration",
    ]
}
