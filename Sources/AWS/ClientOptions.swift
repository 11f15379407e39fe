public import Values

/// What a client may be told besides region, credentials and transport.
public struct ClientOptions: Sendable {
    public var endpoints: EndpointOptions
    public var retry: RetryPolicy
    /// Put in front of the client's own `User-Agent`.
    public var userAgent: String
    /// Requests under way at one time to one host.
    public var requestsPerHost: Int
    public var surroundings: Surroundings
    /// Hears of every attempt; called on the caller's task, so it must be quick.
    public var observer: (@Sendable (CallEvent) -> Void)?
    /// Hears of every request and its answer, with secrets masked (`--debug`); nil costs nothing.
    public var exchanges: ExchangeObserver?
    /// What must not stand in failures and exchanges. The client adds what it learns: keys that it signs with, secrets
    /// that answers hold.
    public var secrets: SecretTexts

    public init(
        endpoints: EndpointOptions = EndpointOptions(), retry: RetryPolicy = RetryPolicy(), userAgent: String = "plumb",
        requestsPerHost: Int = 10, surroundings: Surroundings = .system,
        observer: (@Sendable (CallEvent) -> Void)? = nil, exchanges: ExchangeObserver? = nil,
        secrets: SecretTexts = SecretTexts()
    ) {
        self.endpoints = endpoints
        self.retry = retry
        self.userAgent = userAgent
        self.requestsPerHost = requestsPerHost
        self.surroundings = surroundings
        self.observer = observer
        self.exchanges = exchanges
        self.secrets = secrets
    }
}
