internal import Diagnostics
internal import Plans
internal import Values

/// The same property going from the same value to the same value on several resources: shown once.
struct SharedChange {
    /// From how many resources on a change is told once.
    static let least = 3

    var change: PropertyChange
    var items: [PlanItem]

    private struct Key: Hashable {
        var path: String
        var before: Value?
        var after: Value?
        var origin: Origin?
    }

    /// Takes the shared changes out of the updates among `items`.
    /// - Returns: what is shared, by path, and the items with the rest of their changes; those of which nothing is left
    ///   are gone.
    static func extract(from items: [PlanItem]) -> (shared: [SharedChange], rest: [PlanItem]) {
        var owners: [Key: [Int]] = [:]
        for (index, item) in items.enumerated() where item.kind == .update {
            for change in item.changes where !change.isSecret { owners[key(of: change), default: []].append(index) }
        }
        let kept = owners.filter { $0.value.count >= least }
        guard !kept.isEmpty else { return ([], items) }
        var shared: [Key: SharedChange] = [:]
        var rest: [PlanItem] = []
        for item in items {
            guard item.kind == .update else {
                rest.append(item)
                continue
            }
            var left = item
            left.step.changes = []
            for change in item.changes {
                let key = key(of: change)
                if !change.isSecret, kept[key] != nil {
                    shared[key, default: SharedChange(change: change, items: [])].items.append(item)
                    if shared[key]?.change.span != change.span { shared[key]?.change.span = nil }
                } else {
                    left.step.changes.append(change)
                }
            }
            if !left.step.changes.isEmpty || item.changes.isEmpty {
                left.steps = [left.step]
                rest.append(left)
            }
        }
        let sorted = shared.values.sorted {
            ($0.change.path, $0.items.first?.step.address ?? "") < ($1.change.path, $1.items.first?.step.address ?? "")
        }
        return (sorted, rest)
    }

    private static func key(of change: PropertyChange) -> Key {
        Key(path: change.path, before: change.before, after: change.after, origin: change.origin)
    }
}
