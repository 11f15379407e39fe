internal import Diagnostics
internal import Plans

/// The checks' section in markup.
enum CheckMarkup {
    static func markdown(_ plan: Plan) -> String {
        guard !plan.checks.isEmpty else { return "" }
        var out = "### Checks: \(CheckSummary.headline(of: plan))\n\n"
        for summary in CheckSummary.all(of: plan) {
            let isError = summary.severity == .error
            out += isError ? "" : "<details><summary>"
            out += "\(isError ? "⛔ **" : "⚠️ <b>")\(summary.rule)\(isError ? "**" : "</b>") "
            out += MarkdownReport.entities(summary.says) + " (\(summary.findings.count))"
            out += isError ? "\n\n" : "</summary>\n\n"
            for finding in summary.findings {
                out += "- \(MarkdownReport.code(finding.address)): \(MarkdownReport.code(finding.message))"
                if let span = finding.span { out += " – \(MarkdownReport.code(ChangeLines.place(span)))" }
                out += "\n"
            }
            out += "\n\(MarkdownReport.entities(summary.remedy))\n\n" + (isError ? "" : "</details>\n\n")
        }
        return out
    }

    static func html(_ plan: Plan) -> String {
        guard !plan.checks.isEmpty else { return "" }
        func escaped(_ text: String) -> String { HTMLReport.escaped(text) }
        var out = "<section id=\"checks\" aria-labelledby=\"checks-title\">\n<h2 id=\"checks-title\">Checks: "
        out += CheckSummary.headline(of: plan) + "</h2>\n"
        for summary in CheckSummary.all(of: plan) {
            out += "<h3><code>\(escaped(summary.rule))</code> "
            let style = summary.severity == .error ? "risk" : "why"
            out += "<strong class=\"\(style)\">\(summary.severity.rawValue)</strong> "
            out += "\(escaped(summary.says))</h3>\n<ul>\n"
            for finding in summary.findings {
                out += "<li>\(escaped(finding.message)) <span class=\"where\">\(escaped(finding.address))"
                if let span = finding.span { out += " \(escaped(ChangeLines.place(span)))" }
                out += "</span></li>\n"
            }
            out += "</ul>\n<p class=\"faint\">\(escaped(summary.remedy))</p>\n"
        }
        return out + "</section>\n"
    }

    /// A suite of its own: errors fail, warnings count as skipped.
    static func junit(_ plan: Plan) -> String {
        guard !plan.checks.isEmpty else { return "" }
        func escaped(_ text: String) -> String { JUnitReport.escaped(text) }
        let errors = plan.refusals.count
        var out = "  <testsuite name=\"checks\" tests=\"\(plan.checks.count)\" failures=\"\(errors)\" errors=\"0\" "
        out += "skipped=\"\(plan.checks.count - errors)\">\n"
        for finding in plan.checks.inOrder {
            let name = "\(finding.rule) \(finding.address) \(finding.path)"
            out += "    <testcase classname=\"\(escaped(Address.stack(of: finding.address)))\" "
            out += "name=\"\(escaped(name))\""
            if let span = finding.span { out += " file=\"\(escaped(span.file))\" line=\"\(span.start.line)\"" }
            let text = escaped("\(finding.message). \(finding.remedy)")
            out += ">\n      "
            out +=
                finding.severity == .error
                ? "<failure type=\"\(escaped(finding.rule))\" message=\"\(escaped(finding.summary))\">\(text)</failure>"
                : "<skipped message=\"\(escaped(finding.summary)) \(text)\"/>"
            out += "\n    </testcase>\n"
        }
        return out + "  </testsuite>\n"
    }
}
