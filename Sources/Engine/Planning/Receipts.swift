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
        let marks = (other.tags[OwnTag.received] ?? "").split(separator: " ").map(String.init)
        if marks.contains(live.physicalID + Self.edition(decision.desired, decision.properties)) { return .current }
        return marks.contains { $0.prefix { $0 != ":" } == live.physicalID } ? .outdated : .none
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
