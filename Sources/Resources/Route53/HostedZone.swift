internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::Route53::HostedZone`. AWS spells its id with a path (`/hostedzone/Z1`) in answers. A private zone is made
    /// with its first VPC; the others follow. Records that prove a domain to the certificate manager are machine-made
    /// and go with the zone.
    static let hostedZone = ResourceType(
        "AWS::Route53::HostedZone",
        identity: .reference(member: "CallerReference", path: "CallerReference"),
        ref: "Id",
        arn: "arn:${Partition}:route53:::hostedzone/${*}",
        isGlobal: true,
        read: Read(
            "route53:ListHostedZones", items: "HostedZones", .everything(),
            details: [
                .route53Tags("hostedzone"),
                Detail(
                    "route53:GetHostedZone", [.live("Id", as: "Id")], into: "$zone",
                    fills: ["VPCs", "DelegationSetId", "HostedZoneFeatures"],
                    absent: ["NoSuchHostedZone"]),
                // One call answers for all zones.
                Detail(
                    "route53:ListQueryLoggingConfigs", [], into: "$logging", fills: ["QueryLoggingConfig"],
                    batch: .everything(items: "QueryLoggingConfigs", key: "Id", answer: "HostedZoneId")),
            ], shape: bareZoneID),
        create: Create(
            Call(
                "route53:CreateHostedZone",
                [
                    "Name", "HostedZoneConfig", "DelegationSetId",
                    Argument("VPC", .mapped(.property("VPCs")) { $0[0] ?? .null }),
                ]),
            item: "HostedZone", repeatable: false,
            then: [
                Call(
                    "route53:AssociateVPCWithHostedZone",
                    [.attribute("Id", as: "HostedZoneId"), .item(as: "VPC")],
                    each: .mapped(.property("VPCs")) { .array(Array(($0.array ?? []).dropFirst())) },
                    retries: ["PriorRequestNotComplete"])
            ]),
        updates: [
            Update(
                ["HostedZoneConfig"],
                set: Call(
                    "route53:UpdateHostedZoneComment",
                    [
                        .attribute("Id", as: "Id"),
                        Argument("Comment", .mapped(.property("HostedZoneConfig")) { $0["Comment"] ?? "" }),
                    ]),
                clear: Call("route53:UpdateHostedZoneComment", [.attribute("Id", as: "Id")])),
            Update(
                ["HostedZoneFeatures"],
                set: Call(
                    "route53:UpdateHostedZoneFeatures",
                    [
                        .attribute("Id", as: "HostedZoneId"),
                        Argument(
                            "EnableAcceleratedRecovery",
                            .mapped(.property("HostedZoneFeatures")) { $0["EnableAcceleratedRecovery"] ?? false }),
                    ],
                    retries: ["PriorRequestNotComplete"],
                    wait: Wait(
                        "accelerated recovery is set", "route53:GetHostedZone", [.attribute("Id", as: "Id")],
                        until: .any([
                            .missing(recovery), .member(recovery, of: ["ENABLED", "DISABLED"]),
                        ]),
                        failing: .member(recovery, of: ["ENABLE_FAILED", "DISABLE_FAILED"]), every: 10, atMost: 3600))),
            Update(
                ["QueryLoggingConfig"], first: [endLogging],
                set: Call(
                    "route53:CreateQueryLoggingConfig",
                    [
                        .attribute("Id", as: "HostedZoneId"),
                        .property("QueryLoggingConfig.CloudWatchLogsLogGroupArn", as: "CloudWatchLogsLogGroupArn"),
                    ],
                    // The log group, or what lets Route 53 write to it, was made a moment ago.
                    retries: ["InsufficientCloudWatchLogsResourcePolicy", "ConcurrentModification"]),
                clear: endLogging),
        ],
        itemSets: [
            ItemSet(
                "VPCs",
                add: Call(
                    "route53:AssociateVPCWithHostedZone",
                    [.attribute("Id", as: "HostedZoneId"), .item(as: "VPC")], retries: ["PriorRequestNotComplete"]),
                remove: Call(
                    "route53:DisassociateVPCFromHostedZone",
                    [.attribute("Id", as: "HostedZoneId"), .item(as: "VPC")], tolerates: ["VPCAssociationNotFound"],
                    retries: ["PriorRequestNotComplete"]),
                // A private zone keeps its last VPC.
                addsFirst: true, inCreate: true)
        ],
        tagging: .route53("hostedzone", id: "Id", property: "HostedZoneTags"),
        delete: Delete(
            [
                endLogging,
                Call(
                    "route53:DeleteHostedZone", [.attribute("Id", as: "Id")], tolerates: ["NoSuchHostedZone"],
                    retries: ["PriorRequestNotComplete"]),
            ], refusedWhileUsed: true),
        properties: [
            Property("Name", absent: .refused("a zone is made for a domain"), equality: .domainName),
            Property("HostedZoneConfig", absent: .unset) {
                $0.at("Config.Comment").map { $0.isEmptyOrNull ? [:] : ["Comment": $0] }
            },
            Property("VPCs", absent: .unset, equality: .unordered, at: "$zone.VPCs"),
            Property("DelegationSetId", absent: .chosenByAWS) {
                ($0.at("$zone.DelegationSet.Id")?.string).map { .string(DomainName.withoutPath($0)) }
            },
            Property("HostedZoneFeatures", absent: .means(["EnableAcceleratedRecovery": false])) { item in
                let status = item.at("$zone.HostedZone.Features.AcceleratedRecoveryStatus")?.string ?? "DISABLED"
                return ["EnableAcceleratedRecovery": .bool(status.hasPrefix("ENABL") && status != "ENABLE_FAILED")]
            },
            Property("HostedZoneFeatures.EnableAcceleratedRecovery", absent: .means(false)),
            Property("QueryLoggingConfig", absent: .unset) { item in
                item.at("$logging.CloudWatchLogsLogGroupArn").map { ["CloudWatchLogsLogGroupArn": $0] }
            },
            // `Fn::GetAtt Arn` of a log group ends in `:*`.
            Property(
                "QueryLoggingConfig.CloudWatchLogsLogGroupArn",
                equality: .normalised { arn in
                    arn.string.map { .string($0.hasSuffix(":*") ? String($0.dropLast(2)) : $0) } ?? arn
                }),
        ],
        attributes: [
            "Id": "Id",
            "NameServers": Attribute("$zone.DelegationSet.NameServers", created: "DelegationSet.NameServers"),
        ],
        contents: Contents(
            "records",
            list: Call("route53:ListResourceRecordSets", [.attribute("Id", as: "HostedZoneId")]),
            items: ["ResourceRecordSets"],
            remove: Call(
                "route53:ChangeResourceRecordSets", [.attribute("Id", as: "HostedZoneId")],
                // A batch goes as a whole or not at all.
                tolerates: [
                    "NoSuchHostedZone", ErrorMatch("InvalidChangeBatch", contains: "not found", afterLoss: true),
                ], retries: ["PriorRequestNotComplete"]),
            batch: "ChangeBatch.Changes", members: ["Name", "Type", "SetIdentifier"], most: 100,
            // Every zone has them and they cannot be deleted; a delegation keeps the zone, and AWS says so.
            except: .member("Type", of: ["NS", "SOA"]),
            trifles: .certificateValidation,
            encode: { ["Action": "DELETE", "ResourceRecordSet": $0] }))

    private static let recovery = "HostedZone.Features.AcceleratedRecoveryStatus"

    /// A zone has one configuration, known by an id of its own.
    private static let endLogging = Call(
        "route53:DeleteQueryLoggingConfig", [.item("Id", as: "Id")],
        each: .mapped(.several([.live("$logging")])) { $0[0]?["Id"] == nil ? [] : $0 },
        tolerates: ["NoSuchQueryLoggingConfig"])

    @Sendable private static func bareZoneID(_ item: Value) -> Value {
        (item["Id"]?.string).map { item.setting("Id", to: .string(DomainName.withoutPath($0))) } ?? item
    }
}

extension Condition {
    /// A record that proves a certificate's domain; AWS's certificate service looks for it, nobody else.
    static let certificateValidation: Condition = .all([
        .equals("Type", "CNAME"), .ends("ResourceRecords.0.Value", with: ".acm-validations.aws."),
    ])
}
