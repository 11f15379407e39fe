public import Transport

/// One request and what came back, fit to be shown: signatures, tokens and secrets in it are masked.
public struct Exchange: Sendable, Hashable {
    /// `logs:CreateLogGroup`, or where credentials were asked for.
    public var name: String
    public var method: String
    public var url: String
    public var headers: HTTPHeaders
    /// Text; says so in parentheses where a body is not shown.
    public var body: String
    /// Nil without an answer.
    public var answer: Answer?
    /// Why there is no answer.
    public var failure: String?
    public var milliseconds: Int

    public struct Answer: Sendable, Hashable {
        public var status: Int
        public var headers: HTTPHeaders
        public var body: String
        public var requestID: String?
    }
}

/// Hears of every exchange; called on the task of the call, so it must be quick.
public typealias ExchangeObserver = @Sendable (Exchange) -> Void
