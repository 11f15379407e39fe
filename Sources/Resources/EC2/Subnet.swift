internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::Subnet`. ModifySubnetAttribute takes one attribute at a time.
    static let subnet = ResourceType(
        "AWS::EC2::Subnet",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:subnet/${*}",
        read: Read(
            "ec2:DescribeSubnets", items: "Subnets", .stackTags(filters: "Filters"),
            details: [
                Detail(
                    "ec2:DescribeNetworkAcls", [], takes: "NetworkAclAssociationId", into: "$acl",
                    fills: ["NetworkAclAssociationId"],
                    batch: .filter(
                        "association.subnet-id", key: "SubnetId", items: "NetworkAcls/Associations", answer: "SubnetId"
                    ))
            ],
            tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateSubnet",
                [
                    "VpcId", "AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "Ipv6CidrBlock", "Ipv6Native",
                    "Ipv4IpamPoolId", "Ipv4NetmaskLength", "OutpostArn", .tags,
                ],
                retries: .unseenNetwork, patience: 30,
                wait: Wait(
                    "subnet is available", "ec2:DescribeSubnets",
                    [Argument("SubnetIds", .list(.attribute("SubnetId")))],
                    until: .every("Subnets", .equals("State", "available")), every: 1, atMost: 120)),
            item: "Subnet", repeatable: false, exclusive: [["VpcId", "CidrBlock"], ["VpcId", "Ipv6CidrBlock"]]),
        updates: [
            modify("MapPublicIpOnLaunch"),
            modify("AssignIpv6AddressOnCreation"),
            modify("EnableDns64"),
            Update(
                ["EnableLniAtDeviceIndex"],
                set: modify("EnableLniAtDeviceIndex", as: "EnableLniAtDeviceIndex"),
                clear: Call(
                    "ec2:ModifySubnetAttribute",
                    [.attribute("SubnetId", as: "SubnetId"), .constant("DisableLniAtDeviceIndex.Value", true)])),
            Update(
                ["PrivateDnsNameOptionsOnLaunch"],
                set: modify(
                    "PrivateDnsNameOptionsOnLaunch.HostnameType", as: "PrivateDnsHostnameTypeOnLaunch"),
                then: [
                    modify(
                        "PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord",
                        as: "EnableResourceNameDnsARecordOnLaunch.Value"),
                    modify(
                        "PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord",
                        as: "EnableResourceNameDnsAAAARecordOnLaunch.Value"),
                ],
                whole: true),
            // A subnet has one at the most.
            Update(
                ["Ipv6CidrBlock"], first: [leaveRange],
                set: Call("ec2:AssociateSubnetCidrBlock", [.attribute("SubnetId", as: "SubnetId")]),
                clear: leaveRange),
        ],
        tagging: .ec2("subnet", id: "SubnetId"),
        delete: Delete(
            "ec2:DeleteSubnet", [.attribute("SubnetId", as: "SubnetId")], absent: ["InvalidSubnetID.NotFound"],
            // Interfaces that AWS removes by itself (load balancers, endpoints) hold the subnet for minutes.
            retries: ["DependencyViolation"], patience: 900, refusedWhileUsed: true),
        properties: [
            Property("AvailabilityZone", absent: .chosenByAWS),
            Property("AvailabilityZoneId", absent: .chosenByAWS),
            Property("CidrBlock", absent: .chosenByAWS, equality: .cidr),
            Property("Ipv6CidrBlock", absent: .unset, equality: .cidr) { item in
                item["Ipv6CidrBlockAssociationSet"]?.array?.first {
                    ["associated", "associating"].contains($0.at("Ipv6CidrBlockState.State")?.string)
                }?["Ipv6CidrBlock"]
            },
            Property("Ipv6Native", absent: .means(false)),
            Property("MapPublicIpOnLaunch", absent: .means(false)),
            Property("AssignIpv6AddressOnCreation", absent: .means(false)),
            Property("EnableDns64", absent: .means(false)),
            Property("Ipv4IpamPoolId", absent: .chosenByAWS, writeOnly: true),
            Property("Ipv4NetmaskLength", absent: .chosenByAWS, writeOnly: true),
            Property("OutpostArn", absent: .unset),
            // Zero where there is none.
            Property("EnableLniAtDeviceIndex", absent: .unset) { item in
                item["EnableLniAtDeviceIndex"].flatMap { $0.int == 0 ? nil : $0 }
            },
            Property("PrivateDnsNameOptionsOnLaunch", absent: .chosenByAWS),
            Property("PrivateDnsNameOptionsOnLaunch.HostnameType", absent: .chosenByAWS),
            Property("PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord", absent: .chosenByAWS),
            Property("PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord", absent: .chosenByAWS),
        ],
        attributes: [
            "SubnetId": "SubnetId",
            "Ipv6CidrBlocks": Attribute("Ipv6CidrBlockAssociationSet") {
                $0["Ipv6CidrBlockAssociationSet"]?.array.map { .array($0.compactMap { $0["Ipv6CidrBlock"] }) }
            },
            "NetworkAclAssociationId": "$acl",
            "BlockPublicAccessStates": "BlockPublicAccessStates",
        ],
        foreign: Foreign(
            inside: "AWS::EC2::VPC", by: ["VpcId"], .scope(.filter("vpc-id", of: "VpcId")),
            shows: ["CidrBlock", "AvailabilityZone"]),
        unsupported: [
            "Ipv6IpamPoolId": "a range that IPAM picks cannot be told from one added by hand; give it as Ipv6CidrBlock",
            "Ipv6NetmaskLength":
                "a range that IPAM picks cannot be told from one added by hand; give it as Ipv6CidrBlock",
        ])

    private static let leaveRange = Call(
        "ec2:DisassociateSubnetCidrBlock", [.item("AssociationId", as: "AssociationId")],
        each: .live("Ipv6CidrBlockAssociationSet"), tolerates: ["InvalidSubnetCidrBlockAssociationID.NotFound"])

    private static func modify(_ property: String) -> Update {
        Update([property], set: modify(property, as: "\(property).Value"))
    }

    private static func modify(_ path: String, as member: String) -> Call {
        Call(
            "ec2:ModifySubnetAttribute", [.attribute("SubnetId", as: "SubnetId"), .property(path, as: member)],
            when: path)
    }
}
