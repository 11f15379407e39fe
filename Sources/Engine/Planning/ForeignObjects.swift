internal import Declarations
internal import Plans
internal import Values

/// Others' objects on ours, as far as what was read anyway shows them.
enum ForeignObjects {
    static func found(_ observation: Observation, _ decisions: [String: Decision]) -> [ForeignObject] {
        var parents: [String: String] = [:]
        let owned = owned(decisions)
        for (address, live) in owned {
            for id in live.arns + [live.physicalID] { parents[id] = address }
        }
        var found: Set<ForeignObject> = []
        let strays = observation.strays
        for live in observation.others where live.stack == nil && !strays.contains(where: { $0.isSame(as: live) }) {
            guard let foreign = live.frame.type.foreign, !foreign.isInside,
                !(foreign.except?.holds(for: live.item) ?? false),
                let name = foreign.parents.first,
                let id = live.properties[name]?.scalarText ?? live.attribute(name)?.scalarText,
                let parent = parents[id], !owned.values.contains(where: { $0.holds(live) })
            else { continue }
            let shows = shown(foreign.shows) { live.properties[$0] ?? live.attribute($0) }
            found.insert(ForeignObject(parent: parent, type: live.frame.type.name, shows: shows))
        }
        return inOrder(found)
    }

    /// `Name: web` for each of the names that has a value.
    static func shown(_ names: [String], value: (String) -> Value?) -> [String] {
        names.compactMap { name in
            guard let value = value(name), !value.isEmptyOrNull else { return nil }
            return "\(name): \(value.scalarText ?? value.json)"
        }
    }

    static func inOrder(_ objects: Set<ForeignObject>) -> [ForeignObject] {
        objects.sorted { ($0.parent, $0.type, $0.shows.joined()) < ($1.parent, $1.type, $1.shows.joined()) }
    }

    /// The selected stacks' resources that are there and theirs, by address.
    static func owned(_ decisions: [String: Decision]) -> [String: Live] {
        decisions.compactMapValues { decision in
            guard decision.desired.isSelected, let live = decision.live,
                live.frame.type.tagging == nil || live.stack == decision.desired.stack
            else { return nil }
            return live
        }
    }
}

/// Stacks that are in the account and not of the run.
enum OtherStacks {
    /// By what a search for all stacks' marks found, and what was listed anyway because such searches miss it.
    static func found(_ search: TagSearch, _ observation: Observation, except stacks: [String]) -> [Plan.OtherStack] {
        var resources: [String: Set<String>] = [:]
        var regions: [String: Set<String>] = [:]
        for entry in search.strangers {
            guard let stack = entry.tags[OwnTag.stack] else { continue }
            resources[stack, default: []].insert(entry.arn)
            regions[stack, default: []].insert(entry.place.region)
        }
        for live in observation.others {
            guard let stack = live.stack, !stacks.contains(stack) else { continue }
            let isCounted = live.arns.contains { resources[stack]?.contains($0) ?? false }
            if !isCounted { resources[stack, default: []].insert(live.arns.first ?? live.physicalID) }
            if !live.frame.type.isGlobal { regions[stack, default: []].insert(live.place.region) }
        }
        return resources.sorted { $0.key < $1.key }.map { name, found in
            Plan.OtherStack(name: name, regions: regions[name, default: []].sorted(), resources: found.count)
        }
    }
}
