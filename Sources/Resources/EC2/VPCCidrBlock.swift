internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::VPCCidrBlock`. A further range of a VPC, known by the range, or by being one of Amazon's.
    static let vpcCidrBlock = ResourceType(
        "AWS::EC2::VPCCidrBlock",
        identity: .key(["VpcId", "AmazonProvidedIpv6CidrBlock", "CidrBlock", "Ipv6CidrBlock"]),
        ref: "Id",
        read: Read(
            "ec2:DescribeVpcs", items: "Vpcs/CidrBlockAssociationSet", .filter("vpc-id", of: "VpcId"),
            gone: gone,
            also: [
                Read(
                    "ec2:DescribeVpcs", items: "Vpcs/Ipv6CidrBlockAssociationSet", .filter("vpc-id", of: "VpcId"),
                    gone: gone, shape: ownRange)
            ]),
        create: Create(
            Call(
                "ec2:AssociateVpcCidrBlock",
                [
                    "VpcId", "CidrBlock", "Ipv6CidrBlock", "Ipv6Pool", "AmazonProvidedIpv6CidrBlock",
                    "Ipv6CidrBlockNetworkBorderGroup",
                ],
                retries: .unseenNetwork, patience: 30,
                wait: Wait(
                    "range is associated", "ec2:DescribeVpcs", [Argument("VpcIds", .list(.property("VpcId")))],
                    until: .every(
                        "Vpcs",
                        .all([
                            .every("CidrBlockAssociationSet", .not(.equals("CidrBlockState.State", "associating"))),
                            .every(
                                "Ipv6CidrBlockAssociationSet", .not(.equals("Ipv6CidrBlockState.State", "associating"))),
                        ])), every: 2, atMost: 300, item: "Vpcs.0")),
            repeatable: false),
        delete: Delete(
            "ec2:DisassociateVpcCidrBlock", [.attribute("Id", as: "AssociationId")],
            absent: ["InvalidVpcCidrBlockAssociationID.NotFound", "InvalidVpcID.NotFound"],
            // Interfaces that AWS removes by itself hold subnets, and these the range, for minutes.
            retries: ["InvalidCidrBlock.InUse", "DependencyViolation"], patience: 600),
        properties: [
            Property("VpcId", at: "$parent.VpcId"),
            Property("AmazonProvidedIpv6CidrBlock", absent: .means(false)) { .bool(isAmazons($0)) },
            Property("CidrBlock", absent: .unset, equality: .cidr),
            Property("Ipv6CidrBlock", absent: .unset, equality: .cidr),
            Property("Ipv6Pool", absent: .unset) { isAmazons($0) ? nil : $0["Ipv6Pool"] },
            Property("Ipv6CidrBlockNetworkBorderGroup", absent: .chosenByAWS, at: "NetworkBorderGroup"),
        ],
        attributes: [
            "Id": Attribute("AssociationId") { item in
                item["AssociationId"] ?? item.at("CidrBlockAssociation.AssociationId")
                    ?? item.at("Ipv6CidrBlockAssociation.AssociationId")
            },
            "IpSource": "IpSource",
            "Ipv6AddressAttribute": "Ipv6AddressAttribute",
            // The VPC's own, as its description shows them after the new range has come.
            "CidrBlockAssociations": Attribute("", decode: VPCRanges.associations),
            "Ipv6CidrBlocks": Attribute("", decode: VPCRanges.ipv6),
        ],
        completes: ["VpcId"],
        lends: [
            Loan(through: "VpcId", of: "AWS::EC2::VPC", attribute: "CidrBlockAssociations", when: ["CidrBlock"]),
            Loan(
                through: "VpcId", of: "AWS::EC2::VPC", attribute: "Ipv6CidrBlocks",
                when: ["AmazonProvidedIpv6CidrBlock", "Ipv6CidrBlock"]),
        ],
        foreign: Foreign(
            parent: "VpcId", of: "AWS::EC2::VPC", shows: ["CidrBlock", "Ipv6CidrBlock", "AmazonProvidedIpv6CidrBlock"],
            // The range that the VPC was made with.
            except: .same("CidrBlock", "$parent.CidrBlock")),
        unsupported: [
            "Ipv4IpamPoolId": "a range that a pool picks is not known again: give the range itself as CidrBlock",
            "Ipv4NetmaskLength": "a range that a pool picks is not known again: give the range itself as CidrBlock",
            "Ipv6IpamPoolId": "a range that a pool picks is not known again: give the range itself as Ipv6CidrBlock",
            "Ipv6NetmaskLength": "a range that a pool picks is not known again: give the range itself as Ipv6CidrBlock",
        ])

    private static let gone: Condition = .any(
        ["CidrBlockState", "Ipv6CidrBlockState"].map { .member("\($0).State", of: VPCRanges.gone) })

    private static func isAmazons(_ item: Value) -> Bool { item["Ipv6Pool"]?.string == "Amazon" }

    /// Which range Amazon has picked is nothing that a template could name.
    @Sendable private static func ownRange(_ item: Value) -> Value {
        guard isAmazons(item), var members = item.object else { return item }
        members["Ipv6CidrBlock"] = nil
        return .object(members)
    }
}
