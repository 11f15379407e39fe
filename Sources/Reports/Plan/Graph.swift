public import Plans

/// What stands on what, for Mermaid and Graphviz.
public struct Graph: Sendable, Hashable {
    public var nodes: [Node]
    /// From what needs to what is needed.
    public var edges: [Edge]

    public struct Node: Sendable, Hashable {
        public var id: String
        /// Lines of the label.
        public var label: [String]
        /// The stack; nodes of one group are drawn together.
        public var group: String
        public init(id: String, label: [String], group: String) {
            self.id = id
            self.label = label
            self.group = group
        }
    }

    public struct Edge: Sendable, Hashable {
        public var from: String
        public var to: String
        public init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    public init(nodes: [Node], edges: [Edge]) {
        self.nodes = nodes
        self.edges = edges
    }

    /// The plan's steps and what each waits for.
    public init(_ plan: Plan) {
        let known = Set(plan.steps.map(\.id))
        nodes = plan.steps.map {
            Node(id: $0.id, label: ["\($0.action.rawValue) \($0.logicalID)", $0.type], group: $0.stack)
        }
        edges = plan.steps.flatMap { step in
            step.needs.filter(known.contains).map { Edge(from: step.id, to: $0) }
        }
    }

    public var mermaid: String {
        var out = "flowchart LR\n"
        let names = self.names
        for (number, group) in groups.enumerated() {
            out += "  subgraph g\(number)[\"\(Graph.mermaid(group))\"]\n"
            for node in sortedNodes where node.group == group {
                let label = node.label.map(Graph.mermaid).joined(separator: "<br/>")
                out += "    \(names[node.id] ?? "")[\"\(label)\"]\n"
            }
            out += "  end\n"
        }
        for edge in sortedEdges {
            if let from = names[edge.from], let to = names[edge.to] { out += "  \(from) --> \(to)\n" }
        }
        return out
    }

    public var dot: String {
        var out = "digraph plumb {\n  rankdir=LR;\n  node [shape=box];\n"
        let names = self.names
        for (number, group) in groups.enumerated() {
            out += "  subgraph cluster_\(number) {\n    label=\(Graph.dot([group]));\n"
            for node in sortedNodes where node.group == group {
                out += "    \(names[node.id] ?? "") [label=\(Graph.dot(node.label))];\n"
            }
            out += "  }\n"
        }
        for edge in sortedEdges {
            if let from = names[edge.from], let to = names[edge.to] { out += "  \(from) -> \(to);\n" }
        }
        return out + "}\n"
    }

    private var groups: [String] { Set(nodes.map(\.group)).sorted() }
    private var sortedNodes: [Node] { nodes.sorted { $0.id < $1.id } }
    private var sortedEdges: [Edge] { Set(edges).sorted { ($0.from, $0.to) < ($1.from, $1.to) } }

    /// Short names: what resources are called may hold anything.
    private var names: [String: String] {
        Dictionary(sortedNodes.enumerated().map { ($1.id, "n\($0)") }, uniquingKeysWith: { first, _ in first })
    }

    /// Text inside a Mermaid label: its own marks and HTML's as entities.
    private static func mermaid(_ text: String) -> String {
        var out = ""
        for scalar in Printable.text(text).unicodeScalars {
            switch scalar {
            case "\"", "<", ">", "&", "#", "`", ";", "[", "]", "{", "}", "(", ")", "|": out += "#\(scalar.value);"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private static func dot(_ lines: [String]) -> String {
        let escaped = lines.map { Printable.quoted($0).dropFirst().dropLast() }
        return "\"" + escaped.joined(separator: "\\n") + "\""
    }
}
