/// Which nodes of a graph lie on circles with which others: its strongly connected components, by Tarjan's algorithm.
struct Circles {
    private var component: [String: Int] = [:]
    /// How many nodes were looked at.
    private(set) var visits = 0

    init(_ nodes: [String], _ edges: [String: Set<String>]) {
        var order: [String: Int] = [:], lowest: [String: Int] = [:]
        var open: [String] = [], isOpen: Set<String> = []
        // The call stack by hand: chains are as long as a plan.
        var path: [(node: String, rest: [String])] = []
        func enter(_ node: String) -> (String, [String]) {
            (order[node], lowest[node]) = (order.count, order.count)
            open.append(node)
            isOpen.insert(node)
            return (node, Array(edges[node] ?? []))
        }
        for start in nodes where order[start] == nil {
            path.append(enter(start))
            while let top = path.last {
                visits += 1
                if let next = top.rest.last {
                    path[path.count - 1].rest.removeLast()
                    if order[next] == nil {
                        path.append(enter(next))
                    } else if isOpen.contains(next) {
                        lowest[top.node] = min(lowest[top.node] ?? 0, order[next] ?? 0)
                    }
                    continue
                }
                path.removeLast()
                let low = lowest[top.node] ?? 0
                if let above = path.last?.node { lowest[above] = min(lowest[above] ?? 0, low) }
                guard low == order[top.node] else { continue }
                while let node = open.popLast() {
                    isOpen.remove(node)
                    component[node] = low
                    if node == top.node { break }
                }
            }
        }
    }

    /// True when a circle goes through both.
    func join(_ one: String, _ other: String) -> Bool { component[one] == component[other] }
}
