internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::Role`. One call returns every role of the account with its tags, policies and attachments; a second
    /// the descriptions and session lengths that it leaves out.
    static let role = ResourceType(
        "AWS::IAM::Role",
        identity: .named("RoleName", GeneratedName(limit: 64)),
        ref: "RoleName",
        arn: "arn:${Partition}:iam::${Account}:role${Path}${RoleName}",
        isGlobal: true,
        read: Read(
            "iam:GetAccountAuthorizationDetails", items: "RoleDetailList",
            .everything([.constant("Filter", ["Role", "User", "Group", "LocalManagedPolicy"])]),
            details: [
                Detail(
                    "iam:ListRoles", [], into: "$role", fills: ["Description", "MaxSessionDuration"],
                    batch: .everything(items: "Roles", key: "RoleName", answer: "RoleName"))
            ],
            tags: "Tags"),
        create: Create(
            Call(
                "iam:CreateRole",
                [
                    "RoleName", "Path", "Description", "MaxSessionDuration",
                    .json("AssumeRolePolicyDocument", as: "AssumeRolePolicyDocument"),
                    .property("PermissionsBoundary", as: "PermissionsBoundary"), .tags,
                ],
                retries: .unknownPrincipal),
            item: "Role", repeatable: true),
        updates: [
            Update(
                ["AssumeRolePolicyDocument"],
                set: Call(
                    "iam:UpdateAssumeRolePolicy",
                    ["RoleName", .json("AssumeRolePolicyDocument", as: "PolicyDocument")], retries: .unknownPrincipal)),
            Update(
                ["Description", "MaxSessionDuration"], set: Call("iam:UpdateRole", ["RoleName"]), whole: true),
            Update(
                ["PermissionsBoundary"], set: Call("iam:PutRolePermissionsBoundary", ["RoleName"]),
                clear: Call("iam:DeleteRolePermissionsBoundary", ["RoleName"])),
        ],
        itemSets: [
            ItemSet(
                "ManagedPolicyArns",
                add: Call("iam:AttachRolePolicy", ["RoleName", .item(as: "PolicyArn")], retries: ["NoSuchEntity"]),
                remove: Call("iam:DetachRolePolicy", ["RoleName", .item(as: "PolicyArn")], tolerates: ["NoSuchEntity"])),
            ItemSet(
                "Policies",
                add: Call(
                    "iam:PutRolePolicy",
                    [
                        "RoleName", .item("PolicyName", as: "PolicyName"),
                        Argument("PolicyDocument", .json(.item("PolicyDocument"))),
                    ]),
                remove: Call(
                    "iam:DeleteRolePolicy", ["RoleName", .item("PolicyName", as: "PolicyName")],
                    tolerates: ["NoSuchEntity"]),
                key: "PolicyName", overwrites: true),
        ],
        tagging: .iam("Role", "RoleName"),
        delete: Delete(
            "iam:DeleteRole", ["RoleName"], absent: ["NoSuchEntity"], retries: ["DeleteConflict"],
            empties: ["ManagedPolicyArns", "Policies"], refusedWhileUsed: true),
        properties: [
            Property("RoleName", absent: .chosenByAWS),
            Property("Path", absent: .means("/")),
            Property("Description", absent: .unset, at: "$role.Description"),
            Property("MaxSessionDuration", absent: .means(3600), at: "$role.MaxSessionDuration"),
            Property("AssumeRolePolicyDocument", equality: .policy),
            Property("PermissionsBoundary", absent: .unset, at: "PermissionsBoundary.PermissionsBoundaryArn"),
            Property("ManagedPolicyArns", absent: .unset, equality: .unordered) {
                $0["AttachedManagedPolicies"]?.array.map { .array($0.compactMap { $0["PolicyArn"] }) }
            },
            Property("Policies", absent: .unset, equality: .keyed("PolicyName"), at: "RolePolicyList"),
            Property("Policies[].PolicyDocument", equality: .policy),
        ],
        attributes: [
            "Arn": Attribute("Arn", predicted: "arn:${Partition}:iam::${Account}:role${Path}${RoleName}"),
            "RoleId": "RoleId",
        ],
        claims: [
            Claim(through: "ManagedPolicyArns", of: "AWS::IAM::ManagedPolicy", list: "Roles", value: "RoleName")
        ])
}
