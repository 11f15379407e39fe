internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::EIP`. What else an address is associated with (NAT gateways, `AWS::EC2::EIPAssociation`) is not its
    /// own affair.
    static let eip = ResourceType(
        "AWS::EC2::EIP",
        identity: .tagged,
        ref: "PublicIp",
        arn: "arn:${Partition}:ec2:${Region}:${Account}:elastic-ip/${*}",
        read: Read("ec2:DescribeAddresses", items: "Addresses", .stackTags(filters: "Filters"), tags: "Tags"),
        create: Create(
            Call(
                "ec2:AllocateAddress",
                ["Domain", "Address", "IpamPoolId", "NetworkBorderGroup", "PublicIpv4Pool", .tags]
            ),
            repeatable: false),
        updates: [
            Update(
                ["InstanceId"],
                set: Call(
                    "ec2:AssociateAddress",
                    [.attribute("AllocationId", as: "AllocationId"), .constant("AllowReassociation", true)],
                    // The instance is still starting.
                    retries: ["InvalidInstanceID", "IncorrectInstanceState", "InvalidAllocationID.NotFound"]),
                clear: Call(
                    "ec2:DisassociateAddress", [.live("AssociationId", as: "AssociationId")],
                    tolerates: ["InvalidAssociationID.NotFound"]))
        ],
        tagging: .ec2("elastic-ip", id: "AllocationId"),
        delete: Delete(
            [
                Call(
                    "ec2:DisassociateAddress", [.live("AssociationId", as: "AssociationId")],
                    tolerates: ["InvalidAssociationID.NotFound"], when: "InstanceId"),
                // A NAT gateway that is still going holds its address for minutes.
                Call(
                    "ec2:ReleaseAddress", [.attribute("AllocationId", as: "AllocationId")],
                    tolerates: ["InvalidAllocationID.NotFound"],
                    retries: ["InvalidIPAddress.InUse"], patience: 300),
            ], refusedWhileUsed: true),
        properties: [
            Property("Address", absent: .chosenByAWS, writeOnly: true),
            // EC2-Classic's addresses are gone: every address is a VPC's, whatever is said (`standard`, a network's id).
            Property(
                "Domain", absent: .means("vpc"), equality: .normalised { _ in "vpc" },
                replaces: "it is given with the allocation", encode: { _ in "vpc" }),
            Property("InstanceId", absent: .chosenByAWS),
            Property("IpamPoolId", absent: .chosenByAWS, writeOnly: true),
            Property("NetworkBorderGroup", absent: .chosenByAWS),
            Property(
                "PublicIpv4Pool", absent: .chosenByAWS, replaces: "an address stays in the pool that it came from"),
        ],
        attributes: ["PublicIp": "PublicIp", "AllocationId": "AllocationId"],
        unsupported: ["TransferAddress": "accept the transfer by hand and name the address by its id"])
}
