internal import Declarations

extension ResourceType {
    /// `AWS::EC2::InternetGateway`.
    static let internetGateway = ResourceType(
        "AWS::EC2::InternetGateway",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:internet-gateway/${*}",
        // A region has few of them; attachments are read by the same call.
        read: Read("ec2:DescribeInternetGateways", items: "InternetGateways", .everything(), tags: "Tags"),
        create: Create(Call("ec2:CreateInternetGateway", [.tags]), item: "InternetGateway", repeatable: false),
        tagging: .ec2("internet-gateway", id: "InternetGatewayId"),
        delete: Delete(
            "ec2:DeleteInternetGateway", [.attribute("InternetGatewayId", as: "InternetGatewayId")],
            absent: ["InvalidInternetGatewayID.NotFound"], retries: ["DependencyViolation"], refusedWhileUsed: true),
        attributes: ["InternetGatewayId": "InternetGatewayId"])
}
