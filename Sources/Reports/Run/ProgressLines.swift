internal import Diagnostics
public import Plans

/// Progress where there is no terminal: one line per event, with the time since the run began.
public struct ProgressLines: Sendable {
    private var started: [String: Double] = [:]
    /// Adds a line for every call.
    public var showsCalls: Bool

    public init(showsCalls: Bool = false) { self.showsCalls = showsCalls }

    /// The line for an event, without a line end; nil for events that are not told.
    /// - Parameter elapsed: seconds since the run began.
    public mutating func line(for event: Progress, at elapsed: Double) -> String? {
        words(for: event, at: elapsed).map(Printable.inert)
    }

    private mutating func words(for event: Progress, at elapsed: Double) -> String? {
        let time = "[\(TimeText.clock(elapsed))] "
        switch event {
        case .started(let step):
            started[step.id] = elapsed
            return time + "\(Printable.text(step.address)): \(step.action.doing) \(Printable.text(step.type))"
        case .call(let step, let call):
            return showsCalls ? time + "\(Printable.text(step.address)): \(Printable.text(call.name))" : nil
        case .waiting(let step, let what):
            return time + "\(Printable.text(step.address)): waiting until \(Printable.text(what))"
        case .retrying(let step, let call, let reason):
            return time
                + "\(Printable.text(step.address)): repeating \(Printable.text(call.name)): \(Printable.text(reason))"
        case .finished(let outcome):
            let began = started.removeValue(forKey: outcome.step.id)
            let took = began.map { " after \(TimeText.words(elapsed - $0))" } ?? ""
            return time + "\(Printable.text(outcome.step.address)): \(outcome.words(took))"
        }
    }
}
