internal import Declarations
internal import Plans
internal import Values

/// What a plan takes for granted: of each resource that it changes, what was read; of those that its calls refer to,
/// what they refer to.
struct Facts {
    let decisions: [String: Decision]
    let doomed: [Doomed]
    /// Attributes that templates refer to, by address.
    let wanted: [String: Set<String>]
    let secrecy: Secrecy

    func gathered(for steps: [Step]) -> [Fact] {
        let changed = Set(steps.map(\.address))
        var facts: [Fact] = []
        for address in changed.sorted() {
            if let decision = decisions[address] { facts += self.facts(decision) }
        }
        for one in doomed where !isKnown(one) { facts += [fact(one)] }
        let behind = changed.reduce(into: Set<String>()) { $0.formUnion(decisions[$1]?.desired.dependencies ?? []) }
        for address in behind.subtracting(changed).sorted() {
            if let decision = decisions[address] { facts += reference(decision).map { [$0] } ?? [] }
        }
        return facts.sorted { ($0.address, $0.type) < ($1.address, $1.type) }
    }

    private func isKnown(_ one: Doomed) -> Bool {
        decisions[one.address]?.lives.contains { $0.isSame(as: one.live) } ?? false
    }

    /// One for each live resource, as it is to be found, and one for the place of what is to be made.
    private func facts(_ decision: Decision) -> [Fact] {
        let desired = decision.desired
        func fact(_ lookup: Value, _ lives: [Fact.Seen]) -> Fact {
            Fact(
                address: desired.address, type: desired.frame.type.name, region: desired.place.region,
                lookup: withoutSecrets(lookup), callerReference: desired.callerReference, lives: lives)
        }
        var facts = decision.lives.map { live in
            fact(live.lookup, [seen(live, desired)])
        }
        var lookup = decision.lookup
        if case .named(let name, _) = desired.frame.type.identity, !desired.mentioned.contains(name) {
            lookup = lookup.removing(name)
        }
        // It cannot be looked up while what it stands in has yet to be made.
        if decision.isNew, !lookup.hasDeferred { facts.append(fact(lookup, [])) }
        return facts
    }

    private func fact(_ one: Doomed) -> Fact {
        Fact(
            address: one.address, type: one.live.frame.type.name, region: one.live.place.region,
            lookup: withoutSecrets(one.live.lookup), callerReference: CallerReference.text(address: one.address),
            lives: [seen(one.live, nil)])
    }

    private func reference(_ decision: Decision) -> Fact? {
        guard let live = decision.live, !decision.lookup.hasDeferred else { return nil }
        let desired = decision.desired
        var attributes: Value = [:]
        for name in (wanted[desired.address] ?? []).sorted()
        where desired.frame.type.attributes[name]?.once != true {
            guard let value = live.attribute(name), !secrecy.isSecret(desired, name) else { continue }
            attributes = attributes.setting(name.replacing(".", with: "|"), to: value)
        }
        return Fact(
            address: desired.address, type: desired.frame.type.name, region: desired.place.region,
            lookup: withoutSecrets(live.lookup), callerReference: desired.callerReference,
            lives: [.init(physicalID: live.physicalID, attributes: withoutSecrets(attributes))])
    }

    private func seen(_ live: Live, _ desired: Desired?) -> Fact.Seen {
        var properties: Value = [:]
        let tagged = live.frame.type.tagging?.property.topLevel
        for name in live.frame.settable where name != tagged && !live.unread.contains(name) {
            guard let value = live.properties[name], !value.isNull, !live.frame.isWriteOnly(name) else { continue }
            if let desired {
                if case .chosenByAWS? = live.frame.declared[name]?.absent, !desired.mentioned.contains(name) {
                    continue
                }
                let isOpen = secrecy.concealed(live: value, at: name, of: desired) == value
                properties = properties.setting(
                    name,
                    to: isOpen && !secrecy.isSecret(desired, name) ? value : .string(Self.secretDigest(of: value)))
            } else {
                // What no template holds may have been a secret in one.
                properties = properties.setting(name, to: .string(Self.digest(of: value)))
            }
        }
        return Fact.Seen(
            physicalID: live.physicalID, properties: withoutSecrets(properties),
            tags: live.frame.type.tagging.map { tags(live, $0, desired) })
    }

    private func tags(_ live: Live, _ tagging: Tagging, _ desired: Desired?) -> [String: String] {
        guard let desired else { return live.tags }
        return Dictionary(
            uniqueKeysWithValues: live.tags.map { key, text in
                let value = Value.string(text)
                let isOpen = secrecy.concealed(live: value, at: tagging.place(of: key), of: desired) == value
                return (key, isOpen ? text : Self.secretDigest(of: value))
            })
    }

    static func digest(of value: Value) -> String { digestMark + value.digest(32) }
    static let digestMark = "sha256:"

    /// Enough to notice another value, and too little to find one by trying.
    static func secretDigest(of value: Value) -> String { secretMark + value.digest(4) }
    static let secretMark = "sha256/16:"

    /// True when the value is not there itself.
    static func isDigest(_ value: Value?) -> Bool {
        [digestMark, secretMark].contains { value?.string?.hasPrefix($0) ?? false }
    }

    /// Without the members that hold a secret anywhere.
    private func withoutSecrets(_ value: Value) -> Value {
        guard !secrecy.texts.isEmpty, let object = value.object else { return value }
        let kept = object.filter { !secrecy.texts.occur(in: $0.value) }
        return .object(Value.Object(kept.map { ($0.name, $0.value) }))
    }
}

extension Decision {
    /// What finding the resource again takes: its keys, and what its reading is narrowed by.
    var lookup: Value { desired.frame.type.lookup(in: properties) { properties.at($0) } }

    /// What is live of it: what is kept, changed or replaced, then what has to go.
    var lives: [Live] { (live.map { [$0] } ?? []) + surplus }
}

extension Live {
    /// What finding it again takes.
    var lookup: Value { frame.type.lookup(in: properties) { properties.at($0) ?? name($0) } }
}

extension ResourceType {
    /// - Parameter value: of a property by its path, for a key may be a member of one.
    fileprivate func lookup(in properties: Value, _ value: (String) -> Value?) -> Value {
        guard let names = lookupProperties else { return properties }
        return names.sorted().reduce([:]) { lookup, name in value(name).map { lookup.setting(name, to: $0) } ?? lookup }
    }
}
