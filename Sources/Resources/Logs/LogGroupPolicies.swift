internal import Declarations
internal import Values

/// The documents that a log group holds: what is masked in it, which fields are indexed, and who may write to it.
enum LogGroupPolicies {
    static let details: [Detail] = [
        Detail(
            "logs:GetDataProtectionPolicy", [.live("logGroupName", as: "logGroupIdentifier")], takes: "policyDocument",
            into: "$protection", fills: ["DataProtectionPolicy"], absent: missing),
        Detail(
            "logs:DescribeIndexPolicies", [Argument("logGroupIdentifiers", .list(.live("logGroupName")))],
            takes: "indexPolicies", into: "$indexes", fills: ["FieldIndexPolicies"], absent: missing, pages: true),
        Detail(
            "logs:DescribeResourcePolicies",
            [.live("logGroupArn", as: "resourceArn"), .constant("policyScope", "RESOURCE")],
            takes: "resourcePolicies.0", into: "$policy", fills: ["ResourcePolicyDocument"], absent: missing),
    ]

    static let updates: [Update] = [
        Update(
            ["DataProtectionPolicy"],
            set: Call(
                "logs:PutDataProtectionPolicy",
                [group, .json("DataProtectionPolicy", as: "policyDocument")], retries: busy),
            clear: Call("logs:DeleteDataProtectionPolicy", [group], tolerates: missing, retries: busy)),
        Update(
            ["FieldIndexPolicies"],
            set: Call(
                "logs:PutIndexPolicy",
                [group, Argument("policyDocument", .json(.mapped(.property("FieldIndexPolicies"), joined)))],
                retries: busy),
            clear: Call("logs:DeleteIndexPolicy", [group], tolerates: missing, retries: busy)),
        Update(
            ["ResourcePolicyDocument"],
            set: Call(
                "logs:PutResourcePolicy",
                policy + [.json("ResourcePolicyDocument", as: "policyDocument")], retries: busy),
            clear: Call("logs:DeleteResourcePolicy", policy, tolerates: missing, retries: busy)),
    ]

    static let properties: [Property] = [
        Property("DataProtectionPolicy", absent: .unset, equality: .json, at: "$protection"),
        Property("FieldIndexPolicies", absent: .unset, equality: .normalised { [joined($0)] }) { item in
            // The account's own policy shows here too.
            let own = (item["$indexes"]?.array ?? []).filter { $0["source"] != "ACCOUNT" }
            let documents = own.compactMap { try? Value(json: $0["policyDocument"]?.string ?? "") }
            return documents.isEmpty ? nil : .array(documents)
        },
        Property("ResourcePolicyDocument", absent: .unset, equality: .policy, at: "$policy.policyDocument"),
    ]

    private static let group: Argument = .property("LogGroupName", as: "logGroupIdentifier")
    /// A group holds one resource policy, and a change names the revision that it changes.
    private static let policy: [Argument] = [
        .attribute("TagArn", as: "resourceArn"),
        Argument(
            "policyName",
            .mapped(.several([.live("$policy.policyName")])) { $0[0] == .null ? "log-group" : $0[0] ?? .null }),
        .live("$policy.revisionId", as: "expectedRevisionId"),
    ]
    private static let missing: [ErrorMatch] = ["ResourceNotFoundException"]
    private static let busy: [ErrorMatch] = ["OperationAbortedException"]

    /// A group has one index policy: the fields of all that are asked for.
    @Sendable private static func joined(_ policies: Value) -> Value {
        guard let items = policies.array, !items.isEmpty else { return policies }
        var fields: Set<String> = []
        var typed = Value.Object()
        for item in items {
            fields.formUnion((item["Fields"]?.array ?? []).compactMap(\.string))
            for (name, type) in item["FieldsV2"]?.object ?? [:] { typed[name] = type }
        }
        var whole = Value.Object()
        if !fields.isEmpty { whole["Fields"] = .array(fields.sorted().map { .string($0) }) }
        if !typed.isEmpty { whole["FieldsV2"] = .object(typed) }
        return .object(whole)
    }
}
