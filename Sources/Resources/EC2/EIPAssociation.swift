internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::EIPAssociation`. An address has one at the most, so the address is the key.
    static let eipAssociation = ResourceType(
        "AWS::EC2::EIPAssociation",
        identity: .key(["AllocationId", "EIP"]),
        ref: "Id",
        read: Read("ec2:DescribeAddresses", items: "", .everything(), gather: association),
        create: Create(
            Call(
                "ec2:AssociateAddress",
                [
                    "AllocationId", .property("EIP", as: "PublicIp"), "InstanceId", "NetworkInterfaceId",
                    "PrivateIpAddress", .constant("AllowReassociation", true),
                ],
                // The instance is still starting.
                retries: ["InvalidInstanceID", "IncorrectInstanceState", "InvalidAllocationID.NotFound"]),
            repeatable: true),
        delete: Delete(
            "ec2:DisassociateAddress", [.attribute("Id", as: "AssociationId")],
            absent: ["InvalidAssociationID.NotFound"]),
        properties: [
            Property("AllocationId", absent: .chosenByAWS),
            Property("EIP", absent: .chosenByAWS, at: "PublicIp"),
            // AWS answers with both for an address of either.
            Property("InstanceId", absent: .chosenByAWS),
            Property("NetworkInterfaceId", absent: .chosenByAWS),
            Property("PrivateIpAddress", absent: .chosenByAWS),
        ],
        attributes: ["Id": "AssociationId"])

    /// The address, named by either of its names, as long as it is associated.
    @Sendable private static func association(in output: Value, sought: Value) -> Value? {
        output["Addresses"]?.array?.first { address in
            guard !(address["AssociationId"]?.isEmptyOrNull ?? true) else { return false }
            return address["AllocationId"] == sought["AllocationId"] || address["PublicIp"] == sought["EIP"]
        }
    }
}
