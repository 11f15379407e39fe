internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::VPCGatewayAttachment`. Either kind of gateway lists its own attachments. A VPC takes one of each
    /// kind, so another gateway of a kind waits until the first is detached.
    static let vpcGatewayAttachment = ResourceType(
        "AWS::EC2::VPCGatewayAttachment",
        identity: .key(["VpcId", "InternetGatewayId", "VpnGatewayId"]),
        read: Read(
            "ec2:DescribeInternetGateways", items: "InternetGateways/Attachments", .everything(),
            gone: gone,
            also: [Read("ec2:DescribeVpnGateways", items: "VpnGateways/VpcAttachments", .everything(), gone: gone)]),
        create: Create(
            Call(
                "ec2:AttachInternetGateway", ["InternetGatewayId", "VpcId"],
                // The gateway that it takes the place of may be on its way out.
                retries: .unseenNetwork + [
                    "Resource.AlreadyAssociated",
                    ErrorMatch("InvalidParameterValue", contains: "already has an internet gateway"),
                ], patience: 60,
                when: "InternetGatewayId"),
            repeatable: false,
            then: [
                Call(
                    "ec2:AttachVpnGateway", ["VpnGatewayId", "VpcId"], retries: .unseenNetwork, patience: 30,
                    when: "VpnGatewayId",
                    wait: Wait(
                        "VPN gateway is attached", "ec2:DescribeVpnGateways",
                        [Argument("VpnGatewayIds", .list(.property("VpnGatewayId")))],
                        until: .some("VpnGateways.0.VpcAttachments", .equals("State", "attached")), every: 5,
                        atMost: 600))
            ],
            // A VPN gateway can be detached at any time, and another one would end its connections' tunnels.
            exclusive: [["InternetGatewayId"], ["VpnGatewayId"], ["VpcId"]], renews: ["InternetGatewayId"]),
        delete: Delete([
            // Addresses of instances that are still going hold the gateway for minutes.
            Call(
                "ec2:DetachInternetGateway", ["InternetGatewayId", "VpcId"],
                tolerates: ["Gateway.NotAttached", "InvalidInternetGatewayID.NotFound"],
                retries: ["DependencyViolation"], patience: 900, when: "InternetGatewayId"),
            Call(
                "ec2:DetachVpnGateway", ["VpnGatewayId", "VpcId"],
                tolerates: ["InvalidVpnGatewayAttachment.NotFound", "InvalidVpnGatewayID.NotFound"],
                retries: ["IncorrectState"], patience: 600, when: "VpnGatewayId",
                wait: Wait(
                    "VPN gateway is detached", "ec2:DescribeVpnGateways",
                    [Argument("VpnGatewayIds", .list(.property("VpnGatewayId")))],
                    until: .every("VpnGateways.0.VpcAttachments", .equals("State", "detached")),
                    endedBy: ["InvalidVpnGatewayID.NotFound"], every: 5, atMost: 600)),
        ]),
        properties: [
            Property("InternetGatewayId", absent: .unset, at: "$parent.InternetGatewayId", moves: onlyOne),
            Property("VpnGatewayId", absent: .unset, at: "$parent.VpnGatewayId", moves: onlyOne),
        ],
        attributes: [
            "AttachmentType": Attribute("$parent") { $0.at("$parent.VpnGatewayId") == nil ? "IGW" : "VGW" }
        ],
        completes: ["InternetGatewayId", "VpnGatewayId"])

    private static let onlyOne =
        "a VPC has one gateway of a kind: this one is detached, and then the other attached"

    private static let gone: Condition = .member("State", of: ["detached", "detaching"])
}
