internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::Logs::MetricFilter`. One call reads the filters of a log group. The API has dimensions as a map.
    static let metricFilter = ResourceType(
        "AWS::Logs::MetricFilter",
        identity: .named("FilterName", GeneratedName(limit: 512)),
        ref: "FilterName",
        read: Read(
            "logs:DescribeMetricFilters", items: "metricFilters", .each(["LogGroupName"]),
            absent: ["ResourceNotFoundException"]),
        create: Create(putMetricFilter, repeatable: true),
        updates: [
            Update(
                [
                    "FilterPattern", "MetricTransformations", "ApplyOnTransformedLogs", "FieldSelectionCriteria",
                    "EmitSystemFieldDimensions",
                ], set: putMetricFilter, whole: true)
        ],
        delete: Delete(
            "logs:DeleteMetricFilter", ["LogGroupName", "FilterName"], absent: ["ResourceNotFoundException"],
            retries: ["OperationAbortedException"]),
        properties: [
            Property("FilterName", absent: .chosenByAWS),
            Property("ApplyOnTransformedLogs", absent: .means(false)),
            Property("FieldSelectionCriteria", absent: .unset),
            Property("EmitSystemFieldDimensions", absent: .unset, equality: .unordered),
            Property("MetricTransformations[].Dimensions", equality: .keyed("Key")),
            Property("MetricTransformations[].Unit", absent: .means("None")),
            Property("MetricTransformations", decode: decodeTransformations),
        ])

    private static let putMetricFilter = Call(
        "logs:PutMetricFilter",
        [
            "LogGroupName", "FilterName", "FilterPattern",
            Argument("metricTransformations", .mapped(.property("MetricTransformations"), encodeTransformations)),
            "ApplyOnTransformedLogs", "FieldSelectionCriteria", "EmitSystemFieldDimensions",
        ], retries: ["OperationAbortedException"])

    private static let members = [
        ("MetricName", "metricName"), ("MetricNamespace", "metricNamespace"), ("MetricValue", "metricValue"),
        ("DefaultValue", "defaultValue"), ("Unit", "unit"),
    ]

    @Sendable private static func encodeTransformations(_ list: Value) -> Value {
        guard let items = list.array else { return list }
        return .array(
            items.map { item in
                var out = Value.Object(members.compactMap { name in item[name.0].map { (name.1, $0) } })
                if let dimensions = item["Dimensions"]?.array {
                    out["dimensions"] = .object(
                        .init(dimensions.compactMap { d in (d["Key"]?.string).map { ($0, d["Value"] ?? "") } }))
                }
                return .object(out)
            })
    }

    @Sendable private static func decodeTransformations(_ item: Value) -> Value? {
        item["metricTransformations"]?.array.map { items in
            .array(
                items.map { item in
                    var out = Value.Object(members.compactMap { name in item[name.1].map { (name.0, $0) } })
                    if let dimensions = item["dimensions"]?.object {
                        out["Dimensions"] = .array(dimensions.map { ["Key": .string($0.name), "Value": $0.value] })
                    }
                    return .object(out)
                })
        }
    }
}
