internal import Transport
internal import Values

/// The JSON protocols 1.0 and 1.1: everything is a POST to `/`, the operation stands in `X-Amz-Target`.
struct JSON: WireFormat {
    func request(
        _ input: Value, for operation: OperationModel, of service: ServiceModel
    ) throws(WireError) -> WireRequest {
        var request = WireRequest()
        request.headers["Content-Type"] = "application/x-amz-json-\(service.metadata.jsonVersion ?? "1.0")"
        request.headers["X-Amz-Target"] = "\(service.metadata.targetPrefix ?? "").\(operation.name)"
        let body = try operation.input.map { shape throws(WireError) in try JSONWire.write(input, shape) } ?? [:]
        request.body = Array(body.json.utf8)
        request.hostPrefix = try HostPrefix.make(operation, input)
        return request
    }

    func output(of response: HTTPResponse, for operation: OperationModel) throws(WireError) -> Value {
        guard let shape = operation.output, !response.body.isEmpty else { return [:] }
        return try JSONWire.read(JSONWire.parse(response.body), shape, where: { _ in true })
    }

    func fault(of response: HTTPResponse) -> WireFault { JSONFault.read(response) }
}
