internal import Synchronization

/// The tokens that the retries of all calls share, so that a service that is down is not hammered.
final class RetryQuota: Sendable {
    private let tokens: Mutex<Int>
    private let capacity: Int

    init(capacity: Int = RetryPolicy.quota) {
        self.capacity = capacity
        tokens = Mutex(capacity)
    }

    /// False when there are not enough tokens: then there is no retry.
    func take(_ cost: Int) -> Bool {
        tokens.withLock { tokens in
            guard tokens >= cost else { return false }
            tokens -= cost
            return true
        }
    }

    /// A retry that succeeded returns what it took; a first attempt that succeeded brings one token.
    func give(_ amount: Int) { tokens.withLock { $0 = min(capacity, $0 + amount) } }

    var available: Int { tokens.withLock { $0 } }
}
