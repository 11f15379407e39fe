import Synchronization
import Transport

@testable import AWS

/// libcurl, kept away from every address but loopback: the tests must reach no other, and on a machine of AWS they
/// would find its real credentials.
enum Loopback {
    static let transport: any HTTPTransport = Guarded()

    private struct Guarded: HTTPTransport {
        let curl = CurlTransport()

        func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
            guard request.url.hasPrefix("http://127.0.0.1:") else {
                throw TransportError(.notConnected, "not loopback: \(request)", mayHaveReachedServer: false)
            }
            return try await curl.send(request)
        }
    }
}
