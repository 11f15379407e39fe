internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::RouteTable`. Its routes and associations are types of their own.
    static let routeTable = ResourceType(
        "AWS::EC2::RouteTable",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:route-table/${*}",
        read: Read("ec2:DescribeRouteTables", items: "RouteTables", .stackTags(filters: "Filters"), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateRouteTable", ["VpcId", .clientToken, .tags], retries: .unseenNetwork, patience: 30),
            item: "RouteTable", repeatable: true),
        tagging: .ec2("route-table", id: "RouteTableId"),
        delete: Delete(
            [
                // An association that left the template with its table bears no mark of its own.
                Call(
                    "ec2:DisassociateRouteTable",
                    [.item("RouteTableAssociationId", as: "AssociationId")], each: .live("Associations"),
                    tolerates: ["InvalidAssociationID.NotFound"]),
                Call(
                    "ec2:DeleteRouteTable", [.attribute("RouteTableId", as: "RouteTableId")],
                    tolerates: ["InvalidRouteTableID.NotFound"], retries: ["DependencyViolation"]),
            ], refusedWhileUsed: true),
        attributes: ["RouteTableId": "RouteTableId"],
        // Every network comes with one, the main one.
        foreign: Foreign(
            inside: "AWS::EC2::VPC", by: ["VpcId"], .scope(.filter("vpc-id", of: "VpcId")), shows: [],
            except: .some("Associations", .equals("Main", true))))
}
