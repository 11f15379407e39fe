internal import Declarations
internal import Diagnostics
internal import Values

/// Who has received what AWS tells once.
extension Deciding {
    /// Warnings of new resources whose once-only secret goes nowhere.
    var secretsLost: [Diagnostic] {
        guard heldSecrets == nil else { return [] }
        return order.filter { desired in
            decisions[desired.address]?.isNew == true && desired.isSecretUnreceived(receivers)
        }.map(EngineDiagnostics.secretUnreceived)
    }

    /// False for a resource whose once-only secret goes to no other resource, and is not in the file that was named for
    /// such: nobody knows it, and AWS does not tell it again.
    func isHeld(_ live: Live, _ desired: Desired) -> Bool {
        guard let heldSecrets, desired.isSecretUnreceived(receivers) else { return true }
        return heldSecrets.contains(live.physicalID)
    }

    /// True when what AWS told at its creation has not been put where it is kept: nobody can ask for it again.
    func lacksSecret(_ decision: Decision, _ live: Live) -> Bool {
        decision.desired.frame.type.create.keeps?.isMissing(in: live.item, of: decision.properties) ?? false
    }

    /// What a receiver of a once-only attribute has of a live resource.
    enum Receipt { case current, outdated, none }

    func receipt(_ receiver: String, from live: Live, _ decision: Decision) -> Receipt {
        guard let other = found[receiver]?.first else { return .none }
        if needsAgain(receiver, other, what: decision.desired) { return .none }
        // What bears no marks tells by the id that it holds beside the secret.
        if other.frame.type.tagging == nil { return other.properties.mentions(live.physicalID) ? .current : .none }
        let marks = (other.tags[OwnTag.received] ?? "").split(separator: " ").map(String.init)
        if marks.contains(live.physicalID + Self.edition(decision.desired, decision.properties)) { return .current }
        return marks.contains { $0.prefix { $0 != ":" } == live.physicalID } ? .outdated : .none
    }

    /// True for a receiver that cannot go on with the secret that it has: it is made anew, or says something else around
    /// the secret. Judged by what is known before the receiver itself is decided.
    private func needsAgain(_ receiver: String, _ live: Live, what source: Desired) -> Bool {
        guard let desired = order.first(where: { $0.address == receiver }) else { return false }
        let frame = desired.frame, comparison = Comparison(frame: frame)
        // What other resources give is not known here and may be anything.
        let secrets = UnresolvedSecrets(isTold: { _, _ in true }, isAsApplied: false)
        return frame.settable.contains { name in
            guard let wanted = desired.symbolic[name], !wanted.isNull else { return false }
            guard !frame.isWriteOnly(name) else {
                let key = OwnTag.digest(of: name)
                return frame.createOnly.contains(name)
                    && live.tags[key].map { .string($0) != desired.ownTags[key] } ?? false
            }
            guard wanted.hasDeferred else {
                return frame.createOnly.contains(name)
                    && !comparison.same(wanted, live.properties[name] ?? .null, at: name)
            }
            let holds = wanted.awaitedAttributes.contains { address, attribute in
                address == source.address && source.frame.type.attributes[attribute]?.once == true
            }
            return holds && live.properties[name].map { secrets.contradicts(wanted, $0) } ?? false
        }
    }

    /// Settings of an untaggable resource that AWS never returns and that only a new resource takes on.
    static func unseen(_ desired: Desired, _ properties: Value) -> Value {
        guard desired.frame.type.tagging == nil else { return [:] }
        let names = desired.frame.settable.filter {
            desired.frame.isWriteOnly($0) && desired.frame.createOnly.contains($0)
        }
        return .object(Value.Object(names.compactMap { name in properties[name].map { (name, $0) } }))
    }

    /// What follows the id in a receiver's mark where there are such settings: nothing else keeps them.
    static func edition(_ desired: Desired, _ properties: Value) -> String {
        let unseen = unseen(desired, properties)
        return unseen.isEmptyOrNull ? "" : ":" + unseen.digest(8)
    }
}

extension Desired {
    /// True for a resource that AWS tells a secret of once, when no other one takes it.
    func isSecretUnreceived(_ receivers: [String: [String]]) -> Bool {
        frame.type.attributes.values.contains(where: \.once) && receivers[address]?.isEmpty ?? true
    }
}

extension Value {
    /// True when one of its texts holds another, as it is or in base64.
    fileprivate func mentions(_ text: String) -> Bool {
        switch self {
        case .string(let string):
            return string.contains(text)
                || Base64.decode(string).map { String(decoding: $0, as: UTF8.self).contains(text) } ?? false
        case .array(let items): return items.contains { $0.mentions(text) }
        case .object(let object): return object.contains { $0.value.mentions(text) }
        default: return false
        }
    }
}
