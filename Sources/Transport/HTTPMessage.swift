/// One HTTP request, ready to send: nothing in it is encoded or signed any further.
public struct HTTPRequest: Sendable, Hashable {
    public var method: String
    /// Absolute, percent-encoded, `http` or `https`.
    public var url: String
    /// Sent in this order. `Host` is derived from the URL unless given; `Content-Length` always is.
    public var headers: HTTPHeaders
    public var body: [UInt8]
    /// How long name resolution, connecting and the TLS handshake may take together.
    public var connectTimeout: Duration
    /// How long the whole exchange may take.
    public var timeout: Duration
    /// Whether the transport may send the request a second time when a reused connection dies before any answer.
    ///
    /// False for a request whose effect must not happen twice: the server may have acted before the connection died.
    public var mayBeResent: Bool
    /// False for a service of the machine itself, which no proxy reaches.
    public var usesProxy = true

    public init(
        method: String, url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
        connectTimeout: Duration = .seconds(10), timeout: Duration = .seconds(60), mayBeResent: Bool = true
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.mayBeResent = mayBeResent
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Method and address: headers and body hold signatures and secrets, which must not be printed by accident.
    public var description: String { "\(method) \(url.prefix { $0 != "?" })" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

/// A complete answer. Any status is an answer; redirects are not followed.
public struct HTTPResponse: Sendable, Hashable {
    public var status: Int
    public var headers: HTTPHeaders
    public var body: [UInt8]

    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
