import ArgumentParser
import Diagnostics
import Glibc
import Plans
import Reports
import Values

/// In which forms a plan is to be told, and where to.
struct ReportingOptions: ParsableArguments {
    @Option(
        name: .customLong("format"),
        help: ArgumentHelp(
            "How to answer, and in which file; may be repeated. Without a file it goes to standard output.",
            discussion: "Formats: \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "format[=file]"), completion: .list(ReportFormat.allCases.map(\.rawValue)))
    var formats: [FormatRequest] = []

    @Option(
        name: .customLong("max-bytes"),
        help: ArgumentHelp(
            "Bytes that markdown may have, at most; what is left out is told.", valueName: "bytes"))
    var maxBytes = MarkdownReport.commentLimit

    func validate() throws {
        guard formats.count(where: { $0.file == nil }) <= 1 else {
            throw ValidationError(
                "Only one --format can go to standard output. Give the others files: --format json=FILE.")
        }
        let files = formats.compactMap(\.file)
        if let twice = files.first(where: { file in files.count { $0 == file } > 1 }) {
            throw ValidationError("Two formats would be written to \(twice).")
        }
        guard maxBytes >= 4096 else { throw ValidationError("--max-bytes takes a number from 4096.") }
    }

    /// The files that are written.
    var outputs: [(option: String, path: String)] {
        formats.compactMap { request in
            request.file.map { ("--format \(request.format.rawValue)", $0) }
        }
    }

    /// What goes to standard output.
    var shown: ReportFormat { formats.first { $0.file == nil }?.format ?? .text }
}

/// `markdown` or `markdown=plan.md`.
struct FormatRequest: ExpressibleByArgument {
    var format: ReportFormat
    /// Nil: standard output.
    var file: String?

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, let format = ReportFormat(rawValue: name) else { return nil }
        self.format = format
        file = parts.count > 1 ? parts[1] : nil
        if file == "" { return nil }
    }

    static var allValueStrings: [String] { ReportFormat.allCases.map(\.rawValue) }
}

/// Writes a plan in every form that was asked for.
struct Reporting: Sendable {
    var terminal: Terminal
    /// What must not get into a file, should it have found a way past all that masks before.
    var secrets = SecretTexts()
    /// `$GITHUB_STEP_SUMMARY`: the file to which a job's summary is added.
    var stepSummary: @Sendable () -> String? = { getenv("GITHUB_STEP_SUMMARY").map { String(cString: $0) } }

    /// - Returns: files that could not be written.
    func write(_ plan: Plan, _ options: ReportingOptions, showsCalls: Bool = false) -> Findings {
        var rendering = ReportOptions(showsCalls: showsCalls, maxBytes: options.maxBytes, version: Plumb.version)
        var findings = Findings()
        for request in options.formats {
            guard let file = request.file else { continue }
            do {
                let text = secrets.masked(request.format.render(plan, rendering))
                try WholeFile.write(Array(text.utf8), to: file, mode: 0o666)
            } catch {
                findings.add(.reportUnwritable(file, error))
            }
        }
        if options.formats.contains(where: { $0.format == .github }) { addSummary(plan, &findings) }
        rendering.style = terminal.out.style
        terminal.out.write(options.shown.render(plan, rendering))
        return findings
    }

    /// GitHub drops a summary that is too long as a whole, so what earlier commands wrote counts too.
    private func addSummary(_ plan: Plan, _ findings: inout Findings) {
        guard let file = stepSummary(), !file.isEmpty else { return }
        let room = MarkdownReport.summaryLimit - WholeFile.size(of: file) - 1
        guard room >= 4096 else {
            findings.add(.summaryFull(file))
            return
        }
        do {
            let text = secrets.masked(MarkdownReport(limit: room).render(plan))
            try WholeFile.append(Array(text.utf8), to: file)
        } catch {
            findings.add(.reportUnwritable(file, error))
        }
    }
}

extension Diagnostic {
    fileprivate static func reportUnwritable(_ file: String, _ failure: WholeFile.Failure) -> Diagnostic {
        Diagnostic(
            "report-unwritable", summary: "A report cannot be written.", message: "`\(file)`: \(failure.reason).",
            help: "Name a file in a directory that exists and may be written to.")
    }

    fileprivate static func summaryFull(_ file: String) -> Diagnostic {
        Diagnostic(
            "summary-full", .warning, summary: "The job's summary has no room left.",
            message: "`\(file)` is almost as long as GitHub takes (1 MiB); the plan is not added to it.")
    }
}
