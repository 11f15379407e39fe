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
        updates: [Update(recordSettings, set: upsertRecord, whole: true)],
        delete: Delete(
            "route53:ChangeResourceRecordSets",
            [
                "HostedZoneId", .constant("ChangeBatch.Changes.0.Action", "DELETE"),
                .live("", as: "ChangeBatch.Changes.0.ResourceRecordSet"),
            ],
            absent: ["NoSuchHostedZone", ErrorMatch("InvalidChangeBatch", contains: "not found")],
            retries: ["PriorRequestNotComplete"], alone: "HostedZoneId"),
        properties: [
            Property(
                "HostedZoneId", absent: .refused("the records of a zone are found by it"), at: "$input.HostedZoneId"),
            Property("Name", equality: .domainName, replaces: knownBy),
            Property("Type", replaces: knownBy),
            Property("SetIdentifier", absent: .unset, replaces: knownBy),
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
        "a record is known by its name, type and set identifier: another is put, and this one deleted"

    private static let recordSettings = [
        "AliasTarget", "CidrRoutingConfig", "Failover", "GeoLocation", "GeoProximityLocation", "HealthCheckId",
        "MultiValueAnswer", "Region", "ResourceRecords", "TTL", "Weight", "Comment",
    ]

    private static let upsertRecord = Call(
        "route53:ChangeResourceRecordSets",
        [
            "HostedZoneId", .property("Comment", as: "ChangeBatch.Comment"),
            .constant("ChangeBatch.Changes.0.Action", "UPSERT"),
        ]
            + [
                "Name", "Type", "SetIdentifier", "AliasTarget", "CidrRoutingConfig", "Failover", "GeoLocation",
                "GeoProximityLocation", "HealthCheckId", "MultiValueAnswer", "Region", "TTL", "Weight",
            ].map { .property($0, as: "ChangeBatch.Changes.0.ResourceRecordSet.\($0)") }
            + [
                // The API demands what the schema has a default for.
                Argument(
                    "ChangeBatch.Changes.0.ResourceRecordSet.AliasTarget.EvaluateTargetHealth",
                    .mapped(.property("AliasTarget")) { $0["EvaluateTargetHealth"] ?? false }),
                Argument(
                    "ChangeBatch.Changes.0.ResourceRecordSet.ResourceRecords",
                    .mapped(.property("ResourceRecords")) { list in
                        list.array.map { .array($0.map { ["Value": $0] }) } ?? list
                    }),
            ],
        retries: ["PriorRequestNotComplete"], alone: "HostedZoneId")
}

extension Lookup {
    /// The zone of a name: one of the stack, or the account's only one.
    static let hostedZoneByName = Lookup(
        "HostedZoneId", by: "HostedZoneName", of: "AWS::Route53::HostedZone", named: "Name")
}
