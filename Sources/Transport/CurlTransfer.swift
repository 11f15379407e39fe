internal import CCurl

/// One request on one easy handle: its settings, and what its callbacks collect. Lives on the worker's thread.
final class CurlTransfer {
    let easy: UnsafeMutableRawPointer
    let submission: CurlSubmission
    private let maximumBodyBytes: Int
    private let certificateFile: String?
    private var lines: OpaqueList?
    /// A stable copy of the body: libcurl reads from it until the transfer ends.
    private let body: UnsafeMutableBufferPointer<UInt8>
    private var bodyOffset = 0

    private var status = 0
    private var headers = HTTPHeaders()
    private var received: [UInt8] = []
    private var isTooLarge = false

    private typealias OpaqueList = UnsafeMutablePointer<curl_slist>

    init(easy: UnsafeMutableRawPointer, submission: CurlSubmission, options: CurlOptions) {
        self.easy = easy
        self.submission = submission
        maximumBodyBytes = options.maximumBodyBytes
        certificateFile = options.certificateFile
        body = .allocate(capacity: submission.request.body.count)
        _ = body.initialize(from: submission.request.body)
    }

    deinit {
        curl_slist_free_all(lines)
        body.deallocate()
    }

    // MARK: - Settings

    /// Nil when the handle is ready.
    func configure() -> TransportError? {
        let request = submission.request
        guard Self.isToken(request.method), request.headers.fields.allSatisfy({ Self.isField($0) }) else {
            return TransportError(
                .invalidRequest, "the method or a header holds characters that HTTP forbids",
                mayHaveReachedServer: false)
        }
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = ccurl_set_text(easy, CURLOPT_URL, request.url)
        // Dots in a path are part of an object's key, and signed as they are.
        _ = ccurl_set_long(easy, CURLOPT_PATH_AS_IS, 1)
        _ = ccurl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        _ = ccurl_set_long(easy, CURLOPT_HTTP_VERSION, ccurl_http_version_2tls)
        _ = ccurl_set_long(easy, CURLOPT_PIPEWAIT, 1)
        _ = ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.connectTimeout))
        _ = ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, Self.milliseconds(request.timeout))
        if !request.usesProxy { _ = ccurl_set_text(easy, CURLOPT_NOPROXY, "*") }
        if let certificateFile { _ = ccurl_set_text(easy, CURLOPT_CAINFO, certificateFile) }
        _ = ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        _ = ccurl_set_callback(easy, CURLOPT_WRITEFUNCTION, Self.onBody)
        _ = ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        _ = ccurl_set_callback(easy, CURLOPT_HEADERFUNCTION, Self.onHeader)
        configureBody(request, context)
        configureHeaders(request)
        return nil
    }

    private func configureBody(_ request: HTTPRequest, _ context: UnsafeMutableRawPointer) {
        let takesBody = !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method)
        if request.method == "HEAD" {
            _ = ccurl_set_long(easy, CURLOPT_NOBODY, 1)
        } else if takesBody {
            _ = ccurl_set_long(easy, CURLOPT_POST, 1)
            _ = ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
        } else {
            _ = ccurl_set_long(easy, CURLOPT_HTTPGET, 1)
        }
        _ = ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method)
        if request.mayBeResent || request.body.isEmpty {
            if takesBody {
                // An empty body still needs a pointer, or libcurl would read standard input.
                let bytes = body.baseAddress.map { UnsafeMutableRawPointer($0) }
                _ = ccurl_set_pointer(easy, CURLOPT_POSTFIELDS, bytes ?? context)
            }
            // libcurl by itself sends a request again when a reused connection dies before an answer. A new
            // connection is never "reused".
            if !request.mayBeResent { _ = ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, 1) }
        } else {
            // A body that libcurl reads piece by piece and cannot rewind: once a piece is gone it cannot send the
            // request a second time, it fails instead (CURLE_SEND_FAIL_REWIND).
            _ = ccurl_set_pointer(easy, CURLOPT_READDATA, context)
            _ = ccurl_set_callback(easy, CURLOPT_READFUNCTION, Self.onRead)
        }
    }

    private func configureHeaders(_ request: HTTPRequest) {
        // A name with nothing behind the colon takes one of libcurl's own headers away.
        append("Expect:")
        if request.headers["Accept"] == nil { append("Accept:") }
        if request.headers["Content-Type"] == nil { append("Content-Type:") }
        for field in request.headers.fields where field.name.lowercased() != "content-length" {
            // A semicolon is libcurl's way to say: this header, with an empty value.
            append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        _ = ccurl_set_list(easy, CURLOPT_HTTPHEADER, lines)
    }

    private func append(_ line: String) {
        if let longer = curl_slist_append(lines, line) { lines = longer }
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (33...126).contains($0) && $0 != 58 && $0 != 59 }
    }

    private static func isField(_ field: HTTPHeaders.Field) -> Bool {
        isToken(field.name) && !field.value.utf8.contains { $0 == 10 || $0 == 13 || $0 == 0 }
    }

    // MARK: - Callbacks, called by libcurl on the worker's thread

    private static func transfer(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let onHeader: ccurl_data_callback = { data, size, count, context in
        guard let data, let transfer = transfer(context) else { return 0 }
        transfer.header(UnsafeRawBufferPointer(start: data, count: size * count))
        return size * count
    }

    private static let onBody: ccurl_data_callback = { data, size, count, context in
        guard let data, let transfer = transfer(context) else { return 0 }
        guard transfer.received.count + size * count <= transfer.maximumBodyBytes else {
            transfer.isTooLarge = true
            return 0
        }
        transfer.received.append(contentsOf: UnsafeRawBufferPointer(start: data, count: size * count))
        return size * count
    }

    private static let onRead: ccurl_data_callback = { data, size, count, context in
        guard let data, let transfer = transfer(context), let source = transfer.body.baseAddress else { return 0 }
        let piece = min(size * count, transfer.body.count - transfer.bodyOffset)
        UnsafeMutableRawPointer(data).copyMemory(from: source + transfer.bodyOffset, byteCount: piece)
        transfer.bodyOffset += piece
        return piece
    }

    private func header(_ line: UnsafeRawBufferPointer) {
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            // A new answer begins: an interim one (100) or one that a proxy sent came before.
            headers = HTTPHeaders()
            received = []
            return
        }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return }
        headers.add(Self.trimmed(text[..<colon]), Self.trimmed(text[text.index(after: colon)...]))
    }

    private static func trimmed(_ text: Substring) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 || $0 == 13 || $0 == 10 }
        let utf8 = text.utf8.drop(while: isSpace)
        let count = utf8.reversed().prefix(while: isSpace).count
        return String(Substring(utf8.dropLast(count)))
    }

    // MARK: - The end

    func result(code: CURLcode) -> Result<HTTPResponse, TransportError> {
        guard code == CURLE_OK else { return .failure(error(code)) }
        let status = ccurl_info_long(easy, CURLINFO_RESPONSE_CODE)
        return .success(HTTPResponse(status: status, headers: headers, body: received))
    }

    var mayHaveReachedServer: Bool {
        ccurl_info_long(easy, CURLINFO_REQUEST_SIZE) > 0 || ccurl_info_size(easy, CURLINFO_SIZE_UPLOAD_T) > 0
    }

    static func cancelledError(reached: Bool) -> TransportError {
        TransportError(.cancelled, "cancelled", mayHaveReachedServer: reached)
    }

    private func error(_ code: CURLcode) -> TransportError {
        let kind: TransportError.Kind =
            switch code {
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: .invalidRequest
            case CURLE_COULDNT_RESOLVE_HOST: .nameNotResolved
            case CURLE_COULDNT_CONNECT: .notConnected
            case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
                .tls
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_PARTIAL_FILE: .truncated
            case CURLE_WRITE_ERROR where isTooLarge: .tooLarge
            default: .connectionLost
            }
        let words = kind == .tooLarge ? "the answer is larger than \(maximumBodyBytes) bytes" : words(code)
        return TransportError(kind, "\(host): \(words)", mayHaveReachedServer: mayHaveReachedServer)
    }

    private func words(_ code: CURLcode) -> String {
        switch code {
        case CURLE_SSL_CACERT_BADFILE where certificateFile != nil:
            "the file of certificates `\(certificateFile ?? "")`, which AWS_CA_BUNDLE or ca_bundle names, cannot be read"
        case CURLE_COULDNT_RESOLVE_PROXY:
            "the name of the proxy has no address"
                + (proxy.map { ": \($0.host), which \($0.name) names" } ?? "")
        case CURLE_COULDNT_RESOLVE_HOST: "the host's name has no address"
        case CURLE_COULDNT_CONNECT:
            "could not connect"
                + (proxy.map { " by way of the proxy \($0.host), which \($0.name) names" } ?? "")
        case CURLE_OPERATION_TIMEDOUT: "timed out"
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND: "the connection was lost"
        case CURLE_PARTIAL_FILE: "the answer ended too early"
        default: String(cString: curl_easy_strerror(code))
        }
    }

    private var proxy: ProxyVariable? {
        submission.request.usesProxy ? ProxyVariable(for: submission.request.url) : nil
    }

    /// Scheme, host and port: the path and query may hold what should not be shown.
    private var host: String {
        let url = submission.request.url
        guard let scheme = url.firstRange(of: "://") else { return "the request" }
        let rest = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        return String(url[..<scheme.upperBound] + (rest.split(separator: "@").last ?? rest))
    }
}
