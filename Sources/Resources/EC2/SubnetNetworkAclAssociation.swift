internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::SubnetNetworkAclAssociation`. A subnet always has one, at first with its VPC's default list, to which
    /// deletion returns it. Each replaces the one before, so the subnet is the key, and the one before is looked up.
    static let subnetNetworkAclAssociation = ResourceType(
        "AWS::EC2::SubnetNetworkAclAssociation",
        identity: .key(["SubnetId"]),
        ref: "AssociationId",
        read: Read(
            "ec2:DescribeNetworkAcls", items: "NetworkAcls/Associations",
            .filter("association.subnet-id", of: "SubnetId"),
            details: [
                Detail(
                    "ec2:DescribeNetworkAcls", [.constant("Filters", [["Name": "default", "Values": ["true"]]])],
                    takes: "NetworkAclId", into: "$default",
                    batch: .filter("vpc-id", key: "$parent.VpcId", items: "NetworkAcls", answer: "VpcId"))
            ],
            gather: association),
        create: Create(
            Call("ec2:DescribeNetworkAcls", [ofSubnet], retries: .unseenNetwork, patience: 30), item: "NetworkAcls.0",
            repeatable: true,
            then: [
                Call(
                    "ec2:ReplaceNetworkAclAssociation",
                    [.attribute("AssociationId", as: "AssociationId"), "NetworkAclId"],
                    tolerates: [ErrorMatch("InvalidAssociationID.NotFound", afterLoss: true)],
                    retries: .unseenNetwork + ["InvalidNetworkAclID.NotFound"], patience: 30,
                    wait: Wait(
                        "association is told", "ec2:DescribeNetworkAcls", [ofSubnet], until: .present("NetworkAcls"),
                        every: 1, atMost: 60, item: "NetworkAcls.0"))
            ]),
        updates: [
            Update(
                ["NetworkAclId"],
                set: Call(
                    "ec2:ReplaceNetworkAclAssociation", [.attribute("AssociationId", as: "AssociationId")],
                    tolerates: [ErrorMatch("InvalidAssociationID.NotFound", afterLoss: true)],
                    retries: ["InvalidNetworkAclID.NotFound"], patience: 30))
        ],
        delete: Delete(
            "ec2:ReplaceNetworkAclAssociation",
            [.attribute("AssociationId", as: "AssociationId"), .live("$default", as: "NetworkAclId")],
            absent: ["InvalidAssociationID.NotFound"]),
        properties: [Property("SubnetId"), Property("NetworkAclId", inPlace: true)],
        attributes: [
            "AssociationId": Attribute("NetworkAclAssociationId", follows: ["NetworkAclId"], decode: identifier),
            // The subnet's own word for it.
            "NetworkAclAssociationId": Attribute("NetworkAclAssociationId", decode: identifier),
        ],
        completes: ["SubnetId"],
        lends: [Loan(through: "SubnetId", of: "AWS::EC2::Subnet", attribute: "NetworkAclAssociationId")])

    /// Told by itself, or among all of its list as the calls of its creation answer them.
    @Sendable private static func identifier(_ item: Value) -> Value? {
        item["NetworkAclAssociationId"]
            ?? item["Associations"]?.array?.first { $0["SubnetId"] == item["SubnetId"] }?["NetworkAclAssociationId"]
    }

    private static let ofSubnet: Argument = .filter("association.subnet-id", .property("SubnetId"))

    /// The subnet's association, unless it is the one that nobody asked for.
    @Sendable private static func association(in output: Value, sought: Value) -> Value? {
        for list in output["NetworkAcls"]?.array ?? [] {
            let found = list["Associations"]?.array?.first { $0["SubnetId"] == sought["SubnetId"] }
            guard let found, !(list["IsDefault"]?.bool ?? false) || list["NetworkAclId"] == sought["NetworkAclId"]
            else {
                continue
            }
            return found.setting("$parent", to: list)
        }
        return nil
    }
}
