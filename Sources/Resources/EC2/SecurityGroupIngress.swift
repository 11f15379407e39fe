internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::SecurityGroupIngress`. A rule that is a resource of its own; its tags keep it out of the group's list.
    static let securityGroupIngress = ResourceType(
        "AWS::EC2::SecurityGroupIngress",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:security-group-rule/${*}",
        read: Read(
            "ec2:DescribeSecurityGroupRules", items: "SecurityGroupRules", .stackTags(filters: "Filters"),
            // The call answers for both directions.
            gone: .equals("IsEgress", true), tags: "Tags"),
        create: Create(
            Call(
                "ec2:AuthorizeSecurityGroupIngress", ["GroupId", permissions, .tags], retries: .unseenNetwork,
                patience: 30),
            item: "SecurityGroupRules.0", repeatable: false),
        updates: [
            Update(["Description"], set: describe, clear: describe)
        ],
        tagging: .ec2("security-group-rule", id: "Id", property: ""),
        delete: Delete(
            "ec2:RevokeSecurityGroupIngress", ["GroupId", Argument("SecurityGroupRuleIds", .list(.attribute("Id")))],
            absent: ["InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound", "InvalidGroup.NotFound"]),
        properties: [
            Property("GroupId", absent: .refused("name the group by its id")),
            Property("IpProtocol"),
            Property("FromPort", absent: .unset),
            Property("ToPort", absent: .unset),
            Property("CidrIp", absent: .unset, at: "CidrIpv4"),
            Property("CidrIpv6", absent: .unset),
            Property("SourcePrefixListId", absent: .unset, at: "PrefixListId"),
            Property("SourceSecurityGroupId", absent: .unset, at: "ReferencedGroupInfo.GroupId"),
            Property("SourceSecurityGroupOwnerId", absent: .chosenByAWS, at: "ReferencedGroupInfo.UserId"),
            Property("Description", absent: .unset),
        ],
        attributes: ["Id": "SecurityGroupRuleId"],
        lookups: [
            Lookup("GroupId", by: "GroupName", of: "AWS::EC2::SecurityGroup", named: "GroupName"),
            Lookup(
                "SourceSecurityGroupId", by: "SourceSecurityGroupName", of: "AWS::EC2::SecurityGroup",
                named: "GroupName"),
        ],
        canonical: { RuleDirection.ingress.canonical(rule: $0) })

    private static let permissions = Argument(
        "IpPermissions", .list(.mapped(.properties) { RuleDirection.ingress.permission(rule: $0) }))
    private static let describe = Call("ec2:UpdateSecurityGroupRuleDescriptionsIngress", ["GroupId", permissions])
}
