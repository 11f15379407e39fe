internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::Route53::RecordSet`. All records of a zone are read by one call. A deletion must name the record exactly
    /// as it is. Route 53 has its changes everywhere within a minute; nothing waits for that but people.
    static let recordSet = ResourceType(
        "AWS::Route53::RecordSet",
        identity: .key(["HostedZoneId", "Name", "Type", "SetIdentifier"]),
        ref: "Name",
        isGlobal: true,
        read: Read(
            "route53:ListResourceRecordSets", items: "ResourceRecordSets",
            .each(["HostedZoneId"]), absent: ["NoSuchHostedZone"]),
        // A name that stands for another has no records beside it, nor has a simple record routed ones.
        create: Create(upsertRecord, repeatable: true, exclusive: [["HostedZoneId", "Name"]]),
        updates: [Update(recordSettings + ["Type", "SetIdentifier"], set: changeRecord, whole: true)],
        delete: Delete(
            "route53:ChangeResourceRecordSets",
            [
                "HostedZoneId", .constant("ChangeBatch.Changes.0.Action", "DELETE"),
                .live("", as: "ChangeBatch.Changes.0.ResourceRecordSet"),
            ],
            absent: ["NoSuchHostedZone", ErrorMatch("InvalidChangeBatch", contains: "not found")],
            retries: ["PriorRequestNotComplete"]),
        properties: [
            Property(
                "HostedZoneId", absent: .refused("the records of a zone are found by it"), at: "$input.HostedZoneId"),
            Property("Name", equality: .domainName, replaces: knownBy) { $0["Name"].map(DomainName.told) },
            Property("Type"),
            Property("SetIdentifier", absent: .unset),
            Property("AliasTarget", absent: .unset),
            Property("AliasTarget.DNSName", equality: .domainName),
            Property("AliasTarget.EvaluateTargetHealth", absent: .means(false)),
            Property("CidrRoutingConfig", absent: .unset),
            Property("Comment", absent: .unset, writeOnly: true),
            Property("Failover", absent: .unset),
            Property("GeoLocation", absent: .unset),
            Property("GeoProximityLocation", absent: .unset),
            Property("HealthCheckId", absent: .unset),
            Property("MultiValueAnswer", absent: .unset),
            Property("Region", absent: .unset),
            Property("ResourceRecords", absent: .unset, equality: .unordered) {
                $0["ResourceRecords"]?.array.map { .array($0.compactMap { $0["Value"] }) }
            },
            Property("TTL", absent: .unset),
            Property("Weight", absent: .unset),
        ],
        foreign: Foreign(
            parent: "HostedZoneId", of: "AWS::Route53::HostedZone", shows: ["Name", "Type"],
            except: .any([.member("Type", of: ["NS", "SOA"]), .certificateValidation])),
        lookups: [.hostedZoneByName])

    private static let knownBy: Replacing =
        "a record is known by its name: another is put, and this one deleted, as CloudFormation does"

    private static let recordSettings = [
        "AliasTarget", "CidrRoutingConfig", "Failover", "GeoLocation", "GeoProximityLocation", "HealthCheckId",
        "MultiValueAnswer", "Region", "ResourceRecords", "TTL", "Weight", "Comment",
    ]

    private static let upsertRecord = change([.constant(.null), record], tolerates: [])

    /// What has another type or set identifier is put and the old one deleted in one batch, which takes effect whole or not at
    /// all. A second time the old one is not found.
    private static let changeRecord = change(
        [.live(""), record],
        tolerates: [ErrorMatch("InvalidChangeBatch", contains: "not found", afterLoss: true)])

    private static func change(_ sources: [Argument.Source], tolerates: [ErrorMatch]) -> Call {
        Call(
            "route53:ChangeResourceRecordSets",
            [
                "HostedZoneId", .property("Comment", as: "ChangeBatch.Comment"),
                Argument("ChangeBatch.Changes", .mapped(.several(sources), changes)),
            ], tolerates: tolerates, retries: ["PriorRequestNotComplete"])
    }

    private static let record = Argument.Source.object(
        Dictionary(
            uniqueKeysWithValues: [
                "Name", "Type", "SetIdentifier", "AliasTarget", "CidrRoutingConfig", "Failover", "GeoLocation",
                "GeoProximityLocation", "HealthCheckId", "MultiValueAnswer", "Region", "ResourceRecords", "TTL",
                "Weight",
            ].map { ($0, .property($0)) }))

    /// - Parameter sources: the record as it was read, null for a new one, and as it is wanted.
    @Sendable private static func changes(_ sources: Value) -> Value {
        var record = sources[1] ?? [:]
        if let values = record["ResourceRecords"]?.array {
            record = record.setting("ResourceRecords", to: .array(values.map { ["Value": $0] }))
        }
        // The API demands what the schema has a default for.
        if let alias = record["AliasTarget"], alias.object != nil, alias["EvaluateTargetHealth"] == nil {
            record = record.setting("AliasTarget.EvaluateTargetHealth", to: false)
        }
        let put: Value = ["Action": "UPSERT", "ResourceRecordSet": record]
        guard let live = sources[0], live.object != nil,
            ["Type", "SetIdentifier"].contains(where: { live[$0] ?? "" != record[$0] ?? "" })
        else { return [put] }
        return [["Action": "DELETE", "ResourceRecordSet": live], put]
    }
}

extension Lookup {
    /// The zone of a name: one of the stack, or the account's only one.
    static let hostedZoneByName = Lookup(
        "HostedZoneId", by: "HostedZoneName", of: "AWS::Route53::HostedZone", named: "Name")
}
