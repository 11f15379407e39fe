internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::VPCPeeringConnection`. Within one account and region it is accepted at once; elsewhere the other side
    /// accepts it.
    static let vpcPeeringConnection = ResourceType(
        "AWS::EC2::VPCPeeringConnection",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:vpc-peering-connection/${*}",
        read: Read(
            "ec2:DescribeVpcPeeringConnections", items: "VpcPeeringConnections", .stackTags(filters: "Filters"),
            gone: .member("Status.Code", of: gone), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateVpcPeeringConnection", ["VpcId", "PeerVpcId", "PeerOwnerId", "PeerRegion", .tags],
                retries: .unseenNetwork, patience: 30, wait: settled),
            item: "VpcPeeringConnection", repeatable: false,
            then: [
                Call(
                    "ec2:AcceptVpcPeeringConnection", [.attribute("Id", as: "VpcPeeringConnectionId")],
                    tolerates: [
                        // It is another account's, or another region's, to accept.
                        "OperationNotPermitted", ErrorMatch("InvalidStateTransition", afterLoss: true),
                    ],
                    retries: ["InvalidVpcPeeringConnectionID.NotFound"], patience: 60, wait: settled)
            ],
            unfinished: .all([
                .equals("Status.Code", "pending-acceptance"),
                .same("AccepterVpcInfo.OwnerId", "RequesterVpcInfo.OwnerId"),
                .same("AccepterVpcInfo.Region", "RequesterVpcInfo.Region"),
            ]),
            exclusive: [["PeerVpcId", "VpcId"]]),
        tagging: .ec2("vpc-peering-connection", id: "Id"),
        delete: Delete(
            "ec2:DeleteVpcPeeringConnection", [.attribute("Id", as: "VpcPeeringConnectionId")],
            absent: ["InvalidVpcPeeringConnectionID.NotFound", "InvalidStateTransition"],
            wait: Wait(
                "peering connection is deleted", "ec2:DescribeVpcPeeringConnections", [ids],
                until: .every("VpcPeeringConnections", .member("Status.Code", of: ["deleted"])),
                endedBy: ["InvalidVpcPeeringConnectionID.NotFound"], every: 2, atMost: 300)),
        properties: [
            Property("VpcId", at: "RequesterVpcInfo.VpcId"),
            Property("PeerVpcId", at: "AccepterVpcInfo.VpcId"),
            Property("PeerOwnerId", absent: .chosenByAWS, at: "AccepterVpcInfo.OwnerId"),
            Property("PeerRegion", absent: .chosenByAWS, at: "AccepterVpcInfo.Region"),
        ],
        attributes: ["Id": "VpcPeeringConnectionId"],
        foreign: Foreign(
            inside: "AWS::EC2::VPC", by: ["VpcId", "PeerVpcId"], .scope(.everything()),
            shows: ["VpcId", "PeerVpcId", "PeerOwnerId"]),
        unsupported: [
            "PeerRoleArn": "no role of another account is taken on: its owner accepts the connection",
            "AssumeRoleRegion": "no role of another account is taken on: its owner accepts the connection",
        ])

    private static let ids = Argument("VpcPeeringConnectionIds", .list(.attribute("Id")))
    private static let gone: [Value] = ["deleting", "deleted", "rejected", "expired", "failed"]

    private static let settled = Wait(
        "peering connection is ready", "ec2:DescribeVpcPeeringConnections", [ids],
        until: .all([
            .present("VpcPeeringConnections"),
            .every("VpcPeeringConnections", .member("Status.Code", of: ["active", "pending-acceptance"])),
        ]),
        failing: .some("VpcPeeringConnections", .member("Status.Code", of: gone)), every: 2, atMost: 300)
}
