/// What an observer of the client hears about one call, in order: `sending` and its end for every attempt.
public struct CallEvent: Sendable {
    public enum Stage: Sendable {
        /// About to leave; the next thing may happen in AWS.
        case sending
        /// Answered well.
        case succeeded(status: Int, requestID: String?)
        /// This attempt failed; another follows after `delay`.
        case retrying(AWSFailure, delay: Duration)
        /// The call is given up.
        case failed(AWSFailure)
    }

    public var call: APICall
    /// The region that the request is signed for.
    public var region: String
    /// 1-based.
    public var attempt: Int
    public var stage: Stage

    public init(call: APICall, region: String, attempt: Int, stage: Stage) {
        self.call = call
        self.region = region
        self.attempt = attempt
        self.stage = stage
    }
}
