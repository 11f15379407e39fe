public import Diagnostics
public import Plans

/// How a plan is carried out.
public struct RunSettings: Sendable {
    /// Steps under way at one time.
    public var parallelism: Int
    /// After how many seconds of the run what a step takes for granted is read again before its first call; below 0:
    /// always; nil: never.
    public var rechecksAfter: Double?
    /// Asked right before every call of the plan, repetitions too; false: nothing may be changed any more.
    public var mayChange: @Sendable () -> Bool
    /// Told of every call of the plan, before it is sent and when its end is known.
    public var journal: @Sendable (CallRecord) -> Void

    /// Takes secrets that AWS tells once and no resource of the plan takes, before the step that made them counts as
    /// done. It answers why it could not keep one, which fails the step. Nil: they are forgotten.
    public var keepSecret: (@Sendable (ToldSecret) -> Diagnostic?)?

    /// True: after a failure no new steps begin. False: what does not wait for the failed step goes on.
    public var stopsOnFailure: Bool

    public init(
        parallelism: Int = 16, rechecksAfter: Double? = nil, stopsOnFailure: Bool = false,
        mayChange: @escaping @Sendable () -> Bool = { true },
        journal: @escaping @Sendable (CallRecord) -> Void = { _ in },
        keepSecret: (@Sendable (ToldSecret) -> Diagnostic?)? = nil
    ) {
        self.keepSecret = keepSecret
        self.stopsOnFailure = stopsOnFailure
        self.parallelism = max(1, parallelism)
        self.rechecksAfter = rechecksAfter
        self.mayChange = mayChange
        self.journal = journal
    }
}
