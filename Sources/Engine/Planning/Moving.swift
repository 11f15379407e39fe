internal import Declarations
internal import Plans
internal import Values

/// What is replaced, and in which order: what a move to another network does to resources that cannot move.
extension Deciding {
    /// New beside old where the name allows, else the old one goes first.
    func order(of decision: Decision) -> Replacement {
        let desired = decision.desired
        let type = desired.frame.type
        let followsDeleteFirst = desired.dependencies.contains {
            if case .replace(.deleteFirst)? = decisions[$0]?.kind {
                decisions[$0]?.desired.frame.type.delete.refusedWhileUsed ?? false
            } else {
                false
            }
        }
        if followsDeleteFirst { return .deleteFirst }
        // Where an interrupted replacement has left both, there may be no room for a third.
        if type.create.revises { return decision.surplus.isEmpty ? .createFirst : .deleteFirst }
        let comparison = Comparison(frame: desired.frame)
        if !decision.keptExclusives.isEmpty { return .deleteFirst }
        if hasCompanion(decision) { return .createFirst }
        switch type.identity {
        case .named(let property, _):
            let old = decision.live?.name(property)
            return old != nil && old == decision.properties[property] ? .deleteFirst : .createFirst
        case .key(let names):
            let isSame = names.allSatisfy {
                comparison.same(decision.properties.at($0), decision.live?.properties.at($0), at: $0)
            }
            return isSame || desired.frame.schema.deletesBeforeCreate ? .deleteFirst : .createFirst
        case .tagged, .reference:
            return desired.frame.schema.deletesBeforeCreate ? .deleteFirst : .createFirst
        }
    }

    /// True when the property is to name resources in another holder (a VPC) than those that it names now.
    func leavesHolder(_ property: String, _ decision: Decision) -> Bool {
        guard let holder = decision.desired.frame.declared[property]?.within else { return false }
        let current = Set(decision.live?.properties[property]?.texts ?? [])
        return named(by: property, decision.desired).contains { address in
            guard let there = decisions[address]?.properties[holder] else { return false }
            return (found[address] ?? []).contains {
                current.contains($0.physicalID) && $0.properties[holder] != there
            }
        }
    }

    /// What has to be replaced because the successor of something that goes first would have to wait for it for ever:
    /// its address, and that of what it comes along with.
    func companions() -> [String: String] {
        var found: [String: String] = [:]
        for (address, decision) in decisions where decision.kind == .replace(.deleteFirst) {
            for property in decision.desired.frame.type.create.renews
            where decision.properties[property] != nil
                && decision.properties[property] == decision.live?.properties[property]
            {
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
            decision.properties[property] != nil && decision.properties[property] != decision.live?.properties[property]
        }
    }

    /// The ids of all but one, where an interrupted replacement has left several of a resource.
    func supersededIDs() -> Set<String> {
        Set(decisions.values.flatMap(\.surplus).map(\.physicalID))
    }

    /// True when it hangs on another resource that is left behind, as what was made with that does.
    func standsOnGoing(_ live: Live) -> Bool {
        live.item.texts.contains { $0 != live.physicalID && goingIDs.contains($0) }
    }

    /// True when some live resource of the run names it in its properties, as of two that were made by mistake only the
    /// one in use does.
    func isUsed(_ live: Live) -> Bool {
        let id = live.physicalID
        return found.values.contains { $0.contains { $0.physicalID != id && $0.properties.texts.contains(id) } }
    }

    /// How many live resources name it that are alone at their address: of two that were made by runs at the same time, what
    /// could be made but once stands on one.
    func uses(of live: Live) -> Int {
        let id = live.physicalID
        return found.values.count { lives in
            lives.count == 1 && lives[0].physicalID != id && lives[0].properties.texts.contains(id)
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

extension Decision {
    /// True for what leaves its place before it takes another.
    var leavesFirst: Bool { isMoved && kind == .replace(.deleteFirst) }
}
