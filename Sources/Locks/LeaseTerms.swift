/// How long a lock is lent, and what follows from that. All in seconds.
///
/// Whoever waits asks S3 alone for the time: a lease has ended when the answer's `Date` is more than the lease and
/// `slack` after the object's `Last-Modified`. The holder counts on a clock of its own that nobody sets, from before a
/// renewal is sent, and stops `margin` earlier. So no two machines' clocks are compared, and wrong ones do no harm.
public struct LeaseTerms: Sendable {
    public var lease: Int
    /// Between two renewals.
    public var heartbeat: Double
    /// Between a renewal that failed and the next attempt.
    public var retry: Double
    /// How long before the lease's end its holder begins no more calls.
    public var margin: Double
    /// Between two looks at a lock that another holds.
    public var polling: Double
    /// Both times of S3 are whole seconds.
    let slack = 2

    public init(lease: Int = 60) {
        self.lease = lease
        heartbeat = Double(lease) / 3
        retry = Double(lease) / 20
        margin = Double(lease) / 4
        polling = min(5, Double(lease) / 4)
    }
}
