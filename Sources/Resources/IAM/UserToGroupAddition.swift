internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::UserToGroupAddition`: members of a group. Other members, and the groups that users list themselves,
    /// are left alone.
    static let userToGroupAddition = ResourceType(
        "AWS::IAM::UserToGroupAddition",
        identity: .key(["GroupName"]),
        ref: "Id",
        isGlobal: true,
        read: .authorization(items: "", gather: gatherMembers, spread: ["Users"]),
        create: Create(add(each: .property("Users")), repeatable: true),
        itemSets: [ItemSet("Users", add: add(), remove: remove(), inCreate: true)],
        delete: Delete([remove(each: .property("Users"))]),
        properties: [
            Property(
                "GroupName",
                moves: "it is known by its group: its users join the other group, and then leave this one"),
            Property("Users", equality: .unordered),
        ],
        attributes: ["Id": Attribute("Id", predicted: "${GroupName}|${Users}")],
        completes: ["Users"],
        claims: [Claim(through: "Users", of: "AWS::IAM::User", list: "Groups", value: "GroupName")])

    private static func add(each: Argument.Source? = nil) -> Call {
        // A user or group that was made a moment ago is not found yet.
        Call("iam:AddUserToGroup", ["GroupName", .item(as: "UserName")], each: each, retries: ["NoSuchEntity"])
    }

    private static func remove(each: Argument.Source? = nil) -> Call {
        Call("iam:RemoveUserFromGroup", ["GroupName", .item(as: "UserName")], each: each, tolerates: ["NoSuchEntity"])
    }

    /// The named users that are in the group.
    @Sendable private static func gatherMembers(output: Value, sought: Value) -> Value? {
        guard let group = sought["GroupName"] else { return nil }
        let members = (output["UserDetailList"]?.array ?? []).filter {
            ($0["GroupList"]?.array ?? []).contains(group)
        }.compactMap { $0["UserName"] }
        let users = (sought["Users"]?.array ?? []).filter(members.contains)
        return users.isEmpty ? nil : ["GroupName": group, "Users": .array(users)]
    }
}
