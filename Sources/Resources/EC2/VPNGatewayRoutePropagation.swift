internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::VPNGatewayRoutePropagation`. Route tables of the gateway's VPC say themselves which gateways'
    /// routes they learn; one resource holds all of a gateway's.
    static let vpnGatewayRoutePropagation = ResourceType(
        "AWS::EC2::VPNGatewayRoutePropagation",
        identity: .key(["VpnGatewayId"]),
        read: Read(
            "ec2:DescribeVpnGateways", items: "VpnGateways", .everything(),
            details: [
                Detail(
                    "ec2:DescribeRouteTables", [.filter("vpc-id", .live("VpcAttachments.0.VpcId"))],
                    takes: "RouteTables", into: "$tables", when: .present("VpcAttachments"), pages: true)
            ],
            gone: .member("State", of: ["deleting", "deleted"])),
        create: Create(
            propagate(
                "ec2:EnableVgwRoutePropagation", table: .item(as: "RouteTableId"), each: .property("RouteTableIds")),
            repeatable: true),
        itemSets: [
            ItemSet(
                "RouteTableIds",
                add: propagate("ec2:EnableVgwRoutePropagation", table: .item(as: "RouteTableId")),
                remove: propagate("ec2:DisableVgwRoutePropagation", table: .item(as: "RouteTableId")),
                inCreate: true)
        ],
        delete: Delete([
            propagate(
                "ec2:DisableVgwRoutePropagation", table: .item(as: "RouteTableId"), each: .property("RouteTableIds"))
        ]),
        properties: [
            Property(
                "VpnGatewayId",
                moves: "it is the propagation of one gateway: another is switched on, and then this one off"),
            Property("RouteTableIds", equality: .unordered) { item in
                guard let gateway = item["VpnGatewayId"], let tables = item["$tables"]?.array else { return nil }
                return .array(
                    tables.filter { table in
                        (table["PropagatingVgws"]?.array ?? []).contains { $0["GatewayId"] == gateway }
                    }.compactMap { $0["RouteTableId"] })
            },
        ],
        attributes: ["Id": "VpnGatewayId"])

    private static func propagate(_ operation: String, table: Argument, each: Argument.Source? = nil) -> Call {
        let enables = operation.contains(":Enable")
        return Call(
            operation, [.property("VpnGatewayId", as: "GatewayId"), table], each: each,
            tolerates: enables
                ? [] : ["InvalidRouteTableID.NotFound", "Gateway.NotAttached", "InvalidVpnGatewayID.NotFound"],
            // The attachment is told before every part of EC2 knows of it.
            retries: enables ? .unseenNetwork + ["Gateway.NotAttached"] : [])
    }
}
