/// Addresses with what each comes after.
///
/// Hard edges come from references and must not form a circle (the language room refuses that). Soft edges are taken
/// as long as they close no circle.
struct Ordering: Sendable {
    private(set) var before: [String: Set<String>]
    /// In an order that respects all edges; ties are broken by the order given.
    private(set) var sorted: [String] = []

    init(_ nodes: [String], hard: [String: Set<String>], soft: [(node: String, after: String)] = []) {
        let known = Set(nodes)
        before = hard.mapValues { $0.intersection(known) }
        for node in nodes where before[node] == nil { before[node] = [] }
        for (node, after) in soft where node != after && known.contains(node) && known.contains(after) {
            if before[node]?.contains(after) == true || reaches(after, node) { continue }
            before[node]?.insert(after)
        }
        var done: Set<String> = []
        var active: Set<String> = []
        for node in nodes { visit(node, &done, &active) }
    }

    private mutating func visit(_ node: String, _ done: inout Set<String>, _ active: inout Set<String>) {
        guard !done.contains(node), active.insert(node).inserted else { return }
        for next in (before[node] ?? []).sorted() { visit(next, &done, &active) }
        active.remove(node)
        done.insert(node)
        sorted.append(node)
    }

    /// True when `start` comes, directly or not, after `goal`.
    func reaches(_ start: String, _ goal: String) -> Bool {
        var stack = [start]
        var seen: Set<String> = []
        while let node = stack.popLast() {
            if node == goal { return true }
            guard seen.insert(node).inserted else { continue }
            stack.append(contentsOf: before[node] ?? [])
        }
        return false
    }

    /// The nodes behind `node` for which `counts` holds, looking through those for which it does not.
    func nearest(before node: String, where counts: (String) -> Bool) -> Set<String> {
        var found: Set<String> = []
        var seen: Set<String> = []
        var stack = Array(before[node] ?? [])
        while let next = stack.popLast() {
            guard seen.insert(next).inserted else { continue }
            if counts(next) { found.insert(next) } else { stack.append(contentsOf: before[next] ?? []) }
        }
        return found
    }

    /// The same graph the other way round.
    var reversed: [String: Set<String>] {
        var after: [String: Set<String>] = [:]
        for (node, others) in before { for other in others { after[other, default: []].insert(node) } }
        return after
    }
}
