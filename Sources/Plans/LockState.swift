/// What a lock object says of the run that holds it.
public struct LockRecord: Sendable, Codable, Hashable {
    public static let formatName = "plumb-lock-1"

    public var format = LockRecord.formatName
    public var stack: String
    /// Random, one for each time the lock is taken.
    public var id: String
    /// `user@host`.
    public var holder: String
    public var process: Int
    /// `apply` or `destroy`.
    public var command: String
    /// RFC 3339, by the holder's clock, for people. Whether the lease has ended is told by S3's clock alone.
    public var taken: String
    public var renewed: String
    public var expires: String
    /// Seconds from the last renewal.
    public var lease: Int
    /// 1, and one more each time an expired lease is taken over.
    public var generation: Int
    /// Grows with each heartbeat, so that no two contents (and ETags) are the same.
    public var renewals: Int

    public init(
        stack: String, id: String, holder: String, process: Int, command: String, taken: String, renewed: String,
        expires: String, lease: Int, generation: Int, renewals: Int = 0
    ) {
        self.stack = stack
        self.id = id
        self.holder = holder
        self.process = process
        self.command = command
        self.taken = taken
        self.renewed = renewed
        self.expires = expires
        self.lease = lease
        self.generation = generation
        self.renewals = renewals
    }
}

/// How a stack's lock stands.
public struct LockState: Sendable, Hashable {
    public var stack: String
    /// The object's address, `s3://bucket/key`.
    public var location: String
    public var holding: Holding

    public enum Holding: Sendable, Hashable {
        case free
        /// - Parameter ends: in how many seconds the lease ends unless it is renewed; 0 or less: it has.
        case held(LockRecord, ends: Int)
        /// Something else stands there.
        case unreadable
    }

    public init(stack: String, location: String, holding: Holding) {
        self.stack = stack
        self.location = location
        self.holding = holding
    }
}
