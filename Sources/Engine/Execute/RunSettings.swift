/// How a plan is carried out.
public struct RunSettings: Sendable {
    /// Steps under way at one time.
    public var parallelism: Int
    /// After how many seconds what a step takes for granted is read again before its first call; nil: never.
    public var rechecksAfter: Double?

    /// True: after a failure no new steps begin. False: what does not wait for the failed step goes on.
    public var stopsOnFailure: Bool

    public init(parallelism: Int = 16, rechecksAfter: Double? = nil, stopsOnFailure: Bool = false) {
        self.stopsOnFailure = stopsOnFailure
        self.parallelism = max(1, parallelism)
        self.rechecksAfter = rechecksAfter
    }
}
