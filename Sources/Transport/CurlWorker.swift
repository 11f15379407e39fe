internal import CCurl
internal import Synchronization

/// The thread that owns libcurl: takes requests from the inbox, drives the transfers, hands results back.
struct CurlWorker {
    let inbox: CurlInbox

    /// libcurl's global state, set up once per process, on first use.
    private static let globalResult = curl_global_init(ccurl_global_all)

    func run() {
        guard Self.globalResult == CURLE_OK, let multi = curl_multi_init() else {
            let error = TransportError(.shutDown, "libcurl could not be set up", mayHaveReachedServer: false)
            for submission in inbox.detach() { submission.continuation.resume(returning: .failure(error)) }
            return
        }
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, inbox.options.connectionsPerHost)
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, inbox.options.connectionsPerHost * 2)
        inbox.attach(CurlMultiReference(handle: multi))
        var loop = CurlLoop(multi: multi, options: inbox.options)
        while true {
            let delivery = inbox.take()
            if delivery.isShutDown {
                for submission in delivery.submissions {
                    submission.continuation.resume(returning: .failure(CurlInbox.shutDownError))
                }
                break
            }
            loop.start(delivery.submissions)
            loop.cancel(delivery.cancelled)
            loop.advance()
        }
        for submission in inbox.detach() {
            submission.continuation.resume(returning: .failure(CurlInbox.shutDownError))
        }
        loop.shutDown()
        curl_multi_cleanup(multi)
    }
}

/// The transfers under way, confined to the worker's thread.
private struct CurlLoop {
    let multi: UnsafeMutableRawPointer
    let options: CurlOptions
    private var transfers: [UnsafeMutableRawPointer: CurlTransfer] = [:]
    /// Handles for reuse: setting one up costs more than a small request.
    private var spare: [UnsafeMutableRawPointer] = []

    init(multi: UnsafeMutableRawPointer, options: CurlOptions) {
        self.multi = multi
        self.options = options
    }

    mutating func start(_ submissions: [CurlSubmission]) {
        for submission in submissions {
            guard !submission.ticket.isCancelled.load(ordering: .sequentiallyConsistent) else {
                submission.continuation.resume(returning: .failure(CurlTransfer.cancelledError(reached: false)))
                continue
            }
            guard let easy = spare.popLast() ?? curl_easy_init() else {
                submission.continuation.resume(
                    returning: .failure(.init(.shutDown, "libcurl is out of memory", mayHaveReachedServer: false)))
                continue
            }
            let transfer = CurlTransfer(easy: easy, submission: submission, options: options)
            if let problem = transfer.configure() {
                release(easy)
                submission.continuation.resume(returning: .failure(problem))
                continue
            }
            transfers[easy] = transfer
            let added = curl_multi_add_handle(multi, easy)
            if added != CURLM_OK {
                let words = String(cString: curl_multi_strerror(added))
                finish(easy, .failure(.init(.invalidRequest, words, mayHaveReachedServer: false)))
            }
        }
    }

    mutating func cancel(_ tickets: [CurlTicket]) {
        for ticket in tickets {
            guard let (easy, transfer) = transfers.first(where: { $0.value.submission.ticket === ticket }) else {
                continue
            }
            finish(easy, .failure(CurlTransfer.cancelledError(reached: transfer.mayHaveReachedServer)))
        }
    }

    /// Does what can be done now, then waits for the network, a time-out or a wake-up.
    mutating func advance() {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        var result = CURLE_OK
        while let easy = ccurl_multi_next_done(multi, &result) {
            guard let transfer = transfers[easy] else { continue }
            finish(easy, transfer.result(code: result))
        }
        let wait: Int32 = transfers.isEmpty ? 60_000 : 1_000
        curl_multi_poll(multi, nil, 0, wait, nil)
    }

    mutating func shutDown() {
        for (easy, transfer) in transfers {
            var error = CurlInbox.shutDownError
            error.mayHaveReachedServer = transfer.mayHaveReachedServer
            finish(easy, .failure(error))
        }
        for easy in spare { curl_easy_cleanup(easy) }
        spare = []
    }

    private mutating func finish(_ easy: UnsafeMutableRawPointer, _ result: Result<HTTPResponse, TransportError>) {
        guard let transfer = transfers[easy] else { return }
        // The transfer is the callbacks' context: it leaves the table only when libcurl has let go of the handle.
        curl_multi_remove_handle(multi, easy)
        transfers[easy] = nil
        release(easy)
        transfer.submission.continuation.resume(returning: result)
    }

    private mutating func release(_ easy: UnsafeMutableRawPointer) {
        if spare.count < options.connectionsPerHost {
            curl_easy_reset(easy)
            spare.append(easy)
        } else {
            curl_easy_cleanup(easy)
        }
    }
}
