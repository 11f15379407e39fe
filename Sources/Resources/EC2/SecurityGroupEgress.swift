internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::SecurityGroupEgress`. A rule that is a resource of its own; its tags keep it out of the group's list.
    static let securityGroupEgress = ResourceType(
        "AWS::EC2::SecurityGroupEgress",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:security-group-rule/${*}",
        read: Read(
            "ec2:DescribeSecurityGroupRules", items: "SecurityGroupRules", .stackTags(filters: "Filters"),
            // The call answers for both directions.
            gone: .equals("IsEgress", false), tags: "Tags"),
        create: Create(
            Call(
                "ec2:AuthorizeSecurityGroupEgress", ["GroupId", permissions, .tags], retries: .unseenNetwork,
                patience: 30),
            item: "SecurityGroupRules.0", repeatable: false),
        updates: [
            Update(["Description"], set: describe, clear: describe)
        ],
        tagging: .ec2("security-group-rule", id: "Id", property: ""),
        delete: Delete(
            "ec2:RevokeSecurityGroupEgress", ["GroupId", Argument("SecurityGroupRuleIds", .list(.attribute("Id")))],
            absent: ["InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound", "InvalidGroup.NotFound"]),
        properties: [
            Property("GroupId"),
            Property("IpProtocol"),
            Property("FromPort", absent: .unset),
            Property("ToPort", absent: .unset),
            Property("CidrIp", absent: .unset, at: "CidrIpv4"),
            Property("CidrIpv6", absent: .unset),
            Property("DestinationPrefixListId", absent: .unset, at: "PrefixListId"),
            Property("DestinationSecurityGroupId", absent: .unset, at: "ReferencedGroupInfo.GroupId"),
            Property("Description", absent: .unset),
        ],
        attributes: ["Id": "SecurityGroupRuleId"],
        canonical: { RuleDirection.egress.canonical(rule: $0) })

    private static let permissions = Argument(
        "IpPermissions", .list(.mapped(.properties) { RuleDirection.egress.permission(rule: $0) }))
    private static let describe = Call("ec2:UpdateSecurityGroupRuleDescriptionsEgress", ["GroupId", permissions])
}
