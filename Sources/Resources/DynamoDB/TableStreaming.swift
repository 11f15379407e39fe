internal import Declarations
internal import Values

/// A table's changes as records of a Kinesis data stream: one that is switched on, changed and switched off.
///
/// Streams that were switched off stay in what DynamoDB tells. Source: DynamoDB API reference,
/// DescribeKinesisStreamingDestination, KinesisDataStreamDestination.
enum TableStreaming {
    private static let property = "KinesisStreamSpecification"
    private static let precision = "ApproximateCreationDateTimePrecision"

    static let detail = Detail(
        "dynamodb:DescribeKinesisStreamingDestination", [.live("TableName", as: "TableName")],
        takes: "KinesisDataStreamDestinations", into: "$streaming", fills: [property], absent: .noTable)

    static let properties: [Property] = [
        Property(property, absent: .unset) { item in active(item["$streaming"]).first },
        Property("\(property).\(precision)", absent: .chosenByAWS),
    ]

    static let update = Update(
        [property],
        first: [
            call("Disable", each: planned { wanted, live in live.filter { $0["StreamArn"] != wanted["StreamArn"] } }),
            call(
                "Update", takes: "UpdateKinesisStreamingConfiguration",
                each: planned { wanted, live in
                    guard let asked = wanted[precision] else { return [] }
                    return live.contains { $0["StreamArn"] == wanted["StreamArn"] && $0[precision] != asked }
                        ? [wanted] : []
                }),
        ],
        set: call(
            "Enable", takes: "EnableKinesisStreamingConfiguration",
            each: planned { wanted, live in
                live.contains { $0["StreamArn"] == wanted["StreamArn"] } ? [] : [wanted]
            }),
        clear: call("Disable", each: .mapped(.live("$streaming")) { .array(active($0)) }))

    /// The streams that are switched on, or about to be.
    private static func active(_ destinations: Value?) -> [Value] {
        (destinations?.array ?? []).filter {
            ["ACTIVE", "ENABLING", "UPDATING"].contains($0["DestinationStatus"]?.string)
        }.map { $0.only(["StreamArn", precision]) }
    }

    /// What a call is made for, given what is wanted and the streams that are switched on.
    private static func planned(_ items: @escaping @Sendable (Value, [Value]) -> [Value]) -> Argument.Source {
        .mapped(.several([.property(property), .live("$streaming")])) { parts in
            guard let wanted = parts[0], !wanted.isEmptyOrNull else { return [] }
            return .array(items(wanted, active(parts[1])))
        }
    }

    private static func call(_ verb: String, takes configuration: String? = nil, each: Argument.Source) -> Call {
        let settings = configuration.map { [Argument.item(precision, as: "\($0).\(precision)")] } ?? []
        return Call(
            "dynamodb:\(verb)KinesisStreamingDestination",
            ["TableName", .item("StreamArn", as: "StreamArn")] + settings,
            each: each, retries: ["ResourceInUseException", "LimitExceededException"], patience: 600,
            wait: Wait(
                "streaming is settled", "dynamodb:DescribeKinesisStreamingDestination", ["TableName"],
                until: .every(
                    "KinesisDataStreamDestinations",
                    .member("DestinationStatus", of: ["ACTIVE", "DISABLED", "ENABLE_FAILED"])),
                failing: .some("KinesisDataStreamDestinations", .equals("DestinationStatus", "ENABLE_FAILED")),
                every: 3, atMost: 600))
    }
}

extension Value {
    /// The object with these members alone.
    fileprivate func only(_ names: [String]) -> Value {
        .object(Value.Object(names.compactMap { name in self[name].map { (name, $0) } }))
    }
}
