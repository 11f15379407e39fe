internal import Declarations
internal import Values

extension Neighbour {
    /// `AWS::EC2::NetworkInterface`, which is only reported: one that no service made and that does not go with its instance.
    static let networkInterface = Neighbour(
        "AWS::EC2::NetworkInterface", id: "NetworkInterfaceId",
        read: Read(
            "ec2:DescribeNetworkInterfaces", items: "NetworkInterfaces", .filter("vpc-id", of: "VpcId"), tags: "TagSet"),
        foreign: Foreign(
            inside: "AWS::EC2::VPC", by: ["VpcId"], shows: ["Description", "PrivateIpAddress"],
            except: .any([
                .equals("RequesterManaged", true), .equals("Attachment.DeleteOnTermination", true),
                // An instance's first, which cannot be taken away from it.
                .equals("Attachment.DeviceIndex", 0),
                // A service's own kind: a balancer's, a NAT gateway's, an endpoint's, a function's.
                .all([
                    .present("InterfaceType"), .not(.member("InterfaceType", of: ["interface", "efa", "efa-only"])),
                ]),
            ])))
}
