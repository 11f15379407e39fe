internal import Transport
internal import Values

extension CallRun {
    /// The secrets that the input itself holds, for what AWS may quote of it.
    func secrets(of input: Value) -> SecretTexts { SecretTexts(SensitiveMembers.texts(in: input, operation.input)) }

    /// Tells the observer of exchanges, if there is one, what was sent and what came back.
    func show(
        _ request: HTTPRequest, _ result: Result<HTTPResponse, TransportError>, _ input: Value, since sentAt: Timestamp
    ) {
        guard let exchanges = client.options.exchanges else { return }
        let masking = ExchangeMasking(secrets: client.options.secrets, own: secrets(of: input))
        var exchange = shown(request, input, masking)
        exchange.milliseconds = surroundings.now().milliseconds - sentAt.milliseconds
        switch result {
        case .success(let response):
            let isXML = [.query, .ec2, .restXML].contains(service.metadata.wireProtocol)
            exchange.answer = Exchange.Answer(
                status: response.status,
                headers: masking.headers(
                    response.headers, sensitive: SensitiveMembers.wireNames(of: operation.output)),
                body: masking.body(of: response, operation, isXML: isXML),
                requestID: StatusFault.requestID(of: response).map(masking.text))
        case .failure(let error): exchange.failure = masking.text(error.message)
        }
        exchanges(exchange)
    }

    /// The request as it would be with masks in place of secrets: written anew, so that no encoding hides one.
    private func shown(_ request: HTTPRequest, _ input: Value, _ masking: ExchangeMasking) -> Exchange {
        var exchange = Exchange(
            name: call.name, method: request.method, url: masking.url(request.url),
            headers: masking.headers(request.headers), body: "", milliseconds: 0)
        let masked = masking.value(SensitiveMembers.masked(input, operation.input))
        var body = request.body
        if masked != input {
            guard let target = try? target(for: masked) else {
                exchange.url = String(exchange.url.prefix { $0 != "?" })
                exchange.body = "(\(body.count) bytes, not shown)"
                return exchange
            }
            let assembly = RequestAssembly(
                service: service, operation: operation, wire: target.wire, endpoint: target.endpoint,
                userAgent: client.options.userAgent)
            let rewritten = assembly.request(credentials: nil, time: surroundings.now(), mayBeResent: false)
            exchange.url = masking.url(rewritten.url)
            for field in rewritten.headers.fields where exchange.headers[field.name] != nil {
                exchange.headers[field.name] = masking.text(field.value)
            }
            body = rewritten.body
        }
        // A digest of what is not shown would let others guess at it.
        if body != request.body { exchange.headers["X-Amz-Content-SHA256"] = nil }
        if let payload = operation.input?.payload, payload.shape.kind == .blob {
            exchange.body = body.isEmpty ? "" : "(\(request.body.count) bytes)"
        } else {
            exchange.body = masking.text(String(decoding: body, as: UTF8.self))
        }
        return exchange
    }
}
