internal import Synchronization

/// HTTP over libcurl: one thread owns libcurl's multi handle and every transfer; callers wait without a thread.
///
/// Nothing of libcurl is touched before the first request. Connections are kept and reused, HTTP/2 where a TLS server
/// offers it.
public final class CurlTransport: HTTPTransport {
    private let inbox: CurlInbox

    public init(options: CurlOptions = CurlOptions()) { inbox = CurlInbox(options: options) }

    deinit { inbox.shutDown() }

    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let ticket = CurlTicket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                inbox.submit(CurlSubmission(ticket: ticket, request: request, continuation: continuation))
            }
        } onCancel: {
            // This may run before the request is in the inbox: the worker looks at the mark when it takes it out.
            ticket.isCancelled.store(true, ordering: .sequentiallyConsistent)
            inbox.cancel(ticket)
        }
        return try result.get()
    }

    /// Ends the thread. Requests under way and later ones fail with `.shutDown`. May be called twice.
    public func shutDown() { inbox.shutDown() }
}

/// One request's identity across threads.
final class CurlTicket: Sendable {
    let isCancelled = Atomic<Bool>(false)
}

struct CurlSubmission: Sendable {
    let ticket: CurlTicket
    let request: HTTPRequest
    let continuation: CheckedContinuation<Result<HTTPResponse, TransportError>, Never>
}
