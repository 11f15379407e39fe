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
            [
                // An attachment that left the template with its gateway bears no mark of its own.
                Call(
                    "ec2:DetachInternetGateway", [id, .item("VpcId", as: "VpcId")], each: .live("Attachments"),
                    tolerates: ["Gateway.NotAttached", "InvalidInternetGatewayID.NotFound"],
                    retries: ["DependencyViolation"], patience: 900),
                Call(
                    "ec2:DeleteInternetGateway", [id], tolerates: ["InvalidInternetGatewayID.NotFound"],
                    retries: ["DependencyViolation"]),
            ], refusedWhileUsed: true),
        attributes: ["InternetGatewayId": "InternetGatewayId"],
        foreign: Foreign(
            inside: "AWS::EC2::VPC", by: ["Attachments"], .scope(.filter("attachment.vpc-id", of: "VpcId")), shows: []))

    private static let id: Argument = .attribute("InternetGatewayId", as: "InternetGatewayId")
}
