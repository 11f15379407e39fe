internal import Declarations
internal import Diagnostics
internal import Language
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

    /// Properties with the secrets that have arrived in an earlier run: a live resource that AWS tells them of is the only
    /// one that still knows them.
    func arrived(_ properties: Value, in live: Live) -> Value {
        guard properties.isOnce(decisions) else { return properties }
        return properties.taking(secretsOf: live.properties) { $0.isAttribute && $0.isOnce(decisions) }
    }

    /// The texts of once-only secrets in live resources, for masking.
    var arrivedSecrets: Set<String> {
        var texts: Set<String> = []
        for decision in decisions.values where decision.desired.symbolic.isOnceOnly(decisions) {
            guard let live = decision.live else { continue }
            let told = decision.properties.taking(secretsOf: live.properties) {
                $0.isAttribute && $0.isOnceOnly(decisions)
            }
            let desired = decision.desired
            for path in desired.template.secretPaths(of: desired.bound) {
                let value = told.at(path.replacing("[", with: ".").replacing("]", with: ""))
                texts.formUnion(value?.texts ?? [])
            }
        }
        return texts
    }

    /// The resources that stay and whose secret a new or changed one is to be given, where no live one has it to be read.
    func untoldSources() -> [String: String] {
        var sources: [String: String] = [:]
        for desired in order {
            guard let decision = decisions[desired.address] else { continue }
            let sent = decision.isNew ? [decision.properties] : decision.differences.compactMap(\.after)
            for (address, name) in sent.flatMap(\.awaitedAttributes) {
                guard let source = decisions[address], !source.isNew, source.live != nil,
                    source.desired.frame.type.attributes[name]?.once == true
                else { continue }
                sources[address] = desired.address
            }
        }
        return sources
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

extension Value {
    /// True for an attribute by itself, to which no function is applied.
    fileprivate var isAttribute: Bool { if case .deferred(.attribute) = self { true } else { false } }
}

extension Desired {
    /// True for a resource that AWS tells a secret of once, when no other one takes it.
    func isSecretUnreceived(_ receivers: [String: [String]]) -> Bool {
        frame.type.attributes.values.contains(where: \.once) && receivers[address]?.isEmpty ?? true
    }
}
