internal import Plans

/// Where the steps of a plan stand in a drawing: a column for each number of steps that must come before, so that every
/// edge goes from left to right; in a column, near what they wait for.
struct GraphDrawing {
    struct Point {
        var x: Int
        var y: Int
    }
    struct Node {
        var step: Step
        var x: Int
        var y: Int
    }
    /// From what is needed to what needs it; indices of nodes.
    struct Edge {
        var from: Int
        var to: Int
        var start: Point
        var end: Point
    }

    static let boxWidth = 190, boxHeight = 26
    private static let columnWidth = 250, rowHeight = 34, margin = 10

    var nodes: [Node]
    var edges: [Edge]
    var width: Int
    var height: Int

    init(_ plan: Plan) {
        let steps = plan.steps
        let index = Dictionary(steps.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let needs = steps.enumerated().map { number, step in
            // Steps stand behind what they need; anything else would draw a circle.
            step.needs.compactMap { index[$0] }.filter { $0 < number }.sorted()
        }
        var columns: [Int] = []
        for number in steps.indices { columns.append((needs[number].map { columns[$0] + 1 }.max()) ?? 0) }
        let count = (columns.max() ?? 0) + 1
        var rows = Array(repeating: 0, count: steps.count)
        var highest = 0
        for column in 0..<count {
            // Near the middle of what they wait for; by address where that is the same.
            let inside = steps.indices.filter { columns[$0] == column }.map { number -> (Double, String, Int) in
                let own = needs[number].map { Double(rows[$0]) }
                return (own.isEmpty ? 0 : own.reduce(0, +) / Double(own.count), steps[number].id, number)
            }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            for (row, entry) in inside.enumerated() { rows[entry.2] = row }
            highest = max(highest, inside.count)
        }
        nodes = steps.enumerated().map { number, step in
            Node(
                step: step, x: Self.margin + columns[number] * Self.columnWidth,
                y: Self.margin + rows[number] * Self.rowHeight)
        }
        let placed = nodes
        edges = needs.enumerated().flatMap { number, needs in
            needs.map { need in
                Edge(
                    from: need, to: number,
                    start: Point(x: placed[need].x + Self.boxWidth, y: placed[need].y + Self.boxHeight / 2),
                    end: Point(x: placed[number].x, y: placed[number].y + Self.boxHeight / 2))
            }
        }
        width = 2 * Self.margin + (count - 1) * Self.columnWidth + Self.boxWidth
        height = 2 * Self.margin + max(1, highest) * Self.rowHeight
    }

    /// What fits into a box.
    static func label(_ step: Step) -> String {
        let symbol =
            switch step.action {
            case .create: "+"
            case .update: "~"
            case .delete: "-"
            case .adopt, .forget: "="
            }
        let text = Printable.text(step.logicalID)
        return symbol + " " + (text.count > 22 ? text.prefix(21) + "…" : text)
    }
}
