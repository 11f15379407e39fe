import Plans
import Reports
import Synchronization

/// Shows how a run goes on, on stderr: a live region on a terminal, plain lines elsewhere.
final class LiveProgress: Sendable {
    private let sink: Terminal.Sink
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private let state: Mutex<State>

    private enum State: Sendable {
        case lines(ProgressLines)
        case region(ProgressRegion)
    }

    /// - Parameter steps: those of the plan, counted.
    init(_ sink: Terminal.Sink, steps: Int, showsCalls: Bool) {
        self.sink = sink
        start = clock.now
        state = Mutex(
            sink.redraws
                ? .region(ProgressRegion(total: steps, colour: sink.colour))
                : .lines(ProgressLines(showsCalls: showsCalls)))
    }

    private var elapsed: Double {
        let (seconds, attoseconds) = (clock.now - start).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    /// May be called from any task.
    func note(_ event: Progress) {
        let now = elapsed
        state.withLock { state in
            switch state {
            case .lines(var lines):
                if let line = lines.line(for: event, at: now) { sink.write(line + "\n") }
                state = .lines(lines)
            case .region(var region):
                region.note(event, at: now)
                state = .region(region)
            }
        }
    }

    /// Says something beside the progress.
    func say(_ text: String) {
        state.withLock { state in
            if case .region(var region) = state {
                sink.write(region.finish(width: sink.size().columns))
                state = .region(region)
            }
            sink.write(text)
        }
    }

    /// Does the work while the region is redrawn ten times a second, and takes the region away at the end.
    func during<Result: Sendable>(_ work: @Sendable () async -> Result) async -> Result {
        guard sink.redraws else { return await work() }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    self.draw()
                    do { try await Task.sleep(for: .milliseconds(100)) } catch { return }
                }
            }
            let result = await work()
            group.cancelAll()
            await group.waitForAll()
            say("")
            return result
        }
    }

    private func draw() {
        let now = elapsed
        let size = sink.size()
        state.withLock { state in
            guard case .region(var region) = state else { return }
            sink.write(region.frame(at: now, width: size.columns, height: size.rows))
            state = .region(region)
        }
    }
}
