internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::DynamoDB::Table`. DynamoDB takes one kind of change at a time, and one index, and is busy after each; so
    /// every call waits until table and indexes are active again.
    ///
    /// An index is known by its name, keys and projection: another projection is another index. Attributes that only
    /// indexes use come and go with them.
    static let table = ResourceType(
        "AWS::DynamoDB::Table",
        identity: .named("TableName", GeneratedName(limit: 255)),
        arn: "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}",
        read: Read(
            "dynamodb:DescribeTable", items: "Table", .each(["TableName"]), details: tableDetails,
            gone: .equals("TableStatus", "DELETING"), absent: .noTable),
        create: Create(
            Call(
                "dynamodb:CreateTable",
                [
                    "TableName", "AttributeDefinitions", "KeySchema", "LocalSecondaryIndexes",
                    "GlobalSecondaryIndexes", "BillingMode", "ProvisionedThroughput", "OnDemandThroughput",
                    "WarmThroughput", "TableClass", "DeletionProtectionEnabled", "SSESpecification",
                    "StreamSpecification", .tags,
                ],
                // A table of that name that is being deleted.
                retries: ["ResourceInUseException"], patience: 60, wait: active),
            item: "TableDescription", repeatable: false),
        updates: tableUpdates,
        itemSets: [
            ItemSet(
                "GlobalSecondaryIndexes",
                add: indexed("Create", [Argument("AttributeDefinitions", .property("AttributeDefinitions"))]),
                remove: indexed("Delete", [], .object(["IndexName": .item("IndexName")])),
                known: TableIndexes.identity,
                change: indexed(
                    "Update", [],
                    .object([
                        "IndexName": .item("IndexName"), "ProvisionedThroughput": .item("ProvisionedThroughput"),
                        "OnDemandThroughput": .mapped(.item(nil), TableIndexes.indexLimits),
                        "WarmThroughput": .item("WarmThroughput"),
                    ])), inCreate: true)
        ],
        tagging: .dynamoDB(arn: "Arn"),
        delete: Delete(
            "dynamodb:DeleteTable", ["TableName"], absent: .noTable, retries: ["ResourceInUseException"],
            patience: 600,
            wait: Wait(
                "table is gone", "dynamodb:DescribeTable", ["TableName"], until: .missing("Table"),
                endedBy: .noTable, every: 3, atMost: 900)),
        properties: tableProperties,
        names: ["SSESpecification.SSEEnabled": "Enabled"],
        attributes: [
            "Arn": Attribute(
                "TableArn", predicted: "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}"),
            "StreamArn": Attribute("LatestStreamArn", follows: ["StreamSpecification"]),
        ],
        unsupported: [
            "GlobalSecondaryIndexes[].ContributorInsightsSpecification":
                "contributor insights of indexes are not managed",
            "ImportSourceSpecification": "tables are made empty; data is imported outside plumb",
            "StreamSpecification.ResourcePolicy": "policies of streams are not managed",
            "StreamSpecification.Tags": "tags of streams are not managed",
            "VectorIndexes": "vector indexes are not managed",
        ],
        scaled: [capacity("ReadCapacityUnits"), capacity("WriteCapacityUnits")],
        canonical: TableIndexes.canonical, objections: TableIndexes.objections)

    private static func capacity(_ units: String) -> Scaled {
        Scaled(
            "ProvisionedThroughput.\(units)",
            by: .scalableTarget("dynamodb:table:\(units)") { table in
                table["TableName"]?.string.map { "table/\($0)" }
            })
    }

    private static let active = Wait(
        "table is active", "dynamodb:DescribeTable", ["TableName"],
        until: .all([
            .equals("Table.TableStatus", "ACTIVE"),
            .every("Table.GlobalSecondaryIndexes", .equals("IndexStatus", "ACTIVE")),
        ]), every: 3, atMost: 3600, item: "Table")

    private static func update(_ arguments: [Argument], each: Argument.Source? = nil) -> Call {
        Call(
            "dynamodb:UpdateTable", ["TableName"] + arguments, each: each,
            // It is still busy with what somebody else has changed.
            retries: ["ResourceInUseException", "LimitExceededException"], patience: 600, wait: active)
    }

    private static func indexed(
        _ change: String, _ more: [Argument], _ index: Argument.Source = .item(nil)
    ) -> Call {
        var call = update(more + [Argument("GlobalSecondaryIndexUpdates.0.\(change)", index)])
        // A change of the billing mode has given the index its capacity already.
        call.tolerates = [ErrorMatch("ValidationException", contains: "will not change")]
        return call
    }

    private static let tableUpdates: [Update] = [
        Update(
            ["BillingMode", "ProvisionedThroughput"],
            set: update([
                "BillingMode",
                // Indexes of a table that is billed by capacity have their own.
                Argument(
                    "GlobalSecondaryIndexUpdates",
                    .mapped(
                        .several([
                            .property("BillingMode"), .live("BillingModeSummary.BillingMode"),
                            .property("GlobalSecondaryIndexes"), .live("GlobalSecondaryIndexes"),
                        ]), TableIndexes.capacities)),
            ])),
        Update(
            ["OnDemandThroughput"],
            set: update([
                Argument("OnDemandThroughput", .mapped(.property("OnDemandThroughput"), TableIndexes.limits))
            ]),
            clear: update([
                .constant("OnDemandThroughput", ["MaxReadRequestUnits": -1, "MaxWriteRequestUnits": -1])
            ])),
        Update(["WarmThroughput"], set: update([])),
        Update(["TableClass"], set: update([])),
        Update(["DeletionProtectionEnabled"], set: update([])),
        Update(
            ["SSESpecification"], set: update([]),
            clear: update([.constant("SSESpecification.Enabled", false)])),
        Update(
            ["StreamSpecification"],
            // Another view takes another stream.
            first: [
                update(
                    [.constant("StreamSpecification.StreamEnabled", false)],
                    each: .mapped(
                        .several([.property("StreamSpecification"), .live("StreamSpecification")])
                    ) { $0[0]?.isEmptyOrNull == false && $0[1]?["StreamEnabled"]?.bool == true ? [true] : [] })
            ],
            set: update([]), clear: update([.constant("StreamSpecification.StreamEnabled", false)])),
        Update(
            ["TimeToLiveSpecification"],
            set: timeToLive(
                .mapped(.several([.property("TimeToLiveSpecification"), .live("$ttl")])) { sources in
                    guard let wanted = sources[0], !wanted.isNull else { return .null }
                    return wanted["AttributeName"] == nil
                        ? wanted.setting("AttributeName", to: sources[1]?["AttributeName"] ?? "") : wanted
                }),
            clear: timeToLive(.object(["Enabled": .constant(false), "AttributeName": .live("$ttl.AttributeName")]))),
        Update(
            ["PointInTimeRecoverySpecification"],
            set: Call(
                "dynamodb:UpdateContinuousBackups", ["TableName"], retries: ["ContinuousBackupsUnavailableException"]),
            clear: Call(
                "dynamodb:UpdateContinuousBackups",
                [
                    "TableName",
                    .constant("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", false),
                ])),
        Update(
            ["ResourcePolicy"],
            set: Call(
                "dynamodb:PutResourcePolicy",
                [
                    .attribute("Arn", as: "ResourceArn"),
                    Argument("Policy", .json(.property("ResourcePolicy.PolicyDocument"))),
                ], retries: .unknownPrincipal),
            clear: Call(
                "dynamodb:DeleteResourcePolicy", [.attribute("Arn", as: "ResourceArn")],
                tolerates: ["PolicyNotFoundException"])),
        Update(
            ["ContributorInsightsSpecification"],
            set: Call(
                "dynamodb:UpdateContributorInsights",
                [
                    "TableName",
                    Argument(
                        "ContributorInsightsAction",
                        .mapped(.property("ContributorInsightsSpecification.Enabled")) {
                            $0.bool == true ? "ENABLE" : "DISABLE"
                        }),
                    .property("ContributorInsightsSpecification.Mode", as: "ContributorInsightsMode"),
                ]),
            clear: Call(
                "dynamodb:UpdateContributorInsights",
                ["TableName", .constant("ContributorInsightsAction", "DISABLE")])),
        TableStreaming.update,
    ]

    private static func timeToLive(_ specification: Argument.Source) -> Call {
        Call("dynamodb:UpdateTimeToLive", ["TableName", Argument("TimeToLiveSpecification", specification)])
    }

    private static let tableDetails: [Detail] = [
        .tags("dynamodb:ListTagsOfResource", [.live("TableArn", as: "ResourceArn")], takes: "Tags", absent: .noTable),
        Detail(
            "dynamodb:DescribeTimeToLive", [.live("TableName", as: "TableName")], takes: "TimeToLiveDescription",
            into: "$ttl", fills: ["TimeToLiveSpecification"], absent: .noTable),
        Detail(
            "dynamodb:DescribeContinuousBackups", [.live("TableName", as: "TableName")],
            takes: "ContinuousBackupsDescription.PointInTimeRecoveryDescription", into: "$recovery",
            fills: ["PointInTimeRecoverySpecification"], absent: ["TableNotFoundException"]),
        Detail(
            "dynamodb:DescribeContributorInsights", [.live("TableName", as: "TableName")], into: "$insights",
            fills: ["ContributorInsightsSpecification"], absent: .noTable),
        Detail(
            "dynamodb:GetResourcePolicy", [.live("TableArn", as: "ResourceArn")], into: "$policy",
            fills: ["ResourcePolicy"], absent: ["PolicyNotFoundException", "ResourceNotFoundException"]),
        TableStreaming.detail,
    ]
}

extension [ErrorMatch] {
    static let noTable: [ErrorMatch] = ["ResourceNotFoundException"]
}
