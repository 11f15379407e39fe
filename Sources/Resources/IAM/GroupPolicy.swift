internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::GroupPolicy`: one inline policy of a group.
    static let groupPolicy = ResourceType(
        "AWS::IAM::GroupPolicy",
        identity: .key(["GroupName", "PolicyName"]),
        isGlobal: true,
        read: .authorization(items: "GroupDetailList/GroupPolicyList"),
        create: Create(putGroupPolicy, repeatable: true),
        updates: [Update(["PolicyDocument"], set: putGroupPolicy)],
        delete: Delete("iam:DeleteGroupPolicy", ["GroupName", "PolicyName"], absent: ["NoSuchEntity"]),
        properties: [
            Property("GroupName", at: "$parent.GroupName"),
            Property("PolicyDocument", absent: .refused("IAM has no policy without one"), equality: .policy),
        ],
        completes: ["GroupName"],
        claims: [
            Claim(
                through: "GroupName", of: "AWS::IAM::Group", list: "Policies", member: "PolicyName", value: "PolicyName"
            )
        ])

    private static let putGroupPolicy = Call(
        "iam:PutGroupPolicy", ["GroupName", "PolicyName", .json("PolicyDocument", as: "PolicyDocument")],
        // A group that was made a moment ago is not found yet.
        retries: ["NoSuchEntity"])
}
