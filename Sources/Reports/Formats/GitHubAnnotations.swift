internal import Diagnostics
public import Plans

/// Workflow commands with which GitHub Actions puts remarks onto the files of a pull request, worst first.
///
/// Of each level a step may show ten; where there are more, the last says how many. Source: GitHub Docs, "Workflow
/// commands for GitHub Actions".
public enum GitHubAnnotations {
    static let atMost = 10
    /// Lines of a diff in one annotation.
    static let linesAtMost = 20

    public static func render(_ plan: Plan) -> String {
        let remarks = Remark.all(of: plan.masked)
        let levels: [(String, (Remark) -> Bool)] = [
            ("warning", { $0.level != .plain }), ("notice", { $0.level == .plain }),
        ]
        var out = ""
        for (command, belongs) in levels {
            let own = remarks.filter(belongs)
            let shown = own.count > atMost ? own.prefix(atMost - 1) : own[...]
            for remark in shown { out += line(command, remark) }
            if shown.count < own.count {
                let more = own.count - shown.count
                out += "::\(command) title=plumb::\(more) more; the job's summary has them all\n"
            }
        }
        let aside = AsideRow.all(of: plan.masked)
        if !aside.isEmpty {
            let lines = ["\(aside.count) set aside, which is no drift:"] + aside.map { "\($0.group.title): \($0.text)" }
            out += "::notice title=plumb::\(message(lines.joined(separator: "\n")))\n"
        }
        for group in ForeignRow.Group.allCases {
            let rows = ForeignRow.all(of: plan.masked).filter { $0.group == group }
            guard !rows.isEmpty else { continue }
            let shown = rows.prefix(linesAtMost).map(\.text)
            let more = rows.count > shown.count ? ["… \(rows.count - shown.count) more"] : []
            out += "::notice title=plumb::\(message(([group.title + ":"] + shown + more).joined(separator: "\n")))\n"
        }
        return out
    }

    private static func line(_ command: String, _ remark: Remark) -> String {
        var lines = [remark.text] + remark.lines.prefix(linesAtMost)
        if remark.lines.count > linesAtMost { lines.append("… \(remark.lines.count - linesAtMost) more lines") }
        var properties = "file=\(property(remark.path)),line=\(remark.line)"
        if let end = remark.span?.end.line, end > remark.line { properties += ",endLine=\(end)" }
        properties += ",title=\(property(remark.title))"
        return "::\(command) \(properties)::\(message(lines.joined(separator: "\n")))\n"
    }

    /// As the runner reads it back: percent, line ends.
    private static func message(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        message(Printable.text(text)).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
