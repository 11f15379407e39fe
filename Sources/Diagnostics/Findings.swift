/// Findings collected in the order in which they were met. A pass goes on after a finding; its caller asks `hasErrors`.
public struct Findings: Error, Sendable {
    public private(set) var all: [Diagnostic] = []
    private var known: Set<Diagnostic> = []

    /// Of equal findings only the first is kept.
    public init(_ all: [Diagnostic] = []) { for diagnostic in all { add(diagnostic) } }

    public var hasErrors: Bool { all.contains { $0.severity == .error } }
    public var isEmpty: Bool { all.isEmpty }

    public mutating func add(_ diagnostic: Diagnostic) {
        if known.insert(diagnostic).inserted { all.append(diagnostic) }
    }

    public mutating func add(contentsOf others: Findings) { for diagnostic in others.all { add(diagnostic) } }

    /// The same, of whose lines reports show no values.
    public var quotingKeysOnly: Findings {
        Findings(
            all.map { diagnostic in
                var diagnostic = diagnostic
                diagnostic.quotesKeysOnly = true
                return diagnostic
            })
    }

    /// By file, place, then code: the order in which they are shown.
    public var sorted: [Diagnostic] {
        all.enumerated().sorted { left, right in
            let a = left.element, b = right.element
            if a.span?.file != b.span?.file { return (a.span?.file ?? "") < (b.span?.file ?? "") }
            if let x = a.span?.start, let y = b.span?.start, x != y { return x < y }
            return left.offset < right.offset
        }.map(\.element)
    }
}
