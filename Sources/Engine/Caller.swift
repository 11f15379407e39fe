public import AWS
public import Values

/// What the engine needs of a client. The real one is `AWS.Client`; tests answer from memory.
public protocol Caller: Sendable {
    /// One call. See `Client.send`.
    func send(_ call: APICall, repeatable: Bool) async throws(AWSFailure) -> Value
    /// The same with what stands beside the output. See `Client.answer`.
    func answer(to call: APICall, repeatable: Bool) async throws(AWSFailure) -> CallAnswer
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

extension Caller {
    public func answer(to call: APICall, repeatable: Bool) async throws(AWSFailure) -> CallAnswer {
        CallAnswer(output: try await send(call, repeatable: repeatable))
    }
}

extension Client: Caller {
    public var callCount: Int { statistics.totalCalls }
    public var throttled: [String: Int] { statistics.throttled }
}
