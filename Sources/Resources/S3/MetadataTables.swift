internal import Declarations
internal import Values

/// A bucket's metadata tables. One read answers for both generations: S3 API reference, GetBucketMetadataConfiguration,
/// "You can use the V2 … API operation with V1 or V2 metadata configurations"; the tables of the first are in a table
/// bucket of the customer's. A configuration can be changed in parts, its encryption not at all.
enum MetadataTables {
    static let detail = Detail(
        "s3:GetBucketMetadataConfiguration", [.live("Name", as: "Bucket")],
        takes: "GetBucketMetadataConfigurationResult.MetadataConfigurationResult", into: "$metadata",
        fills: ["MetadataConfiguration", "MetadataTableConfiguration"], absent: missing)

    static let properties: [Property] = [
        Property("MetadataConfiguration", absent: .unset, decode: decode),
        Property("MetadataConfiguration.InventoryTableConfiguration", absent: .means(disabled)),
        Property("MetadataConfiguration.AnnotationTableConfiguration", absent: .means(disabled)),
        Property("MetadataTableConfiguration", absent: .unset, decode: decodeFirst),
    ]

    /// The second generation goes first: its `clear` deletes whatever there is.
    static let updates: [Update] = [
        Update(
            ["MetadataConfiguration"],
            first: [call("DeleteBucketMetadataConfiguration", tolerates: missing, each: .mapped(state, old))],
            set: Call(
                "s3:CreateBucketMetadataConfiguration",
                [bucket, .property("MetadataConfiguration", as: "MetadataConfiguration")],
                each: .mapped(state, needed), retries: busy, wait: ready),
            then: parts.map { part in
                call(
                    "UpdateBucketMetadata\(part)", [Argument(part, .item(nil))],
                    each: .mapped(state) { changed(part, $0) })
            },
            clear: call("DeleteBucketMetadataConfiguration", tolerates: missing)),
        Update(
            ["MetadataTableConfiguration"],
            first: [call("DeleteBucketMetadataConfiguration", tolerates: missing, each: .mapped(state, existing))],
            set: Call(
                "s3:CreateBucketMetadataTableConfiguration",
                [bucket, .property("MetadataTableConfiguration", as: "MetadataTableConfiguration")], retries: busy,
                wait: ready),
            // Where a configuration of the second generation has taken the place of the old one.
            clear: call("DeleteBucketMetadataTableConfiguration", tolerates: missing + ["MethodNotAllowed"])),
    ]

    static let attributes: [String: Attribute] = {
        var attributes: [String: Attribute] = [
            "MetadataConfiguration.Destination": attribute("DestinationResult", "MetadataConfiguration"),
            "MetadataTableConfiguration.S3TablesDestination.TableArn": attribute(
                "JournalTableConfigurationResult.TableArn", "MetadataTableConfiguration"),
            "MetadataTableConfiguration.S3TablesDestination.TableNamespace": attribute(
                "DestinationResult.TableNamespace", "MetadataTableConfiguration"),
        ]
        for part in parts {
            for name in ["TableArn", "TableName"] {
                attributes["MetadataConfiguration.\(part).\(name)"] = attribute(
                    "\(part)Result.\(name)", "MetadataConfiguration")
            }
        }
        return attributes
    }()

    private static let parts = [
        "JournalTableConfiguration", "InventoryTableConfiguration", "AnnotationTableConfiguration",
    ]
    private static let missing: [ErrorMatch] = ["MetadataConfigurationNotFound"]
    private static let busy: [ErrorMatch] = ["OperationAborted"]
    private static let bucket: Argument = .property("BucketName", as: "Bucket")
    private static let state: Argument.Source = .several([.property("MetadataConfiguration"), .live("$metadata")])
    private static let disabled: Value = ["ConfigurationState": "DISABLED"]

    private static let ready: Wait = {
        let table =
            "GetBucketMetadataConfigurationResult.MetadataConfigurationResult.JournalTableConfigurationResult.TableStatus"
        return Wait(
            "metadata table is ready", "s3:GetBucketMetadataConfiguration", [bucket],
            until: .member(table, of: ["ACTIVE", "BACKFILLING"]), failing: .equals(table, "FAILED"), every: 5,
            atMost: 1800)
    }()

    private static func attribute(_ path: String, _ property: String) -> Attribute {
        Attribute("$metadata." + path, follows: [property])
    }

    private static func call(
        _ operation: String, _ arguments: [Argument] = [], tolerates: [ErrorMatch] = [], each: Argument.Source? = nil
    ) -> Call {
        Call("s3:\(operation)", [bucket] + arguments, each: each, tolerates: tolerates, retries: busy)
    }

    // MARK: - What is there

    private static func isOld(_ answer: Value?) -> Bool {
        answer?.at("DestinationResult.TableBucketType") == "customer"
    }

    @Sendable private static func decode(_ item: Value) -> Value? {
        guard let answer = item["$metadata"], !isOld(answer) else { return nil }
        var out = Value.Object()
        for part in parts {
            guard let found = answer[part + "Result"] else { continue }
            var one = Value.Object()
            for name in ["ConfigurationState", "RecordExpiration", "Role"] { one[name] = found[name] }
            out[part] = .object(one)
        }
        return .object(out)
    }

    @Sendable private static func decodeFirst(_ item: Value) -> Value? {
        guard let answer = item["$metadata"], isOld(answer) else { return nil }
        var destination = Value.Object()
        destination["TableBucketArn"] = answer.at("DestinationResult.TableBucketArn")
        destination["TableName"] = answer.at("JournalTableConfigurationResult.TableName")
        return ["S3TablesDestination": .object(destination)]
    }

    // MARK: - What is to be done: no item, no call

    @Sendable private static func old(_ state: Value) -> Value { isOld(state[1]) ? [true] : [] }
    @Sendable private static func existing(_ state: Value) -> Value { isThere(state) ? [true] : [] }
    @Sendable private static func needed(_ state: Value) -> Value { isThere(state) && !isOld(state[1]) ? [] : [true] }

    private static func isThere(_ state: Value) -> Bool { !(state[1] ?? .null).isNull }

    /// The desired part of a configuration that is there, when it differs.
    private static func changed(_ part: String, _ state: Value) -> Value {
        guard isThere(state), !isOld(state[1]) else { return [] }
        let wanted = state[0]?[part] ?? disabled
        let found = state[1]?[part + "Result"] ?? disabled
        let same = ["ConfigurationState", "RecordExpiration", "Role"].allSatisfy { wanted[$0] == found[$0] }
        guard !same else { return [] }
        // The encryption of a journal cannot be given again.
        return part.hasPrefix("Journal") ? [["RecordExpiration": wanted["RecordExpiration"] ?? .null]] : [wanted]
    }
}
