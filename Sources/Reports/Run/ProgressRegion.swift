internal import Diagnostics
public import Plans

/// Progress on a terminal: a region of live lines at the bottom, finished steps above it for good.
///
/// A pure state: it takes events, and answers with the text to write, ANSI sequences included. The cursor is hidden
/// while the region stands and comes back with `finish`.
public struct ProgressRegion: Sendable {
    private let total: Int
    private let colour: Bool
    private var done = 0
    private var failed = 0
    private var skipped = 0
    private var running: [Running] = []
    /// Lines that have yet to be written above the region.
    private var settled: [Line] = []
    /// The region as it stands.
    private var shown: [[Run]] = []
    private var isShown = false

    private struct Running {
        var step: Step
        var since: Double
        var doing: String
    }

    /// - Parameter total: the steps of the plan.
    public init(total: Int, colour: Bool) {
        self.total = total
        self.colour = colour
    }

    /// - Parameter elapsed: seconds since the run began.
    public mutating func note(_ event: Progress, at elapsed: Double) {
        switch event {
        case .started(let step): running.append(Running(step: step, since: elapsed, doing: step.action.doing))
        case .call(let step, let call): set(step, "\(step.action.doing), \(Printable.text(call.name))")
        case .waiting(let step, let what): set(step, "waiting until \(Printable.text(what))")
        case .retrying(let step, let call, let reason):
            set(step, "repeating \(Printable.text(call.name)): \(Printable.text(reason))")
        case .finished(let outcome): finish(outcome, at: elapsed)
        }
    }

    private mutating func set(_ step: Step, _ doing: String) {
        for index in running.indices where running[index].step.id == step.id { running[index].doing = doing }
    }

    private mutating func finish(_ outcome: StepOutcome, at elapsed: Double) {
        let began = running.first { $0.step.id == outcome.step.id }?.since
        running.removeAll { $0.step.id == outcome.step.id }
        let took = began.map { " after \(TimeText.words(elapsed - $0))" } ?? ""
        let mark: Run
        switch outcome.state {
        case .done:
            done += 1
            mark = Run("✓ ", .add)
        case .failed:
            failed += 1
            mark = Run("✗ ", .error)
        case .skipped, .notStarted:
            // They are counted here and at the end; a line for each would bury the failure.
            skipped += 1
            return
        }
        settled.append(
            Line(
                0, hanging: 2,
                [mark, Run(Printable.text(outcome.step.address), .strong), Run(": \(outcome.words(took))")]))
    }

    /// The text that brings the terminal up to date; empty when nothing is new.
    /// - Parameters:
    ///   - elapsed: seconds since the run began.
    ///   - width: columns of the terminal.
    ///   - height: rows of the terminal; the region takes at most half of them.
    public mutating func frame(at elapsed: Double, width: Int, height: Int) -> String {
        let lines = region(at: elapsed, width: width, height: height)
        if isShown && settled.isEmpty && lines == shown { return "" }
        var out = isShown ? "" : "\u{1b}[?25l"
        isShown = true
        out += erase(width: width)
        out += text(of: settled, width: width)
        settled = []
        out += lines.map { Page.painted($0, colour: colour) + "\n" }.joined()
        shown = lines
        return out
    }

    /// The text that takes the region away and gives the cursor back; what is settled stays.
    public mutating func finish(width: Int) -> String {
        let out = erase(width: width) + text(of: settled, width: width) + (isShown ? "\u{1b}[?25h" : "")
        settled = []
        shown = []
        isShown = false
        return out
    }

    /// In a window that has become narrower the lines have been wrapped by the terminal.
    private func erase(width: Int) -> String {
        let rows = shown.reduce(0) { rows, line in
            let columns = line.reduce(0) { $0 + Printable.columns($1.text) }
            return rows + max(1, (columns + max(1, width) - 1) / max(1, width))
        }
        return rows == 0 ? "" : "\u{1b}[\(rows)A\r\u{1b}[0J"
    }

    private func text(of lines: [Line], width: Int) -> String {
        var page = Page()
        page.add(contentsOf: lines)
        return page.text(TextStyle(width: width, colour: colour))
    }

    /// Each line takes one row: what does not fit is cut, since a wrapped row could not be erased.
    private func region(at elapsed: Double, width: Int, height: Int) -> [[Run]] {
        let room = max(1, height / 2 - 1)
        var lines: [[Run]] = []
        var head = "\(done)/\(total) steps done"
        if failed > 0 { head += ", \(failed) failed" }
        if skipped > 0 { head += ", \(skipped) skipped" }
        head += ", \(running.count) running, \(TimeText.clock(elapsed))"
        lines.append([Run(head, .strong)])
        let shown = running.count > room ? running.prefix(room - 1) : running.prefix(room)
        for item in shown {
            lines.append([
                Run("  \(TimeText.clock(elapsed - item.since)) ", .faint), Run(Printable.text(item.step.address)),
                Run(" \(item.doing)", .note),
            ])
        }
        if running.count > shown.count { lines.append([Run("  and \(running.count - shown.count) more", .faint)]) }
        return lines.map { Self.cut($0, to: max(1, width - 1)) }
    }

    private static func cut(_ runs: [Run], to width: Int) -> [Run] {
        let total = runs.reduce(0) { $0 + Printable.columns($1.text) }
        guard total > width else { return runs }
        var left = width - 1
        var out: [Run] = []
        for run in runs {
            var text = ""
            for character in run.text {
                let size = Printable.columns(of: character)
                guard size <= left else {
                    return out + [Run(text + "…", run.role)]
                }
                text.append(character)
                left -= size
            }
            out.append(Run(text, run.role))
        }
        return out
    }
}
