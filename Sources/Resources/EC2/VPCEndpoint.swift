internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::VPCEndpoint`. Route tables, subnets and groups come and go one by one. AWS gives an endpoint without a
    /// policy one that allows everything; the two count as the same.
    static let vpcEndpoint = ResourceType(
        "AWS::EC2::VPCEndpoint",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:vpc-endpoint/${*}",
        read: Read(
            "ec2:DescribeVpcEndpoints", items: "VpcEndpoints", .stackTags(filters: "Filters"),
            gone: .member("State", of: ["deleting", "deleted", "Deleting", "Deleted"]), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateVpcEndpoint",
                [
                    "VpcEndpointType", "VpcId", "ServiceName", .json("PolicyDocument", as: "PolicyDocument"),
                    "RouteTableIds", "SubnetIds", "SecurityGroupIds", "IpAddressType", "DnsOptions",
                    "PrivateDnsEnabled", "ServiceNetworkArn", "ResourceConfigurationArn", "ServiceRegion",
                    .clientToken, .tags,
                ],
                retries: .unseenNetwork, patience: 60, wait: available),
            item: "VpcEndpoint", repeatable: true),
        updates: [
            Update(
                ["PolicyDocument"], set: modify([.json("PolicyDocument", as: "PolicyDocument")]),
                clear: modify([.constant("ResetPolicy", true)])),
            Update(["PrivateDnsEnabled", "IpAddressType", "DnsOptions"], set: modify([])),
        ],
        itemSets: [members("RouteTableIds"), members("SubnetIds"), members("SecurityGroupIds")],
        tagging: .ec2("vpc-endpoint", id: "Id"),
        delete: Delete(
            "ec2:DeleteVpcEndpoints", [Argument("VpcEndpointIds", .list(.attribute("Id")))],
            absent: ["InvalidVpcEndpointId.NotFound", "InvalidVpcEndpoint.NotFound"], refusedWhileUsed: true,
            // Until then its interfaces hold subnets and groups.
            wait: Wait(
                "VPC endpoint is deleted", "ec2:DescribeVpcEndpoints",
                [Argument("VpcEndpointIds", .list(.attribute("Id")))],
                until: .every("VpcEndpoints", .member("State", of: ["deleted", "Deleted"])),
                endedBy: ["InvalidVpcEndpointId.NotFound", "InvalidVpcEndpoint.NotFound"], every: 5, atMost: 1200)),
        properties: [
            Property("VpcEndpointType", absent: .means("Gateway")),
            Property("ServiceName", absent: .unset),
            Property("ServiceNetworkArn", absent: .unset),
            Property("ResourceConfigurationArn", absent: .unset),
            Property("ServiceRegion", absent: .chosenByAWS),
            Property("PolicyDocument", absent: .unset, equality: .policy),
            Property("PrivateDnsEnabled", absent: .chosenByAWS),
            Property("IpAddressType", absent: .chosenByAWS),
            Property("DnsOptions", absent: .chosenByAWS) { item in
                guard let options = item["DnsOptions"],
                    let isOnly = options["PrivateDnsOnlyForInboundResolverEndpoint"]?.bool
                else { return item["DnsOptions"] }
                return options.setting(
                    "PrivateDnsOnlyForInboundResolverEndpoint", to: isOnly ? onlyInbound : "AllResolvers")
            },
            Property("DnsOptions.DnsRecordIpType", absent: .chosenByAWS),
            // AWS's own word for it is a boolean.
            Property(
                "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint", absent: .chosenByAWS,
                encode: { $0.hasDeferred ? $0 : .bool($0 == onlyInbound) }),
            Property("DnsOptions.PrivateDnsPreference", absent: .chosenByAWS),
            Property("DnsOptions.PrivateDnsSpecifiedDomains", absent: .chosenByAWS, equality: .unordered),
            Property("RouteTableIds", absent: .unset, equality: .unordered),
            Property("SubnetIds", absent: .unset, equality: .unordered),
            // The VPC's default group when none is named.
            Property("SecurityGroupIds", absent: .chosenByAWS, equality: .unordered) {
                $0["Groups"]?.array.map { .array($0.compactMap { $0["GroupId"] }) }
            },
        ],
        attributes: [
            "Id": "VpcEndpointId",
            "CreationTimestamp": "CreationTimestamp",
            "NetworkInterfaceIds": "NetworkInterfaceIds",
            // Pairs of hosted zone and name, as CloudFormation writes them.
            "DnsEntries": Attribute("DnsEntries") { item in
                item["DnsEntries"]?.array.map { entries in
                    .array(
                        entries.map { entry in
                            .string("\(entry["HostedZoneId"]?.string ?? ""):\(entry["DnsName"]?.string ?? "")")
                        })
                }
            },
        ],
        foreign: Foreign(
            inside: "AWS::EC2::VPC", by: ["VpcId"], .scope(.filter("vpc-id", of: "VpcId")), shows: ["ServiceName"],
            except: .equals("RequesterManaged", true)),
        canonical: { properties in
            guard var members = properties.object, allowsEverything(members["PolicyDocument"]) else {
                return properties
            }
            members["PolicyDocument"] = nil
            return .object(members)
        },
        objections: unspecified)

    private static let onlyInbound: Value = "OnlyInboundResolver"

    /// What the schema offers for "AWS's choice", and no call takes.
    @Sendable private static func unspecified(_ properties: Value) -> [Objection] {
        let words: Set<Value> = ["not-specified", "NotSpecified"]
        return ["IpAddressType", "DnsOptions.DnsRecordIpType", "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint"]
            .compactMap { path in
                guard let value = properties.at(path), words.contains(value) else { return nil }
                return Objection(
                    path, "`\(value.string ?? "")` of \(path) is nothing that AWS's calls take",
                    help: "Leave it out, and AWS chooses.")
            }
    }

    private static let available = Wait(
        "VPC endpoint is available", "ec2:DescribeVpcEndpoints",
        [Argument("VpcEndpointIds", .list(.attribute("Id")))],
        until: .every(
            "VpcEndpoints", .member("State", of: ["available", "Available", "pendingAcceptance", "PendingAcceptance"])),
        failing: .some(
            "VpcEndpoints", .member("State", of: ["failed", "Failed", "rejected", "Rejected", "expired", "Expired"])),
        every: 5, atMost: 900, item: "VpcEndpoints.0")

    private static func modify(_ arguments: [Argument]) -> Call {
        Call(
            "ec2:ModifyVpcEndpoint", [.attribute("Id", as: "VpcEndpointId")] + arguments,
            // It is still being made or changed.
            retries: .unseenNetwork + ["IncorrectState", "InvalidState"], patience: 300, wait: available)
    }

    private static func members(_ property: String) -> ItemSet {
        ItemSet(
            property, add: modify([Argument("Add\(property)", .list(.item(nil)))]),
            remove: modify([Argument("Remove\(property)", .list(.item(nil)))]), inCreate: true)
    }

    private static func allowsEverything(_ policy: Value?) -> Bool {
        guard let policy, !policy.hasDeferred,
            let document = policy.string.map({ try? Value(json: $0) }) ?? policy,
            let statement = document["Statement"].map({ $0.array ?? [$0] }), statement.count == 1,
            var members = statement.first?.object
        else { return false }
        members["Sid"] = nil
        let everything: [Value] = ["*", ["*"], ["AWS": "*"], ["AWS": ["*"]]]
        return members.count == 4 && members["Effect"] == "Allow"
            && ["Principal", "Action", "Resource"].allSatisfy { members[$0].map(everything.contains) ?? false }
    }
}
