public import Diagnostics
public import Values

/// A call of a plan in a run: what was sent, and what became of it.
public struct CallRecord: Sendable {
    public var step: Step
    /// The place of the call in its step, 1-based, as `--show-calls` counts.
    public var number: Int
    /// 1-based; a call is sent again by the run after some refusals. What the client repeats by itself is not counted.
    public var attempt: Int
    public var planned: PlannedCall
    /// The planned input with what was awaited filled in. It holds secrets.
    public var input: Value
    /// Paths in the input that hold secrets, those of the plan among them.
    public var secrets: [String]
    public var state: State

    public enum State: Sendable {
        /// About to be sent.
        case sent
        case succeeded(requestID: String?)
        /// Refused because its effect was there already, which is as good.
        case tolerated(Diagnostic.Cause)
        /// No answer, and then the effect was found in AWS.
        case found(Diagnostic.Cause)
        /// Refused; it has changed nothing.
        case failed(Diagnostic.Cause)
        /// Without an answer: it may have taken effect.
        case unclear(Diagnostic.Cause)
        /// Not sent after all: the run may not change anything any more.
        case withheld

        /// The word in text and JSON.
        public var word: String {
            switch self {
            case .sent: "sent"
            case .succeeded: "succeeded"
            case .tolerated: "tolerated"
            case .found: "found"
            case .failed: "failed"
            case .unclear: "unclear"
            case .withheld: "withheld"
            }
        }

        public var requestID: String? {
            switch self {
            case .succeeded(let id): id
            case .tolerated(let cause), .found(let cause), .failed(let cause), .unclear(let cause): cause.requestID
            case .sent, .withheld: nil
            }
        }

        public var cause: Diagnostic.Cause? {
            switch self {
            case .tolerated(let cause), .found(let cause), .failed(let cause), .unclear(let cause): cause
            case .sent, .succeeded, .withheld: nil
            }
        }
    }

    public init(
        step: Step, number: Int, attempt: Int, planned: PlannedCall, input: Value, secrets: [String], state: State
    ) {
        self.step = step
        self.number = number
        self.attempt = attempt
        self.planned = planned
        self.input = input
        self.secrets = secrets
        self.state = state
    }
}
