internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::NatGateway`. A deleted or failed gateway stays listed for an hour.
    static let natGateway = ResourceType(
        "AWS::EC2::NatGateway",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:natgateway/${*}",
        read: Read(
            "ec2:DescribeNatGateways", items: "NatGateways", .stackTags(filters: "Filter"),
            gone: .member("State", of: ["deleting", "deleted", "failed"]), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateNatGateway",
                [
                    "SubnetId", "VpcId", "AllocationId", "PrivateIpAddress", "ConnectivityType", "AvailabilityMode",
                    "SecondaryAllocationIds", "SecondaryPrivateIpAddresses", "SecondaryPrivateIpAddressCount",
                    "AvailabilityZoneAddresses", .clientToken, .tags,
                ],
                // A public one needs the VPC's internet gateway.
                retries: .unseenNetwork + ["Gateway.NotAttached"], patience: 60,
                wait: Wait(
                    "NAT gateway is available", "ec2:DescribeNatGateways",
                    [Argument("NatGatewayIds", .list(.attribute("NatGatewayId")))],
                    until: .every("NatGateways", .equals("State", "available")),
                    failing: .some("NatGateways", .member("State", of: ["failed", "deleted"])), every: 5, atMost: 900,
                    item: "NatGateways.0")),
            item: "NatGateway", repeatable: true,
            exclusive: [
                ["AllocationId"], ["SecondaryAllocationIds"], ["SubnetId", "PrivateIpAddress"],
                ["SubnetId", "SecondaryPrivateIpAddresses"],
            ]),
        updates: NatGatewayAddresses.updates, itemSets: NatGatewayAddresses.itemSets,
        tagging: .ec2("natgateway", id: "NatGatewayId"),
        delete: Delete(
            "ec2:DeleteNatGateway", [.attribute("NatGatewayId", as: "NatGatewayId")],
            // Routes to it stay, and lead nowhere; until it is gone its address and its subnet are in use.
            absent: ["NatGatewayNotFound", "InvalidNatGatewayID.NotFound"],
            wait: Wait(
                "NAT gateway is deleted", "ec2:DescribeNatGateways",
                [Argument("NatGatewayIds", .list(.attribute("NatGatewayId")))],
                until: .every("NatGateways", .equals("State", "deleted")),
                endedBy: ["NatGatewayNotFound", "InvalidNatGatewayID.NotFound"], every: 5, atMost: 1200)),
        properties: [
            Property("SubnetId", absent: .unset),
            Property("VpcId", absent: .chosenByAWS),
            Property("AllocationId", absent: .unset) { primary($0)?["AllocationId"] },
            Property("PrivateIpAddress", absent: .chosenByAWS) { primary($0)?["PrivateIp"] },
            Property("ConnectivityType", absent: .means("public")),
            Property("AvailabilityMode", absent: .means("zonal")),
        ] + NatGatewayAddresses.properties,
        attributes: [
            "NatGatewayId": "NatGatewayId",
            "EniId": Attribute("NatGatewayAddresses.0.NetworkInterfaceId") { primary($0)?["NetworkInterfaceId"] },
            "RouteTableId": "RouteTableId",
            "AutoProvisionZones": "AutoProvisionZones",
            "AutoScalingIps": "AutoScalingIps",
        ],
        foreign: Foreign(
            inside: "AWS::EC2::VPC", by: ["VpcId"], .scope(.filter("vpc-id", of: "VpcId", member: "Filter")),
            shows: ["SubnetId", "ConnectivityType"]))

    private static func primary(_ item: Value) -> Value? {
        let addresses = item["NatGatewayAddresses"]?.array ?? []
        return addresses.first { $0["IsPrimary"]?.bool ?? false } ?? addresses.first
    }
}
