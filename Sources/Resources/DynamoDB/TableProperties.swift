internal import Declarations
internal import Values

extension ResourceType {
    static let tableProperties: [Property] =
        [
            Property("TableName", absent: .chosenByAWS),
            Property(
                "AttributeDefinitions", absent: .refused("a table has keys"), equality: .keyed("AttributeName"),
                replaces: .partly(
                    "the types of the table's keys and of local indexes' are fixed; definitions that only global indexes use "
                        + "come and go with them")),
            Property("KeySchema", replaces: "a table's keys are made with it"),
            Property(
                "LocalSecondaryIndexes", absent: .unset, equality: .keyed("IndexName"),
                replaces: "local indexes are made with the table"),
            Property("LocalSecondaryIndexes[].Projection.NonKeyAttributes", equality: .unordered),
            Property("GlobalSecondaryIndexes", absent: .unset, equality: .keyed("IndexName")) {
                $0["GlobalSecondaryIndexes"]?.array.map { .array($0.map(index)) }
            },
            Property("GlobalSecondaryIndexes[].Projection.NonKeyAttributes", equality: .unordered),
            Property("GlobalSecondaryIndexes[].ProvisionedThroughput", absent: .unset),
            Property("GlobalSecondaryIndexes[].OnDemandThroughput", absent: .unset),
            Property("GlobalSecondaryIndexes[].WarmThroughput", absent: .chosenByAWS),
            Property("BillingMode", absent: .means("PROVISIONED"), at: "BillingModeSummary.BillingMode"),
            Property("ProvisionedThroughput", absent: .unset) {
                $0.at("BillingModeSummary.BillingMode") == "PAY_PER_REQUEST"
                    ? nil : capacity($0["ProvisionedThroughput"])
            },
            Property("OnDemandThroughput", absent: .unset) { limits($0["OnDemandThroughput"]) },
            Property("WarmThroughput", absent: .chosenByAWS),
            Property("TableClass", absent: .means("STANDARD"), at: "TableClassSummary.TableClass"),
            Property("DeletionProtectionEnabled", absent: .means(false)),
            Property("SSESpecification", absent: .means(["SSEEnabled": false])) { encryption($0["SSEDescription"]) },
            Property("SSESpecification.SSEType", absent: .chosenByAWS),
            Property("SSESpecification.KMSMasterKeyId", absent: .chosenByAWS, equality: .normalised(keyID)),
            Property(
                "StreamSpecification", absent: .unset,
                decode: { item in
                    guard let stream = item["StreamSpecification"], stream["StreamEnabled"]?.bool == true else {
                        return nil
                    }
                    return stream["StreamViewType"].map { ["StreamViewType": $0] }
                },
                encode: { stream in
                    ["StreamEnabled": true, "StreamViewType": stream["StreamViewType"] ?? .null]
                }),
            Property("TimeToLiveSpecification", absent: .means(["Enabled": false])) { item in
                guard let live = item["$ttl"] else { return nil }
                let isOn = ["ENABLED", "ENABLING"].contains(live["TimeToLiveStatus"]?.string)
                return isOn ? ["Enabled": true, "AttributeName": live["AttributeName"] ?? .null] : ["Enabled": false]
            },
            Property("PointInTimeRecoverySpecification", absent: .means(["PointInTimeRecoveryEnabled": false])) {
                item in
                guard let live = item["$recovery"] else { return nil }
                guard live["PointInTimeRecoveryStatus"] == "ENABLED" else {
                    return ["PointInTimeRecoveryEnabled": false]
                }
                let on: Value = ["PointInTimeRecoveryEnabled": true]
                return live["RecoveryPeriodInDays"].map { on.setting("RecoveryPeriodInDays", to: $0) } ?? on
            },
            Property("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", absent: .means(false)),
            Property("PointInTimeRecoverySpecification.RecoveryPeriodInDays", absent: .chosenByAWS),
            Property("ResourcePolicy", absent: .unset) { item in
                item.at("$policy.Policy").map { ["PolicyDocument": $0] }
            },
            Property("ResourcePolicy.PolicyDocument", equality: .policy),
            Property("ContributorInsightsSpecification", absent: .means(["Enabled": false])) { item in
                guard let live = item["$insights"] else { return nil }
                guard ["ENABLED", "ENABLING"].contains(live["ContributorInsightsStatus"]?.string) else {
                    return ["Enabled": false]
                }
                let on: Value = ["Enabled": true]
                return live["ContributorInsightsMode"].map { on.setting("Mode", to: $0) } ?? on
            },
            Property("ContributorInsightsSpecification.Mode", absent: .chosenByAWS),
        ] + TableStreaming.properties

    /// An index without the throughput that it has not.
    private static func index(_ live: Value) -> Value {
        var told = live.object ?? [:]
        told["ProvisionedThroughput"] = capacity(live["ProvisionedThroughput"])
        told["OnDemandThroughput"] = limits(live["OnDemandThroughput"])
        return .object(told)
    }

    /// Capacity units; an on-demand table and its indexes tell zeros.
    private static func capacity(_ live: Value?) -> Value? {
        guard let read = live?["ReadCapacityUnits"], let write = live?["WriteCapacityUnits"],
            read != 0 || write != 0
        else { return nil }
        return ["ReadCapacityUnits": read, "WriteCapacityUnits": write]
    }

    /// Request units at most; -1 is none.
    private static func limits(_ live: Value?) -> Value? {
        let set = (live?.object ?? [:]).filter { $0.value != -1 }.map { ($0.name, $0.value) }
        return set.isEmpty ? nil : .object(Value.Object(set))
    }

    /// In the words of the API, as what is read is.
    private static func encryption(_ live: Value?) -> Value? {
        guard let live, ["ENABLED", "ENABLING", "UPDATING"].contains(live["Status"]?.string) else {
            return ["Enabled": false]
        }
        var told: Value = ["Enabled": true]
        if let type = live["SSEType"] { told = told.setting("SSEType", to: type) }
        if let key = live["KMSMasterKeyArn"] { told = told.setting("KMSMasterKeyId", to: key) }
        return told
    }

    /// The id at the end of a key's ARN.
    @Sendable private static func keyID(_ key: Value) -> Value {
        key.string?.split(separator: "/").last.map { .string(String($0)) } ?? key
    }
}
