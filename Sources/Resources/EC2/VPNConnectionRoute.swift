internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::VPNConnectionRoute`. A static route of a connection without BGP.
    static let vpnConnectionRoute = ResourceType(
        "AWS::EC2::VPNConnectionRoute",
        identity: .key(["DestinationCidrBlock", "VpnConnectionId"]),
        read: Read(
            "ec2:DescribeVpnConnections", items: "VpnConnections/Routes", .everything(),
            gone: .member("State", of: ["deleting", "deleted"]), absent: ["InvalidVpnConnectionID.NotFound"]),
        create: Create(
            Call(
                "ec2:CreateVpnConnectionRoute", ["DestinationCidrBlock", "VpnConnectionId"],
                retries: ["InvalidVpnConnectionID.NotFound"], patience: 60),
            repeatable: false),
        delete: Delete(
            [
                Call(
                    "ec2:DeleteVpnConnectionRoute", ["DestinationCidrBlock", "VpnConnectionId"],
                    tolerates: ["InvalidRoute.NotFound", "InvalidVpnConnectionID.NotFound"])
            ]),
        properties: [
            Property("DestinationCidrBlock", equality: .cidr),
            Property("VpnConnectionId", at: "$parent.VpnConnectionId"),
        ],
        foreign: Foreign(
            parent: "VpnConnectionId", of: "AWS::EC2::VPNConnection", shows: ["DestinationCidrBlock"],
            except: .not(.equals("Source", "Static"))))
}
