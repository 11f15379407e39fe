internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::User`.
    static let user = ResourceType(
        "AWS::IAM::User",
        identity: .named("UserName", GeneratedName(limit: 64)),
        arn: "arn:${Partition}:iam::${Account}:user${Path}${UserName}",
        isGlobal: true,
        read: .authorization(
            items: "UserDetailList",
            details: [
                Detail(
                    "iam:GetLoginProfile", [.live("UserName", as: "UserName")], takes: "LoginProfile", into: "$login",
                    fills: ["LoginProfile"], absent: ["NoSuchEntity"])
            ], tags: "Tags"),
        create: Create(
            Call("iam:CreateUser", ["UserName", "Path", "PermissionsBoundary", .tags]), item: "User", repeatable: true),
        updates: [
            Update(["Path"], set: Call("iam:UpdateUser", ["UserName", .property("Path", as: "NewPath")])),
            Update(
                ["PermissionsBoundary"], set: Call("iam:PutUserPermissionsBoundary", ["UserName"]),
                clear: Call("iam:DeleteUserPermissionsBoundary", ["UserName"])),
            Update(
                ["LoginProfile"],
                set: login(
                    "CreateLoginProfile", each: .mapped(.several([.live("$login")])) { $0[0] == .null ? [true] : [] }),
                then: [
                    login(
                        "UpdateLoginProfile",
                        each: .mapped(.several([.live("$login")])) { $0[0] == .null ? [] : [true] })
                ],
                clear: endLogin()),
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
            [
                endLogin(when: "LoginProfile"),
                Call("iam:DeleteUser", ["UserName"], tolerates: ["NoSuchEntity"], retries: ["DeleteConflict"]),
            ], empties: ["ManagedPolicyArns", "Policies", "Groups"], refusedWhileUsed: true),
        properties: [
            Property("UserName", absent: .chosenByAWS),
            Property("Path", absent: .means("/")),
            Property("PermissionsBoundary", absent: .unset, at: "PermissionsBoundary.PermissionsBoundaryArn"),
            .attachedPolicies,
            Property("Policies", absent: .unset, equality: .keyed("PolicyName"), at: "UserPolicyList"),
            Property("Policies[].PolicyDocument", equality: .policy),
            Property("Groups", absent: .unset, equality: .unordered, at: "GroupList"),
            // The user may have given itself another password: only a change of what the template says sets it again.
            Property("LoginProfile", absent: .unset, digestedApart: .missing("$login")) { item in
                item["$login"].map { _ in anyProfile }
            },
            Property("LoginProfile.Password", writeOnly: true, secret: true),
        ],
        attributes: ["Arn": Attribute("Arn", predicted: "arn:${Partition}:iam::${Account}:user${Path}${UserName}")],
        claims: [
            Claim(through: "ManagedPolicyArns", of: "AWS::IAM::ManagedPolicy", list: "Users", value: "UserName")
        ],
        // A password is never told, and the user's first own one resets the other member: what is compared is whether
        // there is a profile.
        canonical: { $0["LoginProfile"] == nil ? $0 : $0.setting("LoginProfile", to: anyProfile) })

    private static let anyProfile: Value = ["PasswordResetRequired": true]

    private static func login(_ operation: String, each: Argument.Source) -> Call {
        Call(
            "iam:\(operation)",
            [
                "UserName", .property("LoginProfile.Password", as: "Password"),
                .property("LoginProfile.PasswordResetRequired", as: "PasswordResetRequired"),
            ], each: each, retries: ["EntityTemporarilyUnmodifiable"])
    }

    private static func endLogin(when: String? = nil) -> Call {
        Call(
            "iam:DeleteLoginProfile", ["UserName"], tolerates: ["NoSuchEntity"],
            retries: ["EntityTemporarilyUnmodifiable"], when: when)
    }
}
