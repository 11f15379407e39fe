internal import Plans

/// The security section of a text.
enum SecurityLines {
    static func add(_ changes: [SecurityChange], to page: inout Page) {
        guard !changes.isEmpty else { return }
        page.gap()
        let risks = changes.count { $0.risk != nil }
        let note = risks == 0 ? "" : ": \(risks) to look at twice (!)"
        page.add(0, Run("Security" + note, .strong))
        for topic in SecurityChange.Topic.allCases {
            let inside = changes.filter { $0.topic == topic }
            guard !inside.isEmpty else { continue }
            page.add(2, Run(topic.rawValue))
            for change in inside { page.add(line(change)) }
        }
    }

    private static func line(_ change: SecurityChange) -> Line {
        var runs = [
            Run(change.risk == nil ? "  " : "! ", .error), Run(change.sign + " ", change.isGained ? .add : .destroy),
        ]
        runs += change.words.map { word in
            switch word {
            case .plain(let text): Run(text)
            case .name(let name): Run(Printable.text(name))
            }
        }
        if let risk = change.risk { runs.append(Run("  (\(risk.rawValue))", .error)) }
        runs += [Run("  "), Run("# " + Printable.text(change.address), .faint, keepsTogether: true)]
        return Line(2, hanging: 8, runs)
    }
}

extension SecurityChange {
    var sign: String { isGained ? "+" : "-" }
}
