public import AWS
public import Values

/// What the engine needs of a client. The real one is `AWS.Client`; tests answer from memory.
public protocol Caller: Sendable {
    /// One call. See `Client.send`.
    func send(_ call: APICall, repeatable: Bool) async throws(AWSFailure) -> Value
    /// All pages of a call.
    func pages(_ call: APICall) async throws(AWSFailure) -> [Value]
    /// Calls made so far.
    var callCount: Int { get }
    /// Refusals for too many requests so far, by service and region.
    var throttled: [String: Int] { get }
}

extension Caller {
    public var throttled: [String: Int] { [:] }
}

extension Client: Caller {
    public var callCount: Int { statistics.totalCalls }
    public var throttled: [String: Int] { statistics.throttled }
}
