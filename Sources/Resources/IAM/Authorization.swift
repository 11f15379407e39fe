internal import Declarations
internal import Values

extension Read {
    /// One paged call answers for every role, user, group and customer policy of the account. All of IAM's types send
    /// the same input, so that a run makes it once.
    /// - Parameter items: the list that the type reads.
    static func authorization(
        items: String, details: [Detail] = [], tags: String? = nil,
        shape: (@Sendable (Value) -> Value)? = nil,
        gather: (@Sendable (_ output: Value, _ sought: Value) -> Value?)? = nil, spread: [Spread] = []
    ) -> Read {
        Read(
            "iam:GetAccountAuthorizationDetails", items: items,
            .everything([.constant("Filter", ["Role", "User", "Group", "LocalManagedPolicy"])]), details: details,
            tags: tags, shape: shape, gather: gather, spread: spread)
    }
}

extension Property {
    /// The ARNs of the managed policies attached to a user or group.
    static let attachedPolicies = Property("ManagedPolicyArns", absent: .unset, equality: .unordered) {
        $0["AttachedManagedPolicies"]?.array.map { .array($0.compactMap { $0["PolicyArn"] }) }
    }
}

extension ItemSet {
    /// The managed policies of a user or group.
    /// - Parameter kind: `User` or `Group`.
    static func attachedPolicies(of kind: String) -> ItemSet {
        ItemSet(
            "ManagedPolicyArns",
            add: Call(
                "iam:Attach\(kind)Policy", [.init(stringLiteral: "\(kind)Name"), .item(as: "PolicyArn")],
                retries: ["NoSuchEntity"]),
            remove: Call(
                "iam:Detach\(kind)Policy", [.init(stringLiteral: "\(kind)Name"), .item(as: "PolicyArn")],
                tolerates: ["NoSuchEntity"]))
    }

    /// The inline policies of a user or group.
    static func inlinePolicies(of kind: String) -> ItemSet {
        ItemSet(
            "Policies",
            add: Call(
                "iam:Put\(kind)Policy",
                [
                    .init(stringLiteral: "\(kind)Name"), .item("PolicyName", as: "PolicyName"),
                    Argument("PolicyDocument", .json(.item("PolicyDocument"))),
                ]),
            remove: Call(
                "iam:Delete\(kind)Policy",
                [.init(stringLiteral: "\(kind)Name"), .item("PolicyName", as: "PolicyName")],
                tolerates: ["NoSuchEntity"]),
            key: "PolicyName", overwrites: true)
    }
}
