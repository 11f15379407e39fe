internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::Route`. Known by its table and destination; another target takes its place without a gap.
    static let route = ResourceType(
        "AWS::EC2::Route",
        identity: .key(["RouteTableId"] + destinations),
        read: Read(
            "ec2:DescribeRouteTables", items: "RouteTables/Routes", .filter("route-table-id", of: "RouteTableId")),
        create: Create(
            Call(
                "ec2:CreateRoute", named + targets.map { .init(stringLiteral: $0) }, retries: .unseenNetwork,
                patience: 60),
            repeatable: false),
        updates: [
            Update(targets, set: Call("ec2:ReplaceRoute", named, retries: .unseenNetwork, patience: 60), whole: true)
        ],
        delete: Delete(
            [Call("ec2:DeleteRoute", named, tolerates: ["InvalidRoute.NotFound", "InvalidRouteTableID.NotFound"])]),
        properties: [
            Property("RouteTableId", at: "$parent.RouteTableId"),
            Property("DestinationCidrBlock", absent: .unset, equality: .cidr),
            Property("DestinationIpv6CidrBlock", absent: .unset, equality: .cidr),
            Property("DestinationPrefixListId", absent: .unset),
            Property("CarrierGatewayId", absent: .unset),
            Property("CoreNetworkArn", absent: .unset),
            Property("EgressOnlyInternetGatewayId", absent: .unset),
            Property("GatewayId", absent: .unset) { isEndpoint($0) ? nil : $0["GatewayId"] },
            // AWS answers with both for a route to either.
            Property("InstanceId", absent: .chosenByAWS),
            Property("NetworkInterfaceId", absent: .chosenByAWS),
            Property("LocalGatewayId", absent: .unset),
            Property("NatGatewayId", absent: .unset),
            Property("OdbNetworkArn", absent: .unset),
            Property("TransitGatewayId", absent: .unset),
            Property("VpcEndpointId", absent: .unset) { isEndpoint($0) ? $0["GatewayId"] : nil },
            Property("VpcPeeringConnectionId", absent: .unset),
        ],
        attributes: [
            "CidrBlock": Attribute("DestinationCidrBlock") { item in
                destinations.lazy.compactMap { item[$0] }.first { !$0.isEmptyOrNull }
            }
        ],
        completes: ["RouteTableId"],
        foreign: Foreign(
            parent: "RouteTableId", of: "AWS::EC2::RouteTable",
            shows: destinations + targets,
            // The table's own local routes, those that a VPN gateway propagates and those of gateway endpoints.
            except: .any([
                .not(.equals("Origin", "CreateRoute")),
                .all([.present("DestinationPrefixListId"), .present("GatewayId")]),
            ])))

    private static let destinations = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"]
    private static let named: [Argument] = (["RouteTableId"] + destinations).map { .init(stringLiteral: $0) }
    private static let targets = [
        "CarrierGatewayId", "CoreNetworkArn", "EgressOnlyInternetGatewayId", "GatewayId", "InstanceId",
        "LocalGatewayId",
        "NatGatewayId", "NetworkInterfaceId", "OdbNetworkArn", "TransitGatewayId", "VpcEndpointId",
        "VpcPeeringConnectionId",
    ]

    /// A route to a gateway load balancer's endpoint comes back as a gateway.
    private static func isEndpoint(_ item: Value) -> Bool { item["GatewayId"]?.string?.hasPrefix("vpce-") ?? false }
}
