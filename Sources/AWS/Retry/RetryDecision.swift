/// What to do after an attempt that failed. Decided from values alone; the client does it.
enum RetryDecision: Sendable, Hashable {
    case giveUp
    /// Wait, then send again; `cost` tokens are taken from the shared quota first.
    case retry(after: Duration, cost: Int)
}

/// What one call has been through so far.
struct RetryHistory: Sendable, Hashable {
    /// Attempts that failed with a transient fault.
    var transients = 0
    var throttles = 0
    /// How long throttling has held the call up.
    var throttledFor = Duration.zero
    var hasCorrectedClock = false
    var hasRenewedCredentials = false
    var hasFollowedRegion = false
    /// An earlier attempt may have taken effect.
    var isAmbiguous = false
}

extension RetryPolicy {
    /// Tokens that a transient retry takes from the shared quota of 500 (SDK standard mode).
    static let transientCost = 14
    static let quota = 500

    /// - Parameters:
    ///   - failure: the attempt's failure.
    ///   - repeatable: whether the call may happen twice.
    ///   - hint: what the server asked to wait.
    ///   - random: in `0..<1`.
    func decide(
        _ failure: AWSFailure, history: RetryHistory, repeatable: Bool, hint: Duration?, random: Double
    ) -> RetryDecision {
        // The rule that keeps a resource from being made twice: whoever asked must look first.
        if failure.isAmbiguous, !repeatable { return .giveUp }
        switch failure.kind {
        case .throttled:
            let delay = wait(throttlingBase, history.throttles, hint, random)
            return history.throttledFor + delay > throttlingBudget ? .giveUp : .retry(after: delay, cost: 0)
        case .transient:
            guard history.transients + 1 < maximumAttempts else { return .giveUp }
            return .retry(after: wait(transientBase, history.transients, hint, random), cost: Self.transientCost)
        default:
            return .giveUp
        }
    }

    /// `rand · min(20 s, base · 2^i)`; a server's hint counts between that and 5 s more.
    private func wait(_ base: Duration, _ exponent: Int, _ hint: Duration?, _ random: Double) -> Duration {
        let ceiling = min(maximumDelay, base * (1 << min(exponent, 16)))
        let computed = ceiling * random
        guard let hint else { return computed }
        return min(max(hint, computed), computed + .seconds(5))
    }
}

extension Duration {
    fileprivate static func * (left: Duration, right: Double) -> Duration {
        let (seconds, attoseconds) = left.components
        return .nanoseconds(Int64((Double(seconds) * 1e9 + Double(attoseconds) / 1e9) * right))
    }
}
