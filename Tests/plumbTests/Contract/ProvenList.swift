import Declarations

/// The proofs of all types as Markdown.
struct ProvenList {
    let types: [PropertyProofs]

    init(_ types: [PropertyProofs]) { self.types = types }

    var text: String { ([opening, table] + types.map(section)).joined(separator: "\n\n") + "\n" }

    private var opening: String {
        """
        # What is proven, and how

        Made by `PLUMB_ACCEPT=1 swift test --filter ProvenTests` from the cases here, and from `stacks/` and `examples/`; a test
        fails when it is stale. Every type has a case: it is created, read back equal, planned again without a change,
        deleted, and deleted once more, against the emulator. Properties are counted at every depth, without objects and
        lists as such, and without what plumb refuses. Each is in the last of these that holds:

        | | |
        |---|---|
        | checked | its declaration agrees with AWS's API model and CloudFormation's schema (`DeclarationTests`); nothing was run |
        | in a stack | a stack or an example has it, and was run from nothing to nothing |
        | created | a case creates it and reads it back equal |
        | removed | a case also takes it away and puts it back |
        | changed | a case also changes its value and changes it back; where AWS can update it, a change behind plumb's back is seen as drift and mended; where a change is refused, the refusal is what is proven |

        The emulator is moto with rules of ours: nothing here was run on AWS.
        """
    }

    private var table: String {
        let head = [
            "| type | properties | changed | removed | created | in a stack | checked |",
            "|---|--:|--:|--:|--:|--:|--:|",
        ]
        let rows = types.map { row($0.type.name, counts($0), $0.proofs.count) }
        let sums = types.map(counts).reduce([0, 0, 0, 0, 0]) { zip($0, $1).map(+) }
        let all = row("**all**", sums, types.map(\.proofs.count).reduce(0, +))
        return (head + rows + [all]).joined(separator: "\n")
    }

    private func row(_ name: String, _ counts: [Int], _ total: Int) -> String {
        "| \(name) | \(total) | " + counts.map { $0 == 0 ? "" : String($0) }.joined(separator: " | ") + " |"
    }

    private func counts(_ proofs: PropertyProofs) -> [Int] {
        PropertyProofs.Proof.allCases.reversed().map { proofs.paths($0).count }
    }

    private func section(_ proofs: PropertyProofs) -> String {
        var lines = ["## \(proofs.type.name)"]
        for proof in PropertyProofs.Proof.allCases.reversed() {
            let paths = proofs.paths(proof)
            let kept = proof == .changed ? paths.filter { !proofs.removed.contains($0) } : []
            add(proof.word, paths.filter { !kept.contains($0) }, to: &lines)
            add("Changed, never taken away", kept, to: &lines)
        }
        return lines.joined(separator: "\n\n")
    }

    private func add(_ word: String, _ paths: [String], to lines: inout [String]) {
        if !paths.isEmpty { lines.append("\(word): \(paths.map { "`\($0)`" }.joined(separator: ", "))") }
    }
}

extension PropertyProofs.Proof {
    fileprivate var word: String {
        switch self {
        case .checked: "Checked"
        case .inStack: "In a stack"
        case .created: "Created"
        case .removed: "Removed"
        case .changed: "Changed"
        }
    }
}
