internal import Declarations
internal import Values

/// A bucket's configurations of which it has many, each with an id: storage class analysis, archive tiers, inventories
/// and request metrics. S3 lists them in pages and has a call to put one and one to delete one.
enum Configurations {
    static let details: [Detail] = kinds.map { kind in
        Detail(
            "s3:ListBucket\(kind.api)s", [.live("Name", as: "Bucket")], takes: "\(kind.api)List",
            into: "$\(kind.property)", fills: [kind.property], pages: true)
    }

    static let itemSets: [ItemSet] = kinds.map { kind in
        ItemSet(
            kind.property,
            add: call("PutBucket\(kind.api)", [Argument(kind.api, .mapped(.item(nil), kind.encode))]),
            remove: call("DeleteBucket\(kind.api)", []), key: "Id", overwrites: true)
    }

    static let properties: [Property] =
        kinds.map { kind in
            Property(kind.property, absent: .unset, equality: .unordered) { item in
                item["$\(kind.property)"]?.array.map { .array($0.map(kind.decode)) }
            }
        } + [
            Property("AnalyticsConfigurations[].TagFilters", absent: .unset, equality: .unordered),
            Property("IntelligentTieringConfigurations[].TagFilters", absent: .unset, equality: .unordered),
            Property("IntelligentTieringConfigurations[].Tierings", equality: .unordered),
            Property("InventoryConfigurations[].OptionalFields", absent: .unset, equality: .unordered),
            Property("MetricsConfigurations[].TagFilters", absent: .unset, equality: .unordered),
        ]

    private struct Kind: Sendable {
        var property: String
        /// S3's name of one, as in `PutBucket…`.
        var api: String
        var encode: @Sendable (Value) -> Value
        var decode: @Sendable (Value) -> Value
    }

    private static let kinds: [Kind] = [
        Kind(
            property: "AnalyticsConfigurations", api: "AnalyticsConfiguration",
            encode: { filtered($0, with: ["StorageClassAnalysis": analysis($0["StorageClassAnalysis"] ?? [:])]) },
            decode: { unfiltered($0, with: ["StorageClassAnalysis": readAnalysis($0["StorageClassAnalysis"] ?? [:])]) }),
        Kind(
            property: "IntelligentTieringConfigurations", api: "IntelligentTieringConfiguration",
            encode: { filtered($0, with: ["Status": $0["Status"], "Tierings": $0["Tierings"]]) },
            decode: { unfiltered($0, with: ["Status": $0["Status"], "Tierings": $0["Tierings"]]) }),
        Kind(
            property: "InventoryConfigurations", api: "InventoryConfiguration", encode: inventory, decode: readInventory
        ),
        Kind(
            property: "MetricsConfigurations", api: "MetricsConfiguration", encode: { filtered($0, with: [:]) },
            decode: { unfiltered($0, with: [:]) }),
    ]

    private static func call(_ operation: String, _ arguments: [Argument]) -> Call {
        Call(
            "s3:\(operation)", [.property("BucketName", as: "Bucket"), .item("Id", as: "Id")] + arguments,
            tolerates: operation.hasPrefix("Delete") ? ["NoSuchConfiguration"] : [], retries: ["OperationAborted"])
    }

    // MARK: - Filters

    private static func filtered(_ item: Value, with members: [String: Value?]) -> Value {
        var out = Value.Object()
        out["Id"] = item["Id"]
        out["Filter"] = ObjectFilter.encode(item, ObjectFilter.configuration)
        for (name, value) in members.sorted(by: { $0.key < $1.key }) { out[name] = value }
        return .object(out)
    }

    private static func unfiltered(_ answer: Value, with members: [String: Value?]) -> Value {
        var out = ObjectFilter.decode(answer["Filter"], ObjectFilter.configuration)
        out["Id"] = answer["Id"]
        for (name, value) in members { out[name] = value }
        return .object(out)
    }

    // MARK: - Destinations

    private static func analysis(_ value: Value) -> Value {
        guard let export = value["DataExport"], let destination = export["Destination"] else { return value }
        return value.setting(
            "DataExport.Destination", to: ["S3BucketDestination": bucket(destination, account: "BucketAccountId")])
    }

    private static func readAnalysis(_ answer: Value) -> Value {
        guard let destination = answer.at("DataExport.Destination.S3BucketDestination") else { return answer }
        return answer.setting("DataExport.Destination", to: readBucket(destination, account: "BucketAccountId"))
    }

    @Sendable private static func inventory(_ item: Value) -> Value {
        var out = Value.Object()
        out["Id"] = item["Id"]
        out["Destination"] = ["S3BucketDestination": bucket(item["Destination"] ?? [:], account: "AccountId")]
        out["IsEnabled"] = item["Enabled"]
        out["Filter"] = item["Prefix"].flatMap { $0.isEmptyOrNull ? nil : ["Prefix": $0] }
        out["IncludedObjectVersions"] = item["IncludedObjectVersions"]
        out["OptionalFields"] = item["OptionalFields"]
        out["Schedule"] = item["ScheduleFrequency"].map { ["Frequency": $0] }
        return .object(out)
    }

    @Sendable private static func readInventory(_ answer: Value) -> Value {
        var out = Value.Object()
        out["Id"] = answer["Id"]
        out["Destination"] = readBucket(answer.at("Destination.S3BucketDestination") ?? [:], account: "AccountId")
        out["Enabled"] = answer["IsEnabled"]
        out["Prefix"] = answer.at("Filter.Prefix")
        out["IncludedObjectVersions"] = answer["IncludedObjectVersions"]
        out["OptionalFields"] = answer["OptionalFields"]
        out["ScheduleFrequency"] = answer.at("Schedule.Frequency")
        return .object(out)
    }

    /// - Parameter account: S3's name for the account that owns the destination.
    private static func bucket(_ destination: Value, account: String) -> Value {
        var out = Value.Object()
        out["Bucket"] = destination["BucketArn"]
        out[account] = destination["BucketAccountId"]
        out["Format"] = destination["Format"]
        out["Prefix"] = destination["Prefix"]
        return .object(out)
    }

    private static func readBucket(_ destination: Value, account: String) -> Value {
        var out = Value.Object()
        out["BucketArn"] = destination["Bucket"]
        out["BucketAccountId"] = destination[account]
        out["Format"] = destination["Format"]
        out["Prefix"] = destination["Prefix"]
        return .object(out)
    }
}
