internal import Diagnostics
internal import Values

/// Reads `CreationPolicy`, and `UpdatePolicy` of types other than auto scaling groups. plumb acts on none of that, and says
/// so.
///
/// Source: CloudFormation's reference, "CreationPolicy attribute" and "UpdatePolicy attribute".
extension TemplateReader {
    /// What plumb leaves undone.
    private static let policies = [
        "ResourceSignal": "no signal (cfn-signal) is waited for; the resource counts as made once AWS says so",
        "AutoScalingCreationPolicy": "no instance's signal is waited for",
        "StartFleet": "the fleet is not started",
        "CodeDeployLambdaAliasUpdate": "the alias is moved at once, without a CodeDeploy deployment",
        "UseOnlineResharding": "the cluster is changed as AWS's own call does it",
        "EnableVersionUpgrade": "the version is changed as AWS's own call does it",
    ]
    private static let creation: [String: [String]?] = [
        "AutoScalingCreationPolicy": ["MinSuccessfulInstancesPercent"], "ResourceSignal": ["Count", "Timeout"],
        "StartFleet": nil,
    ]
    private static let update = [
        "AutoScalingReplacingUpdate", "AutoScalingRollingUpdate", "AutoScalingScheduledAction",
        "CodeDeployLambdaAliasUpdate", "EnableVersionUpgrade", "StartAfterUpdate", "StopBeforeUpdate",
        "UseOnlineResharding",
    ]

    mutating func creationPolicy(_ keys: [Node.Entry]) -> Expression? {
        guard let entry = keys.first(where: { $0.key == "CreationPolicy" }) else { return nil }
        for policy in members(of: entry) {
            guard let known = Self.creation[policy.key] else {
                findings.add(
                    .unknownKey(policy.key, in: "CreationPolicy", known: Self.creation.keys.sorted(), policy.keySpan))
                continue
            }
            if let known { checkKeys(members(of: policy), known, of: policy.key) }
        }
        return notActedOn(entry)
    }

    /// That of a type that plumb does not act on.
    mutating func otherUpdatePolicy(_ entry: Node.Entry) -> Expression? {
        checkKeys(members(of: entry), Self.update, of: "UpdatePolicy")
        return notActedOn(entry)
    }

    /// The members of a policy; none where a function gives them, or where it is no mapping, which is a finding.
    mutating func members(of entry: Node.Entry) -> [Node.Entry] {
        guard entry.value.tag == nil || entry.value.mapping != nil else { return [] }
        guard let members = entry.value.mapping else {
            findings.add(.wrongShape(entry.key, expected: "a mapping", found: entry.value))
            return []
        }
        return members.contains { FunctionName(rawValue: $0.key) != nil } ? [] : members
    }

    private mutating func notActedOn(_ entry: Node.Entry) -> Expression? {
        // A function that picks one of several policies has no such member.
        let named = (entry.value.mapping ?? []).compactMap { member in Self.policies[member.key].map { (member, $0) } }
        for (member, meaning) in named {
            findings.add(.notActedOn("\(entry.key).\(member.key): \(meaning)", member.keySpan))
        }
        if named.isEmpty {
            findings.add(
                .notActedOn("\(entry.key) tells CloudFormation how to make or update the resource", entry.keySpan))
        }
        return expression(entry.value, .properties)
    }
}
