internal import Diagnostics
internal import Values

/// Reads `UpdatePolicy`. What it says of auto scaling groups is checked, and warned of as far as it is not honoured.
///
/// Source: CloudFormation's reference, "UpdatePolicy attribute".
extension TemplateReader {
    static let groups = "AWS::AutoScaling::AutoScalingGroup"

    /// The keys of each policy of a group; a text where plumb does not honour one.
    private static let members: [String: [String: String?]] = [
        "AutoScalingRollingUpdate": [
            "MaxBatchSize": nil, "MinInstancesInService": nil, "PauseTime": nil,
            "MinActiveInstancesPercent": "an instance refresh counts instances in service, by MinInstancesInService",
            "MinSuccessfulInstancesPercent": "one instance that does not come up fails the refresh",
            "SuspendProcesses": "no process is suspended while instances are replaced",
            "WaitOnResourceSignals":
                "no signal (cfn-signal) is waited for; the group's health checks tell when an instance is ready, and "
                + "PauseTime is not waited out",
        ],
        "AutoScalingReplacingUpdate": ["WillReplace": nil],
        "AutoScalingScheduledAction": ["IgnoreUnmodifiedGroupSizeProperties": nil],
    ]

    mutating func updatePolicy(_ keys: [Node.Entry], _ type: String) -> Expression? {
        guard let entry = keys.first(where: { $0.key == "UpdatePolicy" }) else { return nil }
        guard type == Self.groups else { return otherUpdatePolicy(entry) }
        for policy in members(of: entry) {
            guard let known = Self.members[policy.key] else {
                findings.add(
                    .unknownKey(
                        policy.key, in: "the UpdatePolicy of a group", known: Self.members.keys.sorted(), policy.keySpan
                    ))
                continue
            }
            for member in members(of: policy) {
                check(member, of: policy.key, known)
            }
        }
        return expression(entry.value, .properties)
    }

    private mutating func check(_ member: Node.Entry, of policy: String, _ known: [String: String?]) {
        guard let meaning = known[member.key] else {
            findings.add(.unknownKey(member.key, in: policy, known: known.keys.sorted(), member.keySpan))
            return
        }
        let text = member.value.tag == nil ? member.value.scalar?.text : nil
        if member.key == "PauseTime", let text, !Self.isDuration(text) {
            findings.add(
                .invalidValue("duration", text, allowed: Self.durations, member.value.span))
        }
        if let meaning, text?.lowercased() != "false" {
            findings.add(.notActedOn("UpdatePolicy.\(policy).\(member.key): \(meaning)", member.keySpan))
        }
    }

    static let durations = "ISO 8601 up to an hour, such as PT5M"

    static func isDuration(_ text: String) -> Bool {
        text.wholeMatch(of: /PT(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?/) != nil
    }
}
