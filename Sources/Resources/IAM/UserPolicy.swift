internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::UserPolicy`: one inline policy of a user.
    static let userPolicy = ResourceType(
        "AWS::IAM::UserPolicy",
        identity: .key(["UserName", "PolicyName"]),
        isGlobal: true,
        read: .authorization(items: "UserDetailList/UserPolicyList"),
        create: Create(putUserPolicy, repeatable: true),
        updates: [Update(["PolicyDocument"], set: putUserPolicy)],
        delete: Delete("iam:DeleteUserPolicy", ["UserName", "PolicyName"], absent: ["NoSuchEntity"]),
        properties: [
            Property("UserName", at: "$parent.UserName"),
            Property("PolicyDocument", absent: .refused("IAM has no policy without one"), equality: .policy),
        ],
        completes: ["UserName"],
        claims: [
            Claim(
                through: "UserName", of: "AWS::IAM::User", list: "Policies", member: "PolicyName", value: "PolicyName")
        ])

    private static let putUserPolicy = Call(
        "iam:PutUserPolicy", ["UserName", "PolicyName", .json("PolicyDocument", as: "PolicyDocument")],
        // A user that was made a moment ago is not found yet.
        retries: ["NoSuchEntity"])
}
