internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::VPC`. Each DNS attribute is read and set by a call of its own.
    static let vpc = ResourceType(
        "AWS::EC2::VPC",
        identity: .tagged,
        ref: "VpcId",
        arn: "arn:${Partition}:ec2:${Region}:${Account}:vpc/${*}",
        read: Read(
            "ec2:DescribeVpcs", items: "Vpcs", .stackTags(filters: "Filters"),
            details: [
                Detail(
                    "ec2:DescribeVpcAttribute",
                    [.live("VpcId", as: "VpcId"), .constant("Attribute", "enableDnsSupport")],
                    takes: "EnableDnsSupport.Value", into: "EnableDnsSupport", fills: ["EnableDnsSupport"]),
                Detail(
                    "ec2:DescribeVpcAttribute",
                    [.live("VpcId", as: "VpcId"), .constant("Attribute", "enableDnsHostnames")],
                    takes: "EnableDnsHostnames.Value", into: "EnableDnsHostnames", fills: ["EnableDnsHostnames"]),
                Detail(
                    "ec2:DescribeSecurityGroups",
                    [.constant("Filters", [["Name": "group-name", "Values": ["default"]]])],
                    takes: "GroupId", into: "$group", fills: ["DefaultSecurityGroup"],
                    batch: .filter("vpc-id", key: "VpcId", items: "SecurityGroups", answer: "VpcId")),
                Detail(
                    "ec2:DescribeNetworkAcls", [.constant("Filters", [["Name": "default", "Values": ["true"]]])],
                    takes: "NetworkAclId", into: "$acl", fills: ["DefaultNetworkAcl"],
                    batch: .filter("vpc-id", key: "VpcId", items: "NetworkAcls", answer: "VpcId")),
            ],
            tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateVpc",
                [
                    "CidrBlock", "InstanceTenancy", "Ipv4IpamPoolId", "Ipv4NetmaskLength", "VpcEncryptionControl",
                    .tags,
                ],
                wait: Wait(
                    "VPC is available", "ec2:DescribeVpcs", [Argument("VpcIds", .list(.attribute("VpcId")))],
                    until: .every("Vpcs", .equals("State", "available")), every: 1, atMost: 120)),
            item: "Vpc", repeatable: false),
        updates: [
            Update(
                ["EnableDnsSupport"],
                set: Call(
                    "ec2:ModifyVpcAttribute",
                    [.attribute("VpcId", as: "VpcId"), .property("EnableDnsSupport", as: "EnableDnsSupport.Value")])),
            Update(
                ["EnableDnsHostnames"],
                set: Call(
                    "ec2:ModifyVpcAttribute",
                    [.attribute("VpcId", as: "VpcId"), .property("EnableDnsHostnames", as: "EnableDnsHostnames.Value")]
                )),
            Update(
                ["InstanceTenancy"],
                set: Call("ec2:ModifyVpcTenancy", [.attribute("VpcId", as: "VpcId"), "InstanceTenancy"])),
            VPCEncryption.update,
        ],
        tagging: .ec2("vpc", id: "VpcId"),
        delete: Delete(
            "ec2:DeleteVpc", [.attribute("VpcId", as: "VpcId")], absent: ["InvalidVpcID.NotFound"],
            // Interfaces that AWS removes by itself (load balancers) hold the VPC for minutes.
            retries: ["DependencyViolation"], patience: 600, refusedWhileUsed: true),
        properties: [
            Property("CidrBlock", absent: .chosenByAWS, equality: .cidr),
            Property("EnableDnsSupport", absent: .means(true)),
            Property("EnableDnsHostnames", absent: .means(false)),
            // AWS lets a VPC go from dedicated to default only.
            Property("InstanceTenancy", absent: .means("default"), replacesFor: { $0 != "default" }),
            Property("Ipv4IpamPoolId", absent: .chosenByAWS, writeOnly: true),
            Property("Ipv4NetmaskLength", absent: .chosenByAWS, writeOnly: true),
        ] + VPCEncryption.properties,
        attributes: [
            "VpcId": "VpcId",
            "CidrBlock": "CidrBlock",
            "CidrBlockAssociations": Attribute("CidrBlockAssociationSet", decode: VPCRanges.associations),
            "Ipv6CidrBlocks": Attribute("Ipv6CidrBlockAssociationSet", decode: VPCRanges.ipv6),
            "DefaultSecurityGroup": "$group",
            "DefaultNetworkAcl": "$acl",
        ].merging(VPCEncryption.attributes) { first, _ in first })
}
