internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::VPNGateway`. It is of use once it is attached to a VPC.
    static let vpnGateway = ResourceType(
        "AWS::EC2::VPNGateway",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:vpn-gateway/${*}",
        // A region has few of them; attachments and propagation are read by the same call.
        read: Read(
            "ec2:DescribeVpnGateways", items: "VpnGateways", .everything(),
            gone: .member("State", of: ["deleting", "deleted"]), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateVpnGateway", ["Type", "AmazonSideAsn", .tags],
                wait: Wait(
                    "VPN gateway is available", "ec2:DescribeVpnGateways",
                    [Argument("VpnGatewayIds", .list(.attribute("VPNGatewayId")))],
                    until: .every("VpnGateways", .equals("State", "available")), every: 2, atMost: 300)),
            item: "VpnGateway", repeatable: false),
        tagging: .ec2("vpn-gateway", id: "VPNGatewayId"),
        delete: Delete(
            [
                // An attachment bears no marks: when both leave a template, only the gateway shows it.
                Call(
                    "ec2:DetachVpnGateway",
                    [.attribute("VPNGatewayId", as: "VpnGatewayId"), .item("VpcId", as: "VpcId")],
                    each: .live("VpcAttachments"),
                    tolerates: [
                        "InvalidVpnGatewayAttachment.NotFound", "InvalidVpnGatewayID.NotFound", "IncorrectState",
                    ]),
                Call(
                    "ec2:DeleteVpnGateway", [.attribute("VPNGatewayId", as: "VpnGatewayId")],
                    tolerates: ["InvalidVpnGatewayID.NotFound"], retries: ["IncorrectState"], patience: 600),
            ], refusedWhileUsed: true),
        // 64512 today; older gateways carry their region's own number.
        properties: [Property("AmazonSideAsn", absent: .chosenByAWS)],
        attributes: ["VPNGatewayId": "VpnGatewayId"],
        foreign: Foreign(inside: "AWS::EC2::VPC", by: ["VpcAttachments"], .scope(.everything()), shows: []))
}
