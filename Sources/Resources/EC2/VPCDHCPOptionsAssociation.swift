internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::VPCDHCPOptionsAssociation`. A VPC always has options; one that says `default` has none of its own, and
    /// that is what deletion returns it to.
    static let vpcDHCPOptionsAssociation = ResourceType(
        "AWS::EC2::VPCDHCPOptionsAssociation",
        identity: .key(["VpcId"]),
        read: Read("ec2:DescribeVpcs", items: "", .filter("vpc-id", of: "VpcId"), gather: association),
        create: Create(associate("DhcpOptionsId"), repeatable: true),
        updates: [Update(["DhcpOptionsId"], set: associate("DhcpOptionsId"))],
        delete: Delete(
            "ec2:AssociateDhcpOptions", ["VpcId", .constant("DhcpOptionsId", "default")],
            absent: ["InvalidVpcID.NotFound"]),
        properties: [Property("VpcId"), Property("DhcpOptionsId", inPlace: true)],
        completes: ["VpcId"])

    private static func associate(_ options: String) -> Call {
        Call(
            "ec2:AssociateDhcpOptions", ["VpcId", .property(options, as: "DhcpOptionsId")],
            retries: .unseenNetwork + ["InvalidDhcpOptionID.NotFound", "InvalidDhcpOptionsID.NotFound"], patience: 30)
    }

    @Sendable private static func association(in output: Value, sought: Value) -> Value? {
        let network = output["Vpcs"]?.array?.first { $0["VpcId"] == sought["VpcId"] }
        guard let network, let options = network["DhcpOptionsId"] else { return nil }
        return options == "default" && sought["DhcpOptionsId"] != "default" ? nil : network
    }
}
