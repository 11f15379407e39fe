public import Diagnostics

/// What became of a plan's steps.
public struct Outcome: Sendable {
    public var steps: [StepOutcome]
    /// API calls sent, waits and look-ups included.
    public var calls: Int
    /// Seconds.
    public var duration: Double
    /// Requests that AWS refused because there had been too many, and that were sent again more slowly, by service and
    /// region (`ec2 us-east-1`).
    public var throttled: [String: Int] = [:]
    /// Outputs with what the run has made known.
    public var outputs: [Plan.Output]
    public var wasCancelled: Bool
    /// True when somebody asked for the end of the run while it went on, whatever was left to do then.
    public var wasInterrupted = false

    public init(
        steps: [StepOutcome] = [], calls: Int = 0, duration: Double = 0, outputs: [Plan.Output] = [],
        wasCancelled: Bool = false
    ) {
        self.steps = steps
        self.calls = calls
        self.duration = duration
        self.outputs = outputs
        self.wasCancelled = wasCancelled
    }

    public var failures: [StepOutcome] { steps.filter { if case .failed = $0.state { true } else { false } } }
    public var skipped: [StepOutcome] { steps.filter { if case .skipped = $0.state { true } else { false } } }
    public var done: [StepOutcome] { steps.filter { $0.state == .done } }
    public var succeeded: Bool { steps.allSatisfy { $0.state == .done } && !wasCancelled }
}

public struct StepOutcome: Sendable {
    public var step: Step
    public var state: State
    public var physicalID: String?

    public enum State: Sendable, Hashable {
        case done
        case failed(Diagnostic)
        /// The ids of the failed steps behind which it waited.
        case skipped(behind: [String])
        /// The run was cancelled before it began.
        case notStarted
    }

    public init(step: Step, state: State, physicalID: String? = nil) {
        self.step = step
        self.state = state
        self.physicalID = physicalID
    }
}

/// What happens while a plan is carried out.
public enum Progress: Sendable {
    case started(Step)
    case call(Step, PlannedCall)
    case waiting(Step, for: String)
    case retrying(Step, PlannedCall, because: String)
    case finished(StepOutcome)
}
