internal import Declarations

extension ResourceType {
    /// `AWS::EC2::EgressOnlyInternetGateway`: the way out for IPv6. It is attached from its creation on.
    static let egressOnlyInternetGateway = ResourceType(
        "AWS::EC2::EgressOnlyInternetGateway",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:egress-only-internet-gateway/${*}",
        read: Read(
            "ec2:DescribeEgressOnlyInternetGateways", items: "EgressOnlyInternetGateways", .everything(), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateEgressOnlyInternetGateway", ["VpcId", .clientToken, .tags], retries: .unseenNetwork,
                patience: 30),
            item: "EgressOnlyInternetGateway", repeatable: true),
        tagging: .ec2("egress-only-internet-gateway", id: "Id"),
        delete: Delete(
            "ec2:DeleteEgressOnlyInternetGateway", [.attribute("Id", as: "EgressOnlyInternetGatewayId")],
            absent: ["InvalidGatewayID.NotFound", "InvalidEgressOnlyInternetGatewayId.NotFound"], refusedWhileUsed: true
        ),
        properties: [Property("VpcId", at: "Attachments.0.VpcId")],
        attributes: ["Id": "EgressOnlyInternetGatewayId"],
        foreign: Foreign(inside: "AWS::EC2::VPC", by: ["VpcId"], .scope(.everything()), shows: []))
}
