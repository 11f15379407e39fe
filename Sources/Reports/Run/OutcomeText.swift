internal import Diagnostics
public import Plans

/// How a run ended: what was done, how many calls, how long; what failed and what waited behind it.
public struct OutcomeText: Sendable {
    public var style: TextStyle
    /// The lines of a source file by its path; nil when it cannot be read.
    private let source: @Sendable (String) -> [String]?

    public init(_ style: TextStyle = .plain, source: @escaping @Sendable (String) -> [String]? = { _ in nil }) {
        self.style = style
        self.source = source
    }

    /// - Parameters:
    ///   - purpose: what the plan was for; it gives the words of the first line.
    ///   - isTakenBack: true when what the run has done is taken back next: then there is nothing to continue.
    public func render(_ outcome: Outcome, purpose: Plan.Purpose, isTakenBack: Bool = false) -> String {
        var page = Page()
        addFailures(outcome, to: &page)
        addLeftOut(outcome, to: &page)
        page.gap()
        page.add(0, hanging: 2, Run(summary(outcome, purpose), .strong))
        if !outcome.throttled.isEmpty {
            let words = outcome.throttled.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) times" }
            page.add(
                0, hanging: 2,
                Run("AWS asked for fewer calls (\(words.joined(separator: ", "))); they were sent more slowly.", .faint)
            )
        }
        if !outcome.succeeded, !isTakenBack { page.add(0, hanging: 2, Run(Self.advice(purpose))) }
        return page.text(style)
    }

    private static func advice(_ purpose: Plan.Purpose) -> String {
        purpose == .rollback
            ? "What was not taken back stays as it is. Running the same command again does not go on with that: it goes "
                + "forward again, from where things stand."
            : "Running the same command again continues where this run ended: what is done is not done twice."
    }

    private func summary(_ outcome: Outcome, _ purpose: Plan.Purpose) -> String {
        let verb = purpose == .destroy ? "Destroy" : purpose == .rollback ? "Rollback" : "Apply"
        let state =
            outcome.succeeded ? "complete" : Self.failures(of: outcome).isEmpty ? "stopped" : "failed"
        var counts: [(Action, String, Int)] = [
            (.create, "added", 0), (.update, "changed", 0), (.delete, "destroyed", 0), (.adopt, "adopted", 0),
            (.forget, "forgotten", 0),
        ]
        for step in outcome.done {
            for index in counts.indices where counts[index].0 == step.step.action { counts[index].2 += 1 }
        }
        // Terraform names the first three always.
        let words = counts.enumerated().filter { $0 < 3 || $1.2 > 0 }.map { "\($1.2) \($1.1)" }
        let calls = outcome.calls == 1 ? "1 API call" : "\(outcome.calls) API calls"
        return
            "\(verb) \(state)! Resources: \(words.joined(separator: ", ")). \(calls) in \(TimeText.words(outcome.duration))."
    }

    private func addFailures(_ outcome: Outcome, to page: inout Page) {
        for (failure, told) in Self.failures(of: outcome) {
            var diagnostic = told
            if diagnostic.address == nil { diagnostic.address = failure.step.address }
            if diagnostic.span == nil { diagnostic.span = failure.step.span }
            page.gap()
            page.add(contentsOf: DiagnosticText(style, source: source).lines(for: diagnostic))
        }
    }

    /// The steps that failed by themselves; those that the user has cancelled are told apart by their code.
    private static func failures(of outcome: Outcome) -> [(StepOutcome, Diagnostic)] {
        ended(outcome).filter { $0.1.code != cancelled }
    }

    private static func ended(_ outcome: Outcome) -> [(StepOutcome, Diagnostic)] {
        outcome.failures.sorted { $0.step.id < $1.step.id }.compactMap { step in
            guard case .failed(let diagnostic) = step.state else { return nil }
            return (step, diagnostic)
        }
    }

    private static let cancelled: Diagnostic.Code = "cancelled"

    private func addLeftOut(_ outcome: Outcome, to page: inout Page) {
        let cancelled = Self.ended(outcome).filter { $0.1.code == Self.cancelled }
        if !cancelled.isEmpty {
            page.gap()
            page.add(
                0,
                Run(
                    "\(Self.steps(cancelled.count)) cancelled while \(cancelled.count == 1 ? "it" : "they") ran:",
                    .warning))
            for (step, _) in cancelled { page.add(2, Run(Printable.text(step.step.address), .strong)) }
        }
        let skipped = outcome.skipped
        if !skipped.isEmpty {
            var counts: [String: Int] = [:]
            for step in skipped {
                if case .skipped(let behind) = step.state { for id in behind { counts[id, default: 0] += 1 } }
            }
            page.gap()
            page.add(0, Run("\(Self.steps(skipped.count)) skipped:", .warning))
            for (id, count) in counts.sorted(by: { $0.key < $1.key }) {
                let address = Printable.text(String(id.prefix { $0 != "!" }))
                page.add(2, Run("\(count) behind "), Run(address, .strong))
            }
        }
        let waiting = outcome.steps.count { $0.state == .notStarted }
        if waiting > 0 {
            page.gap()
            page.add(0, Run("\(Self.steps(waiting)) not begun, because the run was stopped.", .warning))
        }
    }

    private static func steps(_ count: Int) -> String { count == 1 ? "1 step" : "\(count) steps" }
}
