import Plans
import Synchronization
import Testing

@testable import plumb

@Suite struct LiveProgressTests {
    private final class Written: Sendable {
        private let text = Mutex("")
        var all: String { text.withLock { $0 } }
        func add(_ more: String) { text.withLock { $0 += more } }
    }

    private func sink(_ written: Written, isTerminal: Bool) -> Terminal.Sink {
        Terminal.Sink(
            isTerminal: isTerminal, colour: false, redraws: isTerminal, size: { (60, 20) }, write: { written.add($0) })
    }

    @Test func linesWithoutATerminal() async {
        let written = Written()
        let progress = LiveProgress(sink(written, isTerminal: false), steps: 1, showsCalls: false)
        await progress.during {
            progress.note(.started(Bench.step(.create)))
            progress.note(.finished(StepOutcome(step: Bench.step(.create), state: .done)))
        }
        let lines = written.all.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first == "[0:00] net/Log: creating AWS::Logs::LogGroup")
        #expect(!written.all.contains("\u{1b}"))
    }

    @Test func theRegionLeavesTheTerminalAsItWas() async {
        let written = Written()
        let progress = LiveProgress(sink(written, isTerminal: true), steps: 1, showsCalls: false)
        await progress.during {
            progress.note(.started(Bench.step(.create)))
            for _ in 0..<6000 where !written.all.contains("1 running") { try? await Task.sleep(for: .milliseconds(10)) }
            progress.say("Stopping.\n")
            progress.note(.finished(StepOutcome(step: Bench.step(.create), state: .done)))
        }
        #expect(written.all.contains("1 running"))
        #expect(written.all.contains("✓ net/Log: created"))
        // Whatever was hidden has been shown again.
        let afterHiding = written.all.split(separator: "\u{1b}[?25l").last
        #expect(afterHiding?.contains("\u{1b}[?25h") == true)
    }
}
