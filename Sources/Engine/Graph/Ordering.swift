/// Addresses with what each comes after.
///
/// Hard edges come from references and must not form a circle (the language room refuses that). Soft edges are taken
/// as long as they close no circle.
struct Ordering: Sendable {
    private(set) var before: [String: Set<String>]
    /// In an order that respects all edges; ties are broken by the order given.
    private(set) var sorted: [String] = []
    /// How many nodes were looked at to keep soft edges from closing circles.
    private(set) var visits = 0

    init(_ nodes: [String], hard: [String: Set<String>], soft: [(node: String, after: String)] = []) {
        let known = Set(nodes)
        before = hard.mapValues { $0.intersection(known) }
        for node in nodes where before[node] == nil { before[node] = [] }
        let soft = soft.filter { $0.node != $0.after && known.contains($0.node) && known.contains($0.after) }
        var all = before
        for (node, after) in soft { all[node]?.insert(after) }
        // Only what lies on a circle of all edges together can close one.
        let circles = Circles(nodes, all)
        visits = circles.visits
        for (node, after) in soft where before[node]?.contains(after) != true {
            if circles.join(node, after), closes(node, after, circles) { continue }
            before[node]?.insert(after)
        }
        sort(nodes)
    }

    /// Depth first, by hand: chains are as long as a plan.
    private mutating func sort(_ nodes: [String]) {
        var entered: Set<String> = []
        var path: [(node: String, rest: [String])] = []
        func enter(_ node: String) {
            guard entered.insert(node).inserted else { return }
            path.append((node, (before[node] ?? []).sorted(by: >)))
        }
        for node in nodes {
            enter(node)
            while !path.isEmpty {
                if let next = path[path.count - 1].rest.popLast() {
                    enter(next)
                } else {
                    sorted.append(path.removeLast().node)
                }
            }
        }
    }

    /// True when `after` already comes, directly or not, after `node`.
    private mutating func closes(_ node: String, _ after: String, _ circles: Circles) -> Bool {
        var stack = [after]
        var seen: Set<String> = []
        while let next = stack.popLast() {
            if next == node { return true }
            guard circles.join(next, node), seen.insert(next).inserted else { continue }
            visits += 1
            stack.append(contentsOf: before[next] ?? [])
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

    /// A node with all that edges lead to from it, directly or not.
    static func reachable(from node: String, in edges: [String: Set<String>]) -> Set<String> {
        var seen: Set<String> = []
        var stack = [node]
        while let next = stack.popLast() {
            if seen.insert(next).inserted { stack.append(contentsOf: edges[next] ?? []) }
        }
        return seen
    }

    /// The same graph the other way round.
    var reversed: [String: Set<String>] {
        var after: [String: Set<String>] = [:]
        for (node, others) in before { for other in others { after[other, default: []].insert(node) } }
        return after
    }
}
