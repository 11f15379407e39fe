internal import Declarations
internal import Plans

/// Which addresses a run is limited to.
struct Targets: Sendable {
    /// Nil: all.
    private let addresses: Set<String>?
    /// Names that are no resource's.
    let unknown: [String]
    /// What could have been named, sorted.
    let known: [String]
    /// For reports; nil: nothing limits the run.
    let limits: Plan.Limits?

    /// - Parameters:
    ///   - names: addresses or logical ids of what is worked on; empty: all.
    ///   - excluded: the same of what is left alone.
    ///   - orphans: addresses of what no template names any more.
    ///   - isDestroy: true when they are to go: with a target goes what needs it, and what an excluded one needs stays.
    ///     False: what a target needs is included, with who keeps its mark, and what needs an excluded one is left alone.
    init(
        _ names: [String], excluding excluded: [String] = [], _ resources: DesiredResources, orphans: [String] = [],
        isDestroy: Bool = false
    ) {
        let all = Set(resources.ordered.filter(\.isSelected).map(\.address) + orphans).sorted()
        known = all
        func matches(_ address: String, _ name: String) -> Bool {
            let logicalID = Address.logicalID(of: address)
            // A nested stack stands for all that is in it.
            return address == name || logicalID == name || logicalID.hasPrefix(name + "/")
                || name.contains("/") && address.hasPrefix(name + "/")
        }
        unknown = (names + excluded).filter { name in !all.contains { matches($0, name) } }
        guard !names.isEmpty || !excluded.isEmpty else {
            addresses = nil
            limits = nil
            return
        }
        let users = resources.ordering.reversed
        func closure(_ names: [String], users usesUsers: Bool) -> (named: [String], behind: Set<String>) {
            let named = all.filter { address in names.contains { matches(address, $0) } }
            var found: Set<String> = []
            var stack = named
            while let address = stack.popLast() {
                guard found.insert(address).inserted else { continue }
                // Without its carrier's mark nobody would find again what cannot bear tags.
                let needs = (resources.byAddress[address]?.dependencies ?? []).union(resources.carriers[address] ?? [])
                stack += (usesUsers ? users[address] ?? [] : needs).sorted()
            }
            return (named, found)
        }
        let target = closure(names, users: isDestroy), exclusion = closure(excluded, users: !isDestroy)
        let kept = (names.isEmpty ? Set(all) : target.behind).subtracting(exclusion.behind)
        addresses = kept
        let selected = Set(all)
        limits = Plan.Limits(
            targets: target.named,
            included: target.behind.intersection(selected).subtracting(target.named).subtracting(exclusion.behind)
                .sorted(),
            excluded: exclusion.named,
            leftOut: exclusion.behind.intersection(selected).subtracting(exclusion.named).sorted())
    }

    func includes(_ address: String) -> Bool { addresses?.contains(address) ?? true }
}
