internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::Group`. IAM cannot tag groups: the name alone tells whose it is.
    static let group = ResourceType(
        "AWS::IAM::Group",
        identity: .named("GroupName", GeneratedName(limit: 128)),
        arn: "arn:${Partition}:iam::${Account}:group${Path}${GroupName}",
        isGlobal: true,
        read: .authorization(items: "GroupDetailList"),
        create: Create(Call("iam:CreateGroup", ["GroupName", "Path"]), item: "Group", repeatable: true),
        updates: [Update(["Path"], set: Call("iam:UpdateGroup", ["GroupName", .property("Path", as: "NewPath")]))],
        itemSets: [.attachedPolicies(of: "Group"), .inlinePolicies(of: "Group")],
        delete: Delete(
            "iam:DeleteGroup", ["GroupName"], absent: ["NoSuchEntity"], retries: ["DeleteConflict"],
            empties: ["ManagedPolicyArns", "Policies"], refusedWhileUsed: true),
        properties: [
            Property("GroupName", absent: .chosenByAWS),
            Property("Path", absent: .means("/")),
            .attachedPolicies,
            Property("Policies", absent: .unset, equality: .keyed("PolicyName"), at: "GroupPolicyList"),
            Property("Policies[].PolicyDocument", equality: .policy),
        ],
        attributes: ["Arn": Attribute("Arn", predicted: "arn:${Partition}:iam::${Account}:group${Path}${GroupName}")],
        claims: [
            Claim(through: "ManagedPolicyArns", of: "AWS::IAM::ManagedPolicy", list: "Groups", value: "GroupName")
        ])
}
