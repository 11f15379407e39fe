/// Something that carries one request to a server and its answer back. It knows nothing of AWS and retries nothing.
public protocol HTTPTransport: Sendable {
    /// - Throws: `TransportError` when there is no complete answer; `.cancelled` when the task was cancelled.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
