internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::VPNConnection`. A connection and each of its two tunnels change one at a time and take minutes.
    static let vpnConnection = ResourceType(
        "AWS::EC2::VPNConnection",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:vpn-connection/${*}",
        read: Read(
            // Their routes are read by the same call.
            "ec2:DescribeVpnConnections", items: "VpnConnections", .everything(),
            gone: .member("State", of: ["deleting", "deleted"]), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateVpnConnection",
                ["Type"] + ends.map { .init(stringLiteral: $0) } + ["VpnConcentratorId", "PreSharedKeyStorage"]
                    + (fixed + ["TunnelBandwidth"]).map { .property($0, as: "Options.\($0)") }
                    + [.property("VpnTunnelOptionsSpecifications", as: "Options.TunnelOptions"), .tags],
                retries: .unseenNetwork, patience: 60, wait: available),
            item: "VpnConnection", repeatable: false),
        updates: [
            Update(ends, set: Call("ec2:ModifyVpnConnection", [id], retries: ["IncorrectState"], wait: available)),
            Update(
                ["TunnelBandwidth"],
                set: Call("ec2:ModifyVpnConnectionOptions", [id], retries: ["IncorrectState"], wait: available)),
            Update(["VpnTunnelOptionsSpecifications"], set: tunnel(0), then: [tunnel(1)]),
        ],
        tagging: .ec2("vpn-connection", id: "VpnConnectionId"),
        delete: Delete(
            "ec2:DeleteVpnConnection", [id], absent: ["InvalidVpnConnectionID.NotFound"], refusedWhileUsed: true,
            // Until then its gateways are in use.
            wait: Wait(
                "VPN connection is deleted", "ec2:DescribeVpnConnections",
                [Argument("VpnConnectionIds", .list(.attribute("VpnConnectionId")))],
                until: .every("VpnConnections", .equals("State", "deleted")),
                endedBy: ["InvalidVpnConnectionID.NotFound"], every: 10, atMost: 1800)),
        properties: [
            Property("VpnGatewayId", absent: .unset),
            Property("TransitGatewayId", absent: .unset),
            Property("VpnConcentratorId", absent: .unset),
            Property("PreSharedKeyStorage", absent: .chosenByAWS),
            Property("EnableAcceleration", absent: .means(false), at: "Options.EnableAcceleration"),
            Property("StaticRoutesOnly", absent: .means(false), at: "Options.StaticRoutesOnly"),
            Property("LocalIpv4NetworkCidr", absent: .chosenByAWS, equality: .cidr, at: "Options.LocalIpv4NetworkCidr"),
            Property("LocalIpv6NetworkCidr", absent: .chosenByAWS, equality: .cidr, at: "Options.LocalIpv6NetworkCidr"),
            Property(
                "RemoteIpv4NetworkCidr", absent: .chosenByAWS, equality: .cidr, at: "Options.RemoteIpv4NetworkCidr"),
            Property(
                "RemoteIpv6NetworkCidr", absent: .chosenByAWS, equality: .cidr, at: "Options.RemoteIpv6NetworkCidr"),
            Property("OutsideIpAddressType", absent: .chosenByAWS, at: "Options.OutsideIpAddressType"),
            Property("TunnelInsideIpVersion", absent: .means("ipv4"), at: "Options.TunnelInsideIpVersion"),
            Property(
                "TransportTransitGatewayAttachmentId", absent: .unset, at: "Options.TransportTransitGatewayAttachmentId"
            ),
            Property("TunnelBandwidth", absent: .means("standard"), at: "Options.TunnelBandwidth"),
            Property("VpnTunnelOptionsSpecifications", absent: .chosenByAWS) { item in
                item.at("Options.TunnelOptions")?.array.map { .array($0.map(inTemplateWords)) }
            },
        ]
            // AWS fills in every option of a tunnel.
            + tunnelOptions.map {
                Property(
                    "VpnTunnelOptionsSpecifications[].\($0)", absent: .chosenByAWS, secret: $0 == "PreSharedKey")
            },
        names: ["VpnTunnelOptionsSpecifications[].LogOptions.CloudwatchLogOptions": "CloudWatchLogOptions"],
        attributes: ["VpnConnectionId": "VpnConnectionId"], canonical: bothTunnels)

    private static let id: Argument = .attribute("VpnConnectionId", as: "VpnConnectionId")
    private static let ends = ["CustomerGatewayId", "VpnGatewayId", "TransitGatewayId"]
    private static let fixed = [
        "EnableAcceleration", "StaticRoutesOnly", "LocalIpv4NetworkCidr", "LocalIpv6NetworkCidr",
        "RemoteIpv4NetworkCidr", "RemoteIpv6NetworkCidr", "OutsideIpAddressType", "TunnelInsideIpVersion",
        "TransportTransitGatewayAttachmentId",
    ]
    private static let tunnelOptions = [
        "DPDTimeoutAction", "DPDTimeoutSeconds", "EnableTunnelLifecycleControl", "IKEVersions", "LogOptions",
        "LogOptions.CloudwatchLogOptions", "LogOptions.CloudwatchLogOptions.BgpLogEnabled",
        "LogOptions.CloudwatchLogOptions.BgpLogGroupArn", "LogOptions.CloudwatchLogOptions.BgpLogOutputFormat",
        "LogOptions.CloudwatchLogOptions.LogEnabled", "LogOptions.CloudwatchLogOptions.LogGroupArn",
        "LogOptions.CloudwatchLogOptions.LogOutputFormat", "Phase1DHGroupNumbers", "Phase1EncryptionAlgorithms",
        "Phase1IntegrityAlgorithms", "Phase1LifetimeSeconds", "Phase2DHGroupNumbers", "Phase2EncryptionAlgorithms",
        "Phase2IntegrityAlgorithms", "Phase2LifetimeSeconds", "PreSharedKey", "RekeyFuzzPercentage",
        "RekeyMarginTimeSeconds", "ReplayWindowSize", "StartupAction", "TunnelInsideCidr", "TunnelInsideIpv6Cidr",
    ]

    private static let available = Wait(
        "VPN connection is available", "ec2:DescribeVpnConnections",
        [Argument("VpnConnectionIds", .list(.attribute("VpnConnectionId")))],
        until: .every("VpnConnections", .equals("State", "available")),
        failing: .some("VpnConnections", .member("State", of: ["deleting", "deleted"])), every: 10, atMost: 1800,
        item: "VpnConnections.0")

    private static func tunnel(_ index: Int) -> Call {
        Call(
            "ec2:ModifyVpnTunnelOptions",
            [
                id, .live("Options.TunnelOptions.\(index).OutsideIpAddress", as: "VpnTunnelOutsideIpAddress"),
                .property("VpnTunnelOptionsSpecifications.\(index)", as: "TunnelOptions"),
            ],
            retries: ["IncorrectState"], when: "VpnTunnelOptionsSpecifications.\(index)", wait: available)
    }

    /// A template may say something of the first tunnel alone; there are always two.
    @Sendable private static func bothTunnels(_ properties: Value) -> Value {
        let name = "VpnTunnelOptionsSpecifications"
        guard let tunnels = properties[name]?.array, tunnels.count < 2 else { return properties }
        return properties.setting(name, to: .array(tunnels + Array(repeating: [:], count: 2 - tunnels.count)))
    }

    /// Answers spell some members otherwise than requests do.
    @Sendable private static func inTemplateWords(_ tunnel: Value) -> Value {
        let words = [
            "DpdTimeoutSeconds": "DPDTimeoutSeconds", "DpdTimeoutAction": "DPDTimeoutAction",
            "IkeVersions": "IKEVersions", "CloudWatchLogOptions": "CloudwatchLogOptions",
        ]
        guard let members = tunnel.object else { return tunnel }
        return .object(
            Value.Object(
                members.map {
                    (words[$0.name] ?? $0.name, $0.name == "LogOptions" ? inTemplateWords($0.value) : $0.value)
                }))
    }
}
