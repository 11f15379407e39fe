internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::CustomerGateway`. Nothing but tags can change. AWS answers a repeated call with the first gateway.
    static let customerGateway = ResourceType(
        "AWS::EC2::CustomerGateway",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:customer-gateway/${*}",
        read: Read(
            "ec2:DescribeCustomerGateways", items: "CustomerGateways", .stackTags(filters: "Filters"),
            gone: .member("State", of: ["deleting", "deleted"]), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateCustomerGateway",
                ["Type", "IpAddress", "BgpAsn", "BgpAsnExtended", "CertificateArn", "DeviceName", .tags],
                wait: Wait(
                    "customer gateway is available", "ec2:DescribeCustomerGateways",
                    [Argument("CustomerGatewayIds", .list(.attribute("CustomerGatewayId")))],
                    until: .every("CustomerGateways", .equals("State", "available")), every: 2, atMost: 300)),
            item: "CustomerGateway", repeatable: true, exclusive: [["Type", "IpAddress", "BgpAsn"]]),
        tagging: .ec2("customer-gateway", id: "CustomerGatewayId"),
        delete: Delete(
            "ec2:DeleteCustomerGateway", [.attribute("CustomerGatewayId", as: "CustomerGatewayId")],
            absent: ["InvalidCustomerGatewayID.NotFound"], retries: ["IncorrectState"], patience: 300,
            refusedWhileUsed: true),
        properties: [
            Property("BgpAsn", absent: .means(65000)),
            Property("BgpAsnExtended", absent: .unset),
            Property("CertificateArn", absent: .unset),
            Property("DeviceName", absent: .unset),
        ],
        attributes: ["CustomerGatewayId": "CustomerGatewayId"])
}
