internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::NetworkAcl`. Its rules and its subnets are types of their own.
    static let networkAcl = ResourceType(
        "AWS::EC2::NetworkAcl",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:network-acl/${*}",
        read: Read("ec2:DescribeNetworkAcls", items: "NetworkAcls", .stackTags(filters: "Filters"), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateNetworkAcl", ["VpcId", .clientToken, .tags], retries: .unseenNetwork, patience: 30),
            item: "NetworkAcl", repeatable: true),
        tagging: .ec2("network-acl", id: "Id"),
        delete: Delete(
            "ec2:DeleteNetworkAcl", [.attribute("Id", as: "NetworkAclId")], absent: ["InvalidNetworkAclID.NotFound"],
            retries: ["DependencyViolation"], refusedWhileUsed: true),
        attributes: ["Id": "NetworkAclId"],
        foreign: Foreign(
            inside: "AWS::EC2::VPC", by: ["VpcId"], .scope(.filter("vpc-id", of: "VpcId")), shows: [],
            except: .equals("IsDefault", true)))
}
