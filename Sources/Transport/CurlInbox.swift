internal import CCurl
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What callers leave for the worker's thread. The only state that the two share.
final class CurlInbox: Sendable {
    let options: CurlOptions
    private let state = Mutex(State())

    private struct State {
        var submissions: [CurlSubmission] = []
        var cancelled: [CurlTicket] = []
        var isShutDown = false
        var hasThread = false
        /// Until somebody waits for its end.
        var thread: pthread_t?
        /// Set while the worker may be woken.
        var multi: CurlMultiReference?
    }

    /// What the worker takes out at once.
    struct Delivery {
        var submissions: [CurlSubmission]
        var cancelled: [CurlTicket]
        var isShutDown: Bool
    }

    init(options: CurlOptions) { self.options = options }

    func submit(_ submission: CurlSubmission) {
        let refused: TransportError? = state.withLock { state in
            if state.isShutDown { return Self.shutDownError }
            if !state.hasThread {
                guard let thread = startThread() else {
                    return TransportError(.shutDown, "no thread could be started", mayHaveReachedServer: false)
                }
                state.hasThread = true
                state.thread = thread
            }
            state.submissions.append(submission)
            state.multi?.wake()
            return nil
        }
        if let refused { submission.continuation.resume(returning: .failure(refused)) }
    }

    func cancel(_ ticket: CurlTicket) {
        state.withLock { state in
            guard state.hasThread, !state.isShutDown else { return }
            state.cancelled.append(ticket)
            state.multi?.wake()
        }
    }

    /// Waits until the thread has let go of libcurl: a process that ends meanwhile takes away the libraries' global
    /// state from under it.
    func shutDown() {
        let thread = state.withLock { state in
            state.isShutDown = true
            state.multi?.wake()
            defer { state.thread = nil }
            return state.thread
        }
        guard let thread else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }

    // MARK: - For the worker

    func attach(_ multi: CurlMultiReference) { state.withLock { $0.multi = multi } }

    func take() -> Delivery {
        state.withLock { state in
            defer {
                state.submissions.removeAll(keepingCapacity: true)
                state.cancelled.removeAll(keepingCapacity: true)
            }
            return Delivery(
                submissions: state.submissions, cancelled: state.cancelled, isShutDown: state.isShutDown)
        }
    }

    /// No wake-up comes after this; what was left meanwhile is handed out to be refused.
    func detach() -> [CurlSubmission] {
        state.withLock { state in
            state.multi = nil
            state.isShutDown = true
            defer { state.submissions = [] }
            return state.submissions
        }
    }

    static let shutDownError = TransportError(
        .shutDown, "the HTTP transport was shut down", mayHaveReachedServer: false)

    private func startThread() -> pthread_t? {
        var thread = pthread_t()
        let box = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                CurlWorker(inbox: Unmanaged<CurlInbox>.fromOpaque(context).takeRetainedValue()).run()
                return nil
            }, box.toOpaque())
        if status != 0 { box.release() }
        return status == 0 ? thread : nil
    }
}

/// The multi handle as other threads see it.
///
/// Unchecked: the only use is `curl_multi_wakeup`, which libcurl allows from any thread, and only under the inbox's
/// lock, which the worker takes to withdraw the handle before it frees it.
struct CurlMultiReference: @unchecked Sendable {
    let handle: UnsafeMutableRawPointer
    func wake() { curl_multi_wakeup(handle) }
}
