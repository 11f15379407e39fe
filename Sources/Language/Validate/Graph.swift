internal import Diagnostics

/// Cycles of a directed graph of names.
enum Graph {
    struct Edge {
        var target: String
        var span: Span
    }

    struct Cycle {
        /// The first name again at the end.
        var names: [String]
        /// The edge that leaves each name but the last.
        var edges: [Edge]

        var related: [Diagnostic.Related] {
            zip(names, edges).map { Diagnostic.Related("\($0) refers to \($1.target) here", $1.span) }
        }
    }

    /// One cycle for each back edge that a depth-first walk in the order of `names` meets; each set of names once.
    static func cycles(_ names: [String], edges: [String: [Edge]]) -> [Cycle] {
        var search = Search(edges: edges)
        for name in names { search.visit(name) }
        return search.found
    }

    private struct Search {
        let edges: [String: [Edge]]
        var done: Set<String> = []
        var path: [(name: String, edge: Edge?)] = []
        var found: [Cycle] = []
        var seen: Set<Set<String>> = []

        mutating func visit(_ name: String) {
            guard !done.contains(name) else { return }
            path.append((name, nil))
            for edge in edges[name] ?? [] {
                path[path.count - 1].edge = edge
                if let start = path.firstIndex(where: { $0.name == edge.target }) {
                    let members = path[start...]
                    guard seen.insert(Set(members.map(\.name))).inserted else { continue }
                    found.append(Cycle(names: members.map(\.name) + [edge.target], edges: members.compactMap(\.edge)))
                } else {
                    visit(edge.target)
                }
            }
            path.removeLast()
            done.insert(name)
        }
    }
}
