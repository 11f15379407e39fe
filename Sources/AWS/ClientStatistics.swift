/// What a client has done so far.
public struct ClientStatistics: Sendable, Hashable {
    /// Calls by `service:Operation`, each counted once however often it was sent.
    public var calls: [String: Int] = [:]
    /// Requests sent, retries included.
    public var requests = 0
    public var retries = 0
    public var failures = 0
    /// Requests that were refused because there had been too many, by service and region (`ec2 us-east-1`).
    public var throttled: [String: Int] = [:]
    /// Bodies only.
    public var bytesSent = 0
    public var bytesReceived = 0

    public init() {}
    public var totalCalls: Int { calls.values.reduce(0, +) }
}
