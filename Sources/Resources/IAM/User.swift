internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::User`.
    static let user = ResourceType(
        "AWS::IAM::User",
        identity: .named("UserName", GeneratedName(limit: 64)),
        arn: "arn:${Partition}:iam::${Account}:user${Path}${UserName}",
        isGlobal: true,
        read: .authorization(items: "UserDetailList", tags: "Tags"),
        create: Create(
            Call("iam:CreateUser", ["UserName", "Path", "PermissionsBoundary", .tags]), item: "User", repeatable: true),
        updates: [
            Update(["Path"], set: Call("iam:UpdateUser", ["UserName", .property("Path", as: "NewPath")])),
            Update(
                ["PermissionsBoundary"], set: Call("iam:PutUserPermissionsBoundary", ["UserName"]),
                clear: Call("iam:DeleteUserPermissionsBoundary", ["UserName"])),
        ],
        itemSets: [
            .attachedPolicies(of: "User"), .inlinePolicies(of: "User"),
            ItemSet(
                "Groups",
                add: Call("iam:AddUserToGroup", ["UserName", .item(as: "GroupName")], retries: ["NoSuchEntity"]),
                remove: Call(
                    "iam:RemoveUserFromGroup", ["UserName", .item(as: "GroupName")], tolerates: ["NoSuchEntity"])),
        ],
        tagging: .iam("User", "UserName"),
        delete: Delete(
            "iam:DeleteUser", ["UserName"], absent: ["NoSuchEntity"], retries: ["DeleteConflict"],
            empties: ["ManagedPolicyArns", "Policies", "Groups"], refusedWhileUsed: true),
        properties: [
            Property("UserName", absent: .chosenByAWS),
            Property("Path", absent: .means("/")),
            Property("PermissionsBoundary", absent: .unset, at: "PermissionsBoundary.PermissionsBoundaryArn"),
            .attachedPolicies,
            Property("Policies", absent: .unset, equality: .keyed("PolicyName"), at: "UserPolicyList"),
            Property("Policies[].PolicyDocument", equality: .policy),
            Property("Groups", absent: .unset, equality: .unordered, at: "GroupList"),
        ],
        attributes: ["Arn": Attribute("Arn", predicted: "arn:${Partition}:iam::${Account}:user${Path}${UserName}")],
        claims: [
            Claim(through: "ManagedPolicyArns", of: "AWS::IAM::ManagedPolicy", list: "Users", value: "UserName")
        ],
        unsupported: ["LoginProfile": "console passwords do not belong into templates; use IAM Identity Center"])
}
