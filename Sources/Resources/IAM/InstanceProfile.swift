internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::InstanceProfile`. It holds at most one role, so the old one goes before the new one comes. The
    /// listing has the role but not the tags; `GetInstanceProfile` has both.
    static let instanceProfile = ResourceType(
        "AWS::IAM::InstanceProfile",
        identity: .named("InstanceProfileName", GeneratedName(limit: 128)),
        arn: "arn:${Partition}:iam::${Account}:instance-profile${Path}${InstanceProfileName}",
        isGlobal: true,
        read: Read(
            "iam:ListInstanceProfiles", items: "InstanceProfiles", .everything(),
            details: [
                .tags(
                    "iam:GetInstanceProfile", [.live("InstanceProfileName", as: "InstanceProfileName")],
                    takes: "InstanceProfile.Tags", absent: ["NoSuchEntity"])
            ]),
        create: Create(
            Call("iam:CreateInstanceProfile", ["InstanceProfileName", "Path", .tags]), item: "InstanceProfile",
            repeatable: true),
        itemSets: [
            ItemSet(
                "Roles",
                // A role that was made a moment ago is not found yet.
                add: Call(
                    "iam:AddRoleToInstanceProfile", ["InstanceProfileName", .item(as: "RoleName")],
                    tolerates: [
                        ErrorMatch("LimitExceeded", contains: "InstanceSessionsPerInstanceProfile", afterLoss: true)
                    ],
                    retries: ["NoSuchEntity"]),
                remove: Call(
                    "iam:RemoveRoleFromInstanceProfile", ["InstanceProfileName", .item(as: "RoleName")],
                    tolerates: ["NoSuchEntity"]))
        ],
        tagging: .iam("InstanceProfile", "InstanceProfileName", property: ""),
        delete: Delete(
            "iam:DeleteInstanceProfile", ["InstanceProfileName"], absent: ["NoSuchEntity"], retries: ["DeleteConflict"],
            empties: ["Roles"], refusedWhileUsed: true),
        properties: [
            Property("InstanceProfileName", absent: .chosenByAWS),
            Property("Path", absent: .means("/")),
            Property("Roles", equality: .unordered) {
                $0["Roles"]?.array.map { .array($0.compactMap { $0["RoleName"] }) }
            },
        ],
        attributes: [
            "Arn": Attribute(
                "Arn", predicted: "arn:${Partition}:iam::${Account}:instance-profile${Path}${InstanceProfileName}")
        ])
}
