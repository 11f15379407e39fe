internal import Language
internal import Values

/// Secrets that a plan does not know: dynamic references are resolved while a run goes on, and what AWS tells once has
/// been told in an earlier one.
extension Value {
    /// True when it waits for a `{{resolve:…}}` that plans do not look up.
    var awaitsSecret: Bool { awaitedAttributes.contains { $0.address == DynamicReference.address } }

    /// The value with the live one wherever a secret stands, so that only the rest is compared.
    /// - Parameter isTaken: for a deferred part, whether the live value is to stand for it.
    func taking(secretsOf live: Value?, where isTaken: (Value) -> Bool) -> Value {
        guard let live, hasDeferred else { return self }
        switch self {
        case .deferred: return isTaken(self) ? live : self
        case .object(let object):
            var taken = object
            for (name, member) in object { taken[name] = member.taking(secretsOf: live[name], where: isTaken) }
            return .object(taken)
        case .array(let items):
            // Lists may come back in another order: an item takes from one that is like it.
            var left = live.array ?? []
            return .array(
                items.map { item in
                    guard item.hasDeferred, let index = item.counterpart(in: left, where: isTaken) else { return item }
                    return item.taking(secretsOf: left.remove(at: index), where: isTaken)
                })
        default: return self
        }
    }

    /// Which of the live items is this one: the one that is the same but for secrets, else the one of the same name.
    private func counterpart(in live: [Value], where isTaken: (Value) -> Bool) -> Int? {
        if let index = live.firstIndex(where: { agrees(with: $0, where: isTaken) }) { return index }
        guard let name = self["Name"] ?? self["Key"], name.scalarText != nil else { return nil }
        return live.firstIndex { ($0["Name"] ?? $0["Key"]) == name }
    }

    /// True when both are the same but for secrets and for what the live one has besides.
    private func agrees(with live: Value, where isTaken: (Value) -> Bool) -> Bool {
        switch self {
        case .deferred: return isTaken(self)
        case .object(let object):
            return object.allSatisfy { name, member in
                live[name].map { member.agrees(with: $0, where: isTaken) } ?? false
            }
        case .array(let items):
            guard let others = live.array, others.count == items.count else { return false }
            return zip(items, others).allSatisfy { $0.agrees(with: $1, where: isTaken) }
        default: return Comparison.text(self) == Comparison.text(live)
        }
    }
}
