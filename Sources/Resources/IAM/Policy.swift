internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::Policy`: one inline policy put into several roles, users and groups. AWS knows no such object, so it
    /// is gathered from the entities that the template names; the policy of the same name in any other entity belongs
    /// to that entity's own list.
    static let inlinePolicy = ResourceType(
        "AWS::IAM::Policy",
        identity: .key(["PolicyName"]),
        ref: "PolicyName",
        isGlobal: true,
        read: .authorization(items: "", gather: gatherPolicy, spread: ["Roles", "Users", "Groups"]),
        create: Create(
            put("Role", each: .property("Roles")), repeatable: true,
            then: [put("User", each: .property("Users")), put("Group", each: .property("Groups"))]),
        updates: [
            Update(
                ["PolicyDocument"],
                first: [put("Role", each: .property("Roles")), put("User", each: .property("Users"))],
                set: put("Group", each: .property("Groups")))
        ],
        itemSets: [entities("Role", "Roles"), entities("User", "Users"), entities("Group", "Groups")],
        delete: Delete([
            remove("Role", each: .property("Roles")), remove("User", each: .property("Users")),
            remove("Group", each: .property("Groups")),
        ]),
        properties: [
            Property(
                "PolicyName",
                moves: "nothing else tells it from others of its holders: the new one is put, and then this one goes"
            ),
            Property("PolicyDocument", equality: .policy),
            Property("Roles", absent: .unset, equality: .unordered),
            Property("Users", absent: .unset, equality: .unordered),
            Property("Groups", absent: .unset, equality: .unordered),
        ],
        attributes: ["Id": Attribute("PolicyName", predicted: "${PolicyName}")],
        completes: ["Roles", "Users", "Groups"],
        claims: [
            Claim(
                through: "Roles", of: "AWS::IAM::Role", list: "Policies", member: "PolicyName", value: "PolicyName"),
            Claim(
                through: "Users", of: "AWS::IAM::User", list: "Policies", member: "PolicyName", value: "PolicyName"),
            Claim(
                through: "Groups", of: "AWS::IAM::Group", list: "Policies", member: "PolicyName", value: "PolicyName"),
        ])

    private static func put(_ kind: String, each: Argument.Source? = nil) -> Call {
        Call(
            "iam:Put\(kind)Policy",
            [.item(as: "\(kind)Name"), "PolicyName", .json("PolicyDocument", as: "PolicyDocument")], each: each,
            // A role that was made a moment ago is not found yet.
            retries: ["NoSuchEntity"])
    }

    private static func remove(_ kind: String, each: Argument.Source? = nil) -> Call {
        Call(
            "iam:Delete\(kind)Policy", [.item(as: "\(kind)Name"), "PolicyName"], each: each,
            tolerates: ["NoSuchEntity"])
    }

    private static func entities(_ kind: String, _ property: String) -> ItemSet {
        ItemSet(property, add: put(kind), remove: remove(kind), inCreate: true)
    }

    /// The named entities that hold the policy. Documents that differ from one another make the document differ.
    @Sendable private static func gatherPolicy(output: Value, sought: Value) -> Value? {
        var item = Value.Object()
        var documents: [Value] = []
        for (kind, property) in [("Role", "Roles"), ("User", "Users"), ("Group", "Groups")] {
            let wanted = sought[property]?.array ?? []
            var holders: [Value] = []
            for entity in output["\(kind)DetailList"]?.array ?? [] {
                guard let name = entity["\(kind)Name"], wanted.contains(name) else { continue }
                let policies = entity["\(kind)PolicyList"]?.array ?? []
                guard let policy = policies.first(where: { $0["PolicyName"] == sought["PolicyName"] }) else { continue }
                holders.append(name)
                if let document = policy["PolicyDocument"], !documents.contains(document) { documents.append(document) }
            }
            item[property] = .array(holders)
        }
        guard let document = documents.first else { return nil }
        item["PolicyName"] = sought["PolicyName"]
        item["PolicyDocument"] = documents.count == 1 ? document : ["Statement": .array(documents)]
        return .object(item)
    }
}
