internal import Declarations
internal import Language
internal import Values

/// What an `UpdatePolicy` asks for, and the tags that keep how far it has come.
extension Desired {
    private var policies: (declared: UpdatePolicies, policy: Value)? {
        guard frame.type.tagging != nil, let declared = frame.type.policies, let policy = bound.updatePolicy else {
            return nil
        }
        return (declared, policy)
    }

    /// The tags that say what was rolled out last, and which values the template gave last.
    func policyTags(_ properties: Value) -> [String: Value] {
        guard let (declared, policy) = policies else { return [:] }
        var tags: [String: Value] = [:]
        if let rollout = declared.rollout, rollout.settings(policy, properties) != nil {
            let text = Value.jsonText(Self.part(rollout.properties, of: properties))
            tags[OwnTag.rollout] = (try? Value.sha256(text, digits: 12)) ?? text
        }
        if let unmodified = declared.unmodified, unmodified.isAsked(policy) {
            tags[OwnTag.unmodified] = .string(Self.part(unmodified.properties, of: symbolic).digest(12))
        }
        return tags
    }

    /// True for a property whose live value stands because the template has not changed its own.
    func keepsLive(_ property: String, _ live: Live) -> Bool {
        guard let (declared, policy) = policies, let unmodified = declared.unmodified,
            unmodified.properties.contains(property), unmodified.isAsked(policy)
        else { return false }
        return live.tags[OwnTag.unmodified] == Self.part(unmodified.properties, of: symbolic).digest(12)
    }

    /// The settings of the rollout that a change asks for, or that an earlier run has left undone; nil for none.
    func rollout(_ decision: Decision, _ live: Live) -> Value? {
        guard let (declared, policy) = policies, let rollout = declared.rollout else { return nil }
        let chosen = live.properties.object ?? [:]
        let known = decision.properties.object ?? [:]
        var all = chosen
        for (name, value) in known where !value.isNull { all[name] = value }
        guard let settings = rollout.settings(policy, .object(all)) else { return nil }
        if decision.differences.contains(where: { rollout.properties.contains($0.property) }) { return settings }
        // One that is only taken over may never have had one.
        guard decision.kind != .adopt else { return nil }
        let isDone = live.tags[OwnTag.rollout].map { Value.string($0) } == decision.tags[OwnTag.rollout]
        return isDone ? nil : settings
    }

    private static func part(_ names: [String], of properties: Value) -> Value {
        .object(Value.Object(names.sorted().compactMap { name in properties[name].map { (name, $0) } }))
    }
}
