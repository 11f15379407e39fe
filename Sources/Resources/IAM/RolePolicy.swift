internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::RolePolicy`: one inline policy of a role.
    static let rolePolicy = ResourceType(
        "AWS::IAM::RolePolicy",
        identity: .key(["RoleName", "PolicyName"]),
        isGlobal: true,
        read: .authorization(items: "RoleDetailList/RolePolicyList"),
        create: Create(putRolePolicy, repeatable: true),
        updates: [Update(["PolicyDocument"], set: putRolePolicy)],
        delete: Delete("iam:DeleteRolePolicy", ["RoleName", "PolicyName"], absent: ["NoSuchEntity"]),
        properties: [
            Property("RoleName", at: "$parent.RoleName"),
            Property("PolicyDocument", absent: .refused("IAM has no policy without one"), equality: .policy),
        ],
        completes: ["RoleName"],
        claims: [
            Claim(
                through: "RoleName", of: "AWS::IAM::Role", list: "Policies", member: "PolicyName", value: "PolicyName")
        ])

    private static let putRolePolicy = Call(
        "iam:PutRolePolicy", ["RoleName", "PolicyName", .json("PolicyDocument", as: "PolicyDocument")],
        // A role that was made a moment ago is not found yet.
        retries: ["NoSuchEntity"])
}
