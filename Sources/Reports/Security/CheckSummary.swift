internal import Diagnostics
internal import Plans

/// The findings of one rule at one severity, as a section of every format tells them.
struct CheckSummary {
    var rule: String
    var severity: Diagnostic.Severity
    /// The rule's sentence.
    var says: String
    var remedy: String
    var findings: [CheckFinding]

    /// Errors first, then by rule.
    static func all(of plan: Plan) -> [CheckSummary] {
        var all: [CheckSummary] = []
        for finding in plan.checks.inOrder {
            if let last = all.indices.last, all[last].rule == finding.rule, all[last].severity == finding.severity {
                all[last].findings.append(finding)
            } else {
                all.append(
                    CheckSummary(
                        rule: finding.rule, severity: finding.severity, says: finding.summary, remedy: finding.remedy,
                        findings: [finding]))
            }
        }
        return all
    }

    /// `1 error refuses apply, 3 warnings`.
    static func headline(of plan: Plan) -> String {
        let errors = plan.refusals.count, warnings = plan.checks.count - errors
        var parts: [String] = []
        if errors > 0 { parts.append(errors == 1 ? "1 error refuses apply" : "\(errors) errors refuse apply") }
        if warnings > 0 { parts.append("\(warnings) warning\(warnings == 1 ? "" : "s")") }
        return parts.joined(separator: ", ")
    }
}

/// The section of a text.
enum CheckLines {
    static func add(_ plan: Plan, to page: inout Page) {
        guard !plan.checks.isEmpty else { return }
        page.gap()
        page.add(0, Run("Checks: " + CheckSummary.headline(of: plan), .strong))
        for summary in CheckSummary.all(of: plan) {
            let isError = summary.severity == .error
            page.add(
                2, hanging: 6, Run(isError ? "! " : "  ", .error),
                Run("\(summary.rule) \(summary.severity.rawValue)", isError ? .error : .strong),
                Run("  " + summary.says))
            for finding in summary.findings {
                var runs = [Run(Printable.text(finding.address)), Run("  " + Printable.text(finding.message))]
                if let span = finding.span {
                    runs += [Run("  "), Run("# " + ChangeLines.place(span), .faint, keepsTogether: true)]
                }
                page.add(Line(6, hanging: 10, runs))
            }
            page.add(6, hanging: 8, Run("→ " + summary.remedy, .faint))
        }
    }
}
