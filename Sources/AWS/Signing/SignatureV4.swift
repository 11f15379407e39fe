internal import Crypto
internal import Transport
internal import Values

/// AWS Signature Version 4, over what a request says and nothing else: no clock, no environment.
struct SignatureV4: Sendable {
    var credentials: Credentials
    var region: String
    /// The service's signing name.
    var service: String
    /// S3 signs paths as they are; every other service encodes them once more and resolves dots.
    var signsPathAsIs = false

    /// The parts of a request that a signature covers.
    struct Message: Sendable {
        var method: String
        /// Percent-encoded as on the wire.
        var path: String
        /// Not encoded.
        var query: [WireRequest.QueryItem]
        /// With `Host` and `X-Amz-Date`.
        var headers: HTTPHeaders
        /// Hexadecimal SHA-256 of the body, or `UNSIGNED-PAYLOAD`.
        var payloadHash: String
    }

    /// The value of the `Authorization` header.
    func authorization(for message: Message, at time: Timestamp) -> String {
        let request = canonicalRequest(for: message)
        let signature = signature(of: stringToSign(request.text, at: time), at: time)
        return "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope(at: time)), "
            + "SignedHeaders=\(request.signedHeaders), Signature=\(signature)"
    }

    func canonicalRequest(for message: Message) -> (text: String, signedHeaders: String) {
        let headers = canonicalHeaders(message.headers)
        let names = headers.map(\.name).joined(separator: ";")
        let lines = headers.map { "\($0.name):\($0.value)\n" }.joined()
        let text = [
            message.method, canonicalPath(message.path), canonicalQuery(message.query), lines, names,
            message.payloadHash,
        ].joined(separator: "\n")
        return (text, names)
    }

    func stringToSign(_ canonicalRequest: String, at time: Timestamp) -> String {
        "AWS4-HMAC-SHA256\n\(time.basic)\n\(scope(at: time))\n\(Digest.sha256(canonicalRequest))"
    }

    private func scope(at time: Timestamp) -> String {
        "\(time.basic.prefix(8))/\(region)/\(service)/aws4_request"
    }

    private func signature(of text: String, at time: Timestamp) -> String {
        var key = SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey)".utf8))
        for part in [String(time.basic.prefix(8)), region, service, "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
        }
        return Hexadecimal.text(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }

    // MARK: - Canonical forms

    /// Headers that proxies or the transport may change are not signed.
    private static let unsigned: Set<String> = [
        "authorization", "connection", "content-length", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
    ]

    private func canonicalHeaders(_ headers: HTTPHeaders) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for field in headers.fields {
            let name = field.name.lowercased()
            guard !Self.unsigned.contains(name) else { continue }
            values[name, default: []].append(Self.collapsed(field.value))
        }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
    }

    /// Without white space at the ends, runs of it as one space.
    private static func collapsed(_ text: String) -> String {
        text.split(whereSeparator: { " \t\n\r".contains($0) || $0 == "\r\n" }).joined(separator: " ")
    }

    private func canonicalQuery(_ query: [WireRequest.QueryItem]) -> String {
        query.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value ?? "")) }
            .sorted { $0.0 == $1.0 ? Self.less($0.1, $1.1) : Self.less($0.0, $1.0) }
            .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// By code point; Swift's own order knows Unicode equivalence.
    private static func less(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    private func canonicalPath(_ path: String) -> String {
        guard !path.isEmpty else { return "/" }
        if signsPathAsIs { return path }
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        let normal = "/" + segments.joined(separator: "/")
        let endsOpen = path.hasSuffix("/") || path.hasSuffix("/.") || path.hasSuffix("/..")
        let whole = endsOpen && normal != "/" ? normal + "/" : normal
        return PercentEncoding.encode(whole, keepingSlashes: true)
    }
}

/// Bytes as lower-case hexadecimal digits.
enum Hexadecimal {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var out: [UInt8] = []
        for byte in bytes { out += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: out, as: UTF8.self)
    }
}
