internal import Transport
internal import Values

/// Makes the signed HTTP request of one attempt out of what the call, the endpoint and the credentials say.
struct RequestAssembly {
    let service: ServiceModel
    let operation: OperationModel
    let wire: WireRequest
    let endpoint: Endpoint
    let userAgent: String

    /// - Parameters:
    ///   - credentials: nil for operations that are not signed.
    ///   - time: what the signature says, already corrected for the server's clock.
    func request(credentials: Credentials?, time: Timestamp, mayBeResent: Bool) -> HTTPRequest {
        let path = endpoint.basePath + wire.path
        // A host prefix belongs to AWS's own names; an endpoint of the user's has only the one.
        let prefix = endpoint.isCustom ? "" : wire.hostPrefix
        var headers = HTTPHeaders()
        headers["Host"] = prefix + endpoint.hostHeader
        for field in wire.headers.fields { headers.add(field.name, field.value) }
        headers["User-Agent"] = userAgent
        if let credentials { sign(&headers, path, credentials, time) }
        let query = wire.encodedQuery
        return HTTPRequest(
            method: wire.method,
            url: "\(endpoint.scheme)://\(prefix)\(endpoint.host)\(path)" + (query.isEmpty ? "" : "?\(query)"),
            headers: headers, body: wire.body, timeout: timeout, mayBeResent: mayBeResent)
    }

    /// A minute, and what a slow line (64 KB/s) needs for the body.
    private var timeout: Duration { .seconds(60 + wire.body.count / 65536) }

    private func sign(_ headers: inout HTTPHeaders, _ path: String, _ credentials: Credentials, _ time: Timestamp) {
        let isS3 = service.name == "s3"
        // Over TLS the operation may leave its body out of the signature.
        let unsigned = operation.hasUnsignedPayload && endpoint.scheme == "https"
        let payloadHash = unsigned ? "UNSIGNED-PAYLOAD" : Digest.sha256(wire.body)
        headers["X-Amz-Date"] = time.basic
        headers["X-Amz-Security-Token"] = credentials.sessionToken
        if isS3 || unsigned { headers["X-Amz-Content-SHA256"] = payloadHash }
        let signature = SignatureV4(
            credentials: credentials, region: endpoint.signingRegion, service: endpoint.signingName,
            signsPathAsIs: isS3)
        headers["Authorization"] = signature.authorization(
            for: .init(
                method: wire.method, path: path, query: wire.query, headers: headers, payloadHash: payloadHash),
            at: time)
    }
}
