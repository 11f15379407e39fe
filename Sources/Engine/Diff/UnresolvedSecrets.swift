internal import Language
internal import Values

/// Values that hold a secret which a plan does not know: a dynamic reference, resolved while a run goes on, or what AWS
/// told once when another resource was made. The live value is taken for right where the digest says that the
/// configuration is as it was last applied, or where everything around the secret is as it should be.
struct UnresolvedSecrets {
    /// True for an attribute that AWS told once, in an earlier run.
    var isTold: (_ address: String, _ name: String) -> Bool
    /// The digest says so.
    var isAsApplied: Bool

    /// The value with the live one wherever a secret stands, so that only the rest is compared.
    func taking(_ value: Value, from live: Value?) -> Value {
        guard let live, awaitsSecret(value) else { return value }
        switch value {
        case .deferred: return isAsApplied || fits(value, live) ? live : value
        case .object(let object):
            var taken = object
            for (name, member) in object { taken[name] = taking(member, from: live[name]) }
            return .object(taken)
        case .array(let items):
            // Lists may come back in another order: an item takes from one that is like it.
            var left = live.array ?? []
            return .array(
                items.map { item in
                    guard let index = left.firstIndex(where: { agrees(item, $0) }) else { return item }
                    return taking(item, from: left.remove(at: index))
                })
        default: return value
        }
    }

    private func awaitsSecret(_ value: Value) -> Bool {
        value.awaitedAttributes.contains { isTold($0.address, $0.name) || isAsApplied && isReference($0.address) }
    }

    private func isReference(_ address: String) -> Bool { address == DynamicReference.address }

    /// True when both are the same but for secrets and for what the live one has besides.
    private func agrees(_ value: Value, _ live: Value) -> Bool {
        switch value {
        case .deferred: return awaitsSecret(value) && (isAsApplied || fits(value, live))
        case .object(let object):
            return object.allSatisfy { name, member in live[name].map { agrees(member, $0) } ?? false }
        case .array(let items):
            guard let others = live.array, others.count == items.count else { return false }
            return zip(items, others).allSatisfy { agrees($0, $1) }
        default: return Comparison.text(value) == Comparison.text(live)
        }
    }

    /// True when the live text is the wanted one with some text in place of each secret that was told once.
    private func fits(_ value: Value, _ live: Value) -> Bool {
        guard let text = live.scalarText else { return false }
        if case .deferred(.base64(let inner)) = value {
            return Base64.decode(text).map { fits(inner, .string(String(decoding: $0, as: UTF8.self))) } ?? false
        }
        return pieces(of: value).map { Self.match($0, text) } ?? false
    }

    /// True when the live text cannot be the wanted one, whatever the secrets are.
    func contradicts(_ value: Value, _ live: Value) -> Bool {
        guard let text = live.scalarText else { return false }
        if case .deferred(.base64(let inner)) = value {
            return Base64.decode(text).map { contradicts(inner, .string(String(decoding: $0, as: UTF8.self))) } ?? true
        }
        return pieces(of: value).map { !Self.match($0, text) } ?? false
    }

    /// The texts between secrets; nil when something else is not known.
    private func pieces(of value: Value) -> [String]? {
        if let text = value.scalarText { return [text] }
        switch value {
        case .deferred(.attribute(let address, let name)): return isTold(address, name) ? ["", ""] : nil
        case .deferred(.join(let separator, .array(let parts))):
            var pieces = [""]
            for (index, part) in parts.enumerated() {
                guard let inner = self.pieces(of: part) else { return nil }
                pieces[pieces.count - 1] += (index == 0 ? "" : separator) + (inner.first ?? "")
                pieces += inner.dropFirst()
            }
            return pieces
        default: return nil
        }
    }

    /// True when the text begins with the first piece, ends with the last, and has the others between them in order.
    private static func match(_ pieces: [String], _ text: String) -> Bool {
        guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else { return false }
        if pieces.count == 1 { return text == first }
        var rest = text.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
