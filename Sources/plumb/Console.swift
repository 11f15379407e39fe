import Diagnostics
import Language
import Plans
import Reports

/// What commands say in the same way: findings, plans, outcomes.
struct Console: Sendable {
    var terminal: Terminal
    private let source: SourceLines

    init(_ terminal: Terminal, files: any FileLoader) {
        self.terminal = terminal
        source = SourceLines(files)
    }

    /// Findings go to stderr; nothing is said when there are none.
    func show(_ findings: Findings) {
        guard !findings.isEmpty else { return }
        let source = source
        terminal.err.write(DiagnosticText(terminal.err.style, source: { source.lines(of: $0) }).render(findings))
    }

    func show(_ plan: Plan, calls: Bool) {
        terminal.out.write(PlanText(terminal.out.style, showsCalls: calls).render(plan))
    }

    /// What went well is the result; what went wrong goes where errors go.
    /// - Parameter isTakenBack: true when what the run has done is taken back now.
    func show(_ outcome: Outcome, purpose: Plan.Purpose, isTakenBack: Bool = false) {
        let sink = outcome.succeeded ? terminal.out : terminal.err
        let source = source
        sink.write(
            OutcomeText(sink.style, source: { source.lines(of: $0) }).render(
                outcome, purpose: purpose, isTakenBack: isTakenBack))
    }
}
