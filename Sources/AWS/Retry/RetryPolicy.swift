/// How often and how long the client tries.
///
/// Numbers of the SDKs' standard mode since November 2026 (AWS, "Updated default retry behavior for AWS SDKs and
/// Tools"), with a budget of its own for throttling: a provisioner that meets a rate limit waits, it does not fail.
public struct RetryPolicy: Sendable, Hashable {
    /// The SDKs' modes (`AWS_RETRY_MODE`).
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Five attempts; otherwise as `standard`, since its old waits have no use.
        case legacy
        case standard
        /// And a host that throttles is asked more slowly from then on.
        case adaptive
    }

    public var mode = Mode.standard
    /// Attempts for transient failures, the first included.
    public var maximumAttempts: Int
    /// Longest wait between two attempts.
    public var maximumDelay: Duration
    public var transientBase: Duration
    public var throttlingBase: Duration
    /// How long throttling may hold one call up altogether.
    public var throttlingBudget: Duration

    public init(
        maximumAttempts: Int = 3, maximumDelay: Duration = .seconds(20), transientBase: Duration = .milliseconds(50),
        throttlingBase: Duration = .seconds(1), throttlingBudget: Duration = .seconds(1800)
    ) {
        self.maximumAttempts = maximumAttempts
        self.maximumDelay = maximumDelay
        self.transientBase = transientBase
        self.throttlingBase = throttlingBase
        self.throttlingBudget = throttlingBudget
    }
}
