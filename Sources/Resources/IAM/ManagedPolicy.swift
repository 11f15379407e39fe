internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::ManagedPolicy`. A changed document is a new default version; AWS keeps five, so the oldest other one
    /// goes first when there is no room.
    ///
    /// Attachments can be written on either side. Those that the template does not mention here are the business of the
    /// roles, users and groups, perhaps of another stack, and are left alone.
    static let managedPolicy = ResourceType(
        "AWS::IAM::ManagedPolicy",
        identity: .named("ManagedPolicyName", GeneratedName(limit: 128)),
        ref: "PolicyArn",
        arn: "arn:${Partition}:iam::${Account}:policy${Path}${ManagedPolicyName}",
        isGlobal: true,
        read: .authorization(
            items: "Policies",
            details: [
                .tags(
                    "iam:GetPolicy", [.live("Arn", as: "PolicyArn")], takes: "Policy.Tags", absent: ["NoSuchEntity"]),
                Detail(
                    "iam:ListEntitiesForPolicy", [.live("Arn", as: "PolicyArn")], into: "$entities",
                    fills: ["Roles", "Users", "Groups"], absent: ["NoSuchEntity"], pages: true),
            ]),
        create: Create(
            Call(
                "iam:CreatePolicy",
                [
                    .property("ManagedPolicyName", as: "PolicyName"), "Path", "Description",
                    .json("PolicyDocument", as: "PolicyDocument"), .tags,
                ]),
            item: "Policy", repeatable: true),
        updates: [
            Update(
                ["PolicyDocument"],
                first: [deleteVersions(.mapped(.live("PolicyVersionList"), PolicyVersions.inTheWay))],
                set: Call(
                    "iam:CreatePolicyVersion",
                    [
                        .attribute("PolicyArn", as: "PolicyArn"), .json("PolicyDocument", as: "PolicyDocument"),
                        .constant("SetAsDefault", true),
                    ], revision: ["DefaultVersionId"]))
        ],
        itemSets: [attachments("Role", "Roles"), attachments("User", "Users"), attachments("Group", "Groups")],
        tagging: .iam("Policy", .attribute("PolicyArn", as: "PolicyArn"), property: ""),
        delete: Delete(
            [
                deleteVersions(.mapped(.live("PolicyVersionList"), PolicyVersions.notDefault)),
                Call(
                    "iam:DeletePolicy", [.attribute("PolicyArn", as: "PolicyArn")], tolerates: ["NoSuchEntity"],
                    retries: ["DeleteConflict"]),
            ], empties: ["Roles", "Users", "Groups"], refusedWhileUsed: true),
        properties: [
            Property("ManagedPolicyName", absent: .chosenByAWS, at: "PolicyName"),
            Property("Path", absent: .means("/")),
            Property("Description", absent: .unset),
            Property("PolicyDocument", equality: .policy, decode: PolicyVersions.document),
            Property("Roles", absent: .chosenByAWS, equality: .unordered) { names($0, "PolicyRoles", "RoleName") },
            Property("Users", absent: .chosenByAWS, equality: .unordered) { names($0, "PolicyUsers", "UserName") },
            Property("Groups", absent: .chosenByAWS, equality: .unordered) { names($0, "PolicyGroups", "GroupName") },
        ],
        attributes: [
            "PolicyArn": Attribute(
                "Arn", predicted: "arn:${Partition}:iam::${Account}:policy${Path}${ManagedPolicyName}"),
            "PolicyId": "PolicyId",
            "DefaultVersionId": "DefaultVersionId",
            "AttachmentCount": "AttachmentCount",
            "PermissionsBoundaryUsageCount": "PermissionsBoundaryUsageCount",
            "IsAttachable": "IsAttachable",
            "CreateDate": "CreateDate",
            "UpdateDate": "UpdateDate",
        ],
        claims: [
            Claim(through: "Roles", of: "AWS::IAM::Role", list: "ManagedPolicyArns", value: "PolicyArn"),
            Claim(through: "Users", of: "AWS::IAM::User", list: "ManagedPolicyArns", value: "PolicyArn"),
            Claim(through: "Groups", of: "AWS::IAM::Group", list: "ManagedPolicyArns", value: "PolicyArn"),
        ])

    private static func attachments(_ kind: String, _ property: String) -> ItemSet {
        ItemSet(
            property,
            add: Call(
                "iam:Attach\(kind)Policy", [.item(as: "\(kind)Name"), .attribute("PolicyArn", as: "PolicyArn")],
                retries: ["NoSuchEntity"]),
            remove: Call(
                "iam:Detach\(kind)Policy", [.item(as: "\(kind)Name"), .attribute("PolicyArn", as: "PolicyArn")],
                tolerates: ["NoSuchEntity"]))
    }

    private static func deleteVersions(_ versions: Argument.Source) -> Call {
        Call(
            "iam:DeletePolicyVersion",
            [.attribute("PolicyArn", as: "PolicyArn"), .item("VersionId", as: "VersionId")], each: versions,
            tolerates: ["NoSuchEntity"])
    }

    @Sendable private static func names(_ item: Value, _ list: String, _ member: String) -> Value? {
        item.at("$entities.\(list)")?.array.map { .array($0.compactMap { $0[member] }) }
    }
}

/// The versions of a managed policy, as `GetAccountAuthorizationDetails` lists them.
private enum PolicyVersions {
    /// All but the default one, oldest first: `v2` before `v10`.
    @Sendable static func notDefault(_ versions: Value) -> Value {
        let others = (versions.array ?? []).filter { $0["IsDefaultVersion"]?.bool != true }
        return .array(others.sorted { number($0) < number($1) })
    }

    /// The one that must go before another can come; nothing while there are fewer than five.
    @Sendable static func inTheWay(_ versions: Value) -> Value {
        guard let all = versions.array, all.count >= 5 else { return [] }
        return .array(Array((notDefault(versions).array ?? []).prefix(1)))
    }

    @Sendable static func document(_ item: Value) -> Value? {
        item["PolicyVersionList"]?.array?.first { $0["IsDefaultVersion"]?.bool == true }?["Document"]
    }

    private static func number(_ version: Value) -> Int {
        Int(version["VersionId"]?.string?.dropFirst() ?? "") ?? 0
    }
}
