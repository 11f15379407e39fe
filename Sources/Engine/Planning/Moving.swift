internal import Declarations
internal import Plans
internal import Values

/// What a move to another network does to resources that cannot move.
extension Deciding {
    /// True when the property now names resources in another holder (a VPC) than the live resource is bound to.
    func leavesHolder(_ property: String, _ decision: Decision) -> Bool {
        guard let holder = decision.desired.frame.declared[property]?.within, let here = decision.live?.item[holder]
        else { return false }
        return named(by: property, decision.desired).contains { address in
            guard let there = decisions[address]?.properties[holder] else { return false }
            return there != here
        }
    }

    /// What has to be replaced because the successor of something that goes first would have to wait for it for ever:
    /// its address, and that of what it comes along with.
    func companions() -> [String: String] {
        var found: [String: String] = [:]
        for (address, decision) in decisions where decision.kind == .replace(.deleteFirst) {
            for property in decision.desired.frame.type.create.renews where decision.properties[property] != nil {
                for other in named(by: property, decision.desired) {
                    guard let held = decisions[other], held.desired.isSelected, held.live != nil, !held.isReplaced
                    else { continue }
                    found[other] = address
                }
            }
        }
        return found
    }

    /// True when what it would have to wait for comes anew as well.
    func hasCompanion(_ decision: Decision) -> Bool {
        decision.desired.frame.type.create.renews.contains { property in
            named(by: property, decision.desired).contains { decisions[$0]?.isReplaced ?? false }
        }
    }

    /// The addresses to which a property refers.
    private func named(by property: String, _ desired: Desired) -> [String] {
        let ids = desired.symbolic[property]?.awaited ?? []
        return desired.dependencies.filter { address in
            ids.contains { $0 == address || $0 == decisions[address]?.desired.logicalID }
        }
    }
}

extension Desired {
    /// True for a name that the template does not give and that a new resource beside the old may have another of.
    func isRenewable(_ property: String) -> Bool {
        frame.declared[property]?.generated != nil && (symbolic[property] ?? .null).isNull
    }
}
