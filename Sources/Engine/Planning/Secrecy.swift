internal import Declarations
internal import Language
internal import Plans
internal import Values

/// Where the secrets of a run stand: in what its templates want, and in what is live.
///
/// Of a live value nobody knows whether it was a secret: a reference is resolved when a call needs it, and last time's
/// parameter may have been another. So a live value is a secret where its template has one at that place of the schema,
/// wherever in a list; but for what the template itself says in the open.
struct Secrecy {
    let decisions: [String: Decision]
    let texts: PlannedSecrets

    /// True when the value wanted at the property path is a secret, a part of one, or made of one.
    func isSecret(_ desired: Desired, _ path: String, _ value: Value? = nil) -> Bool {
        desired.isSecret(path) || value.map(isSecret) ?? false
    }

    /// True when it holds a known secret, or what AWS tells once.
    func isSecret(_ value: Value) -> Bool { value.isOnceOnly(decisions) || texts.occur(in: value) }

    /// A copy of the wanted value at the property path in which secrets are masked.
    func concealed(wanted value: Value?, at path: String, of desired: Desired) -> Value? {
        guard let value = desired.concealed(value, at: path) else { return nil }
        return texts.masked(value)
    }

    /// A copy of the live value at the property path in which is masked what may be a secret.
    func concealed(live value: Value?, at path: String, of desired: Desired) -> Value? {
        guard let value else { return nil }
        return SecretPlaces(of: desired, self).concealed(texts.masked(value), at: path.withoutIndexes)
    }
}

/// The places of one resource's secrets, as its schema writes them (`Environment[].Value`).
private struct SecretPlaces {
    private var places: Set<String>
    /// What the template says in the open, by place.
    private var plain: [String: Set<String>] = [:]

    init(of desired: Desired, _ secrecy: Secrecy) {
        let own = desired.template.secretPaths(of: desired.bound)
        places = Set(own.map(\.withoutIndexes)).union(desired.frame.secrets)
        var plain: [String: Set<String>] = [:]
        var more: Set<String> = []
        desired.symbolic.eachLeaf { path, leaf in
            let place = path.withoutIndexes
            if secrecy.isSecret(leaf) {
                more.insert(place)
            } else if let text = leaf.scalarText, !own.contains(where: { $0.isEmpty || path.isAtOrBelow($0) }) {
                plain[place, default: []].insert(text)
            }
        }
        self.plain = plain
        places.formUnion(more)
    }

    /// - Parameters:
    ///   - place: where the value stands.
    ///   - name: what it is called, where a list or a map gives names to values.
    func concealed(_ value: Value, at place: String, called name: String? = nil) -> Value {
        switch value {
        case .array(let items): return .array(items.map { concealed($0, at: place + "[]", called: name) })
        case .object(let object):
            let given = ["Name", "name", "Key", "key"].lazy.compactMap { object[$0]?.string }.first
            var copy = object
            for (member, item) in object {
                let isValue = member == "Value" || member == "value"
                copy[member] = concealed(
                    item, at: place.isEmpty ? member : "\(place).\(member)", called: isValue ? given ?? name : member)
            }
            return .object(copy)
        case .null: return value
        default:
            guard let text = value.scalarText, plain[place]?.contains(text) != true else { return value }
            let isKept = places.contains { $0.isEmpty || place.isAtOrBelow($0) }
            let isCalledSo = value.string != nil && !text.hasPrefix("arn:") && name.map(Self.suggests) ?? false
            return isKept || isCalledSo ? .string(SecretTexts.mask) : value
        }
    }

    /// True of names that people give to secrets. What has left a template is known by nothing else.
    private static func suggests(_ name: String) -> Bool {
        let name = name.lowercased().filter(\.isLetter)
        return ["password", "passwd", "passphrase", "secret", "apikey", "privatekey", "credential"]
            .contains { name.contains($0) } || name.hasSuffix("token")
    }
}

extension Tagging {
    /// Where a tag's value stands in the properties, as the schema writes it.
    func place(of key: String) -> String { propertyIsMap ? "\(property).\(key)" : "\(property)[].Value" }
}

extension Value {
    /// Calls with every leaf and its path (`Tags[0].Key`).
    fileprivate func eachLeaf(at path: String = "", _ body: (String, Value) -> Void) {
        switch self {
        case .array(let items):
            for (index, item) in items.enumerated() { item.eachLeaf(at: "\(path)[\(index)]", body) }
        case .object(let object):
            for (name, item) in object { item.eachLeaf(at: path.isEmpty ? name : "\(path).\(name)", body) }
        default: body(path, self)
        }
    }
}
