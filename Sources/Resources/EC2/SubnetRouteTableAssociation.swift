internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::SubnetRouteTableAssociation`. A subnet has one at the most, so the subnet is the key; another table
    /// takes the place of the first without a moment on the VPC's main table.
    static let subnetRouteTableAssociation = ResourceType(
        "AWS::EC2::SubnetRouteTableAssociation",
        identity: .key(["SubnetId"]),
        ref: "Id",
        read: Read(
            "ec2:DescribeRouteTables", items: "RouteTables/Associations",
            .filter("association.subnet-id", of: "SubnetId"),
            gone: .member("AssociationState.State", of: ["disassociating", "disassociated", "failed"])),
        create: Create(
            Call("ec2:AssociateRouteTable", ["SubnetId", "RouteTableId"], retries: .unseenNetwork, patience: 30),
            repeatable: false),
        updates: [
            Update(
                ["RouteTableId"],
                set: Call("ec2:ReplaceRouteTableAssociation", [.attribute("Id", as: "AssociationId")]))
        ],
        delete: Delete(
            "ec2:DisassociateRouteTable", [.attribute("Id", as: "AssociationId")],
            absent: ["InvalidAssociationID.NotFound"]),
        properties: [Property("SubnetId"), Property("RouteTableId", inPlace: true)],
        attributes: [
            "Id": Attribute("RouteTableAssociationId", created: "AssociationId", follows: ["RouteTableId"])
        ],
        completes: ["SubnetId"],
        foreign: Foreign(
            inside: "AWS::EC2::RouteTable", by: ["RouteTableId"],
            .scope(.filter("association.route-table-id", of: "RouteTableId")), shows: ["SubnetId"],
            except: .equals("Main", true)))
}
