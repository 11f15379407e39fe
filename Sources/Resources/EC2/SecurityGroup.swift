internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::SecurityGroup`. Its two lists of rules hold all rules but those that are resources of their own; a
    /// rule made by anybody else is drift.
    ///
    /// A new group lets all IPv4 traffic out, and in a VPC with an IPv6 range all IPv6 traffic. That stays when the
    /// template has no egress list. Else the list takes the place of both: of the second without knowing whether it is
    /// there, since the VPC may get its range in the same run.
    static let securityGroup = ResourceType(
        "AWS::EC2::SecurityGroup",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:security-group/${*}",
        read: Read(
            "ec2:DescribeSecurityGroups", items: "SecurityGroups", .stackTags(filters: "Filters"),
            details: [
                Detail(
                    "ec2:DescribeSecurityGroupRules", [], into: "$rules",
                    batch: .filter(
                        "group-id", key: "GroupId", items: "SecurityGroupRules", answer: "GroupId", several: true),
                    pages: true)
            ],
            tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateSecurityGroup",
                ["GroupName", .property("GroupDescription", as: "Description"), "VpcId", .tags],
                retries: .unseenNetwork, patience: 30),
            // A repeated call is refused for its name, without the id.
            repeatable: false,
            then: [
                Call(
                    "ec2:RevokeSecurityGroupEgress",
                    [.attribute("GroupId", as: "GroupId"), .item(as: "IpPermissions")],
                    each: .mapped("SecurityGroupEgress") { _ in
                        [RuleDirection.egress.permissions(rules: [["IpProtocol": "-1", "CidrIpv6": "::/0"]])]
                    },
                    tolerates: ["InvalidPermission.NotFound"], retries: .unseenNetwork, patience: 30)
            ],
            exclusive: [["VpcId", "GroupName"]]),
        itemSets: [list("SecurityGroupIngress", "Ingress", .ingress), list("SecurityGroupEgress", "Egress", .egress)],
        tagging: .ec2("security-group", id: "GroupId"),
        delete: Delete(
            "ec2:DeleteSecurityGroup", [.attribute("GroupId", as: "GroupId")], absent: ["InvalidGroup.NotFound"],
            // Interfaces of load balancers keep their groups in use for minutes after they are gone.
            retries: ["DependencyViolation"], patience: 900, refusedWhileUsed: true),
        properties: [
            Property("GroupDescription", at: "Description"),
            // Unique in its VPC: a replacement beside the old group needs another name.
            Property("GroupName", absent: .chosenByAWS, generated: GeneratedName(limit: 255, contentHash: true)),
            Property("VpcId", absent: .chosenByAWS),
            Property(
                "SecurityGroupIngress", absent: .unset,
                equality: .normalised { RuleDirection.ingress.canonical(rules: $0) },
                decode: { RuleDirection.ingress.rules(read: $0["$rules"]) },
                encode: { RuleDirection.ingress.permissions(rules: $0) }),
            Property(
                "SecurityGroupEgress", absent: .means([["IpProtocol": "-1", "CidrIp": "0.0.0.0/0"]]),
                orAbsent: [["IpProtocol": "-1", "CidrIp": "0.0.0.0/0"], ["IpProtocol": "-1", "CidrIpv6": "::/0"]],
                equality: .normalised { RuleDirection.egress.canonical(rules: $0) },
                decode: { RuleDirection.egress.rules(read: $0["$rules"]) },
                encode: { RuleDirection.egress.permissions(rules: $0) }),
        ],
        attributes: ["GroupId": "GroupId", "Id": "GroupId"],
        // Every network comes with one of this name, which no other may have.
        foreign: Foreign(
            inside: "AWS::EC2::VPC", by: ["VpcId"], .scope(.filter("vpc-id", of: "VpcId")), shows: ["GroupName"],
            except: .equals("GroupName", "default")),
        unsupported: [
            "SecurityGroupIngress[].SourceSecurityGroupName": "name the group by SourceSecurityGroupId"
        ])

    private static func list(_ property: String, _ name: String, _ direction: RuleDirection) -> ItemSet {
        func call(_ operation: String) -> Call {
            Call(
                "ec2:\(operation)\(name)", [.attribute("GroupId", as: "GroupId")], retries: .unseenNetwork, patience: 30
            )
        }
        var remove = call("RevokeSecurityGroup")
        remove.tolerates = [ErrorMatch("InvalidPermission.NotFound", afterLoss: true)]
        return ItemSet(
            property, add: call("AuthorizeSecurityGroup"), remove: remove,
            known: { direction.known(rule: $0) }, change: call("UpdateSecurityGroupRuleDescriptions"),
            batch: "IpPermissions")
    }
}
