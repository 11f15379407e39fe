/// Why there is no complete answer to a request.
public struct TransportError: Error, Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        /// The request itself cannot be sent: its URL or scheme is wrong.
        case invalidRequest
        /// The host's name has no address.
        case nameNotResolved
        /// Nothing listens, or the network does not lead there.
        case notConnected
        /// The TLS handshake or the certificate failed.
        case tls
        /// The proxy could not be used.
        case proxy
        case timedOut
        /// The connection broke: reset, closed without an answer, or a protocol error.
        case connectionLost
        /// The answer ended before its announced length.
        case truncated
        /// The answer is larger than the transport takes.
        case tooLarge
        /// The caller's task was cancelled.
        case cancelled
        /// The transport was shut down.
        case shutDown
    }

    public var kind: Kind
    /// For the user: what failed, with the library's own words and the host, never headers or bodies.
    public var message: String
    /// False when the server certainly has not seen the whole request: nothing can have happened there.
    public var mayHaveReachedServer: Bool

    public init(_ kind: Kind, _ message: String, mayHaveReachedServer: Bool) {
        self.kind = kind
        self.message = message
        self.mayHaveReachedServer = mayHaveReachedServer
    }
}
