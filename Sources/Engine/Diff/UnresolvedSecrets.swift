internal import Language
internal import Values

/// Dynamic references to secrets are resolved while a run goes on, and a plan does not know them: it takes the live value
/// for right where the digest says that the configuration is as it was last applied. So it does with what AWS has told once,
/// and does not tell again.
extension Value {
    /// True when it waits for a `{{resolve:…}}` that plans do not look up.
    var awaitsSecret: Bool { awaitedAttributes.contains { $0.address == DynamicReference.address } }

    /// The value with the live one wherever a secret stands that cannot be known, so that only the rest is compared.
    func taking(secretsOf live: Value?, where isUnknown: (Value) -> Bool) -> Value {
        guard let live, isUnknown(self) else { return self }
        switch self {
        case .deferred: return live
        case .object(let object):
            var taken = object
            for (name, member) in object { taken[name] = member.taking(secretsOf: live[name], where: isUnknown) }
            return .object(taken)
        case .array(let items):
            // Lists may come back in another order: an item takes from one that is like it.
            var left = live.array ?? []
            return .array(
                items.map { item in
                    guard let index = left.firstIndex(where: { item.agrees(with: $0, isUnknown) }) else {
                        return item
                    }
                    return item.taking(secretsOf: left.remove(at: index), where: isUnknown)
                })
        default: return self
        }
    }

    /// True when both are the same but for secrets and for what the live one has besides.
    private func agrees(with live: Value, _ isUnknown: (Value) -> Bool) -> Bool {
        switch self {
        case .deferred: return isUnknown(self)
        case .object(let object):
            return object.allSatisfy { name, member in live[name].map { member.agrees(with: $0, isUnknown) } ?? false }
        case .array(let items):
            guard let others = live.array, others.count == items.count else { return false }
            return zip(items, others).allSatisfy { $0.agrees(with: $1, isUnknown) }
        default: return Comparison.text(self) == Comparison.text(live)
        }
    }
}
