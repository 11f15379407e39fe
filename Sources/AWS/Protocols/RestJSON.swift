internal import Transport
internal import Values

/// rest-json: methods and paths of their own, JSON bodies.
struct RestJSON: WireFormat {
    func request(
        _ input: Value, for operation: OperationModel, of service: ServiceModel
    ) throws(WireError) -> WireRequest {
        var request = try RESTBinding.request(input, for: operation)
        guard let shape = operation.input else { return request }
        if let payload = shape.payload {
            if try RESTPayload.write(input, payload, to: &request) { return request }
            guard let value = input[payload.name], !value.isNull else {
                // A structure that is the whole body is `{}` when it is absent.
                if payload.shape.kind == .structure, !payload.shape.isUnion, !payload.shape.isDocument {
                    setBody([:], &request)
                }
                return request
            }
            setBody(try JSONWire.write(value, payload), &request)
        } else if shape.members.contains(where: { $0.location == nil }) {
            setBody(try JSONWire.write(input, shape, where: { $0.location == nil }), &request)
        }
        return request
    }

    private func setBody(_ body: Value, _ request: inout WireRequest) {
        request.body = Array(body.json.utf8)
        if request.headers["Content-Type"] == nil { request.headers["Content-Type"] = "application/json" }
    }

    func output(of response: HTTPResponse, for operation: OperationModel) throws(WireError) -> Value {
        guard let shape = operation.output else { return [:] }
        var object = try RESTBinding.output(of: response, shape)
        if let payload = shape.payload {
            guard !RESTPayload.isAbsent(response, payload) else { return .object(object) }
            if !payload.shape.isDocument, let value = RESTPayload.read(response, payload) {
                object[payload.name] = value
            } else {
                object[payload.name] = try JSONWire.read(JSONWire.parse(response.body), payload)
            }
        } else if !response.body.isEmpty, shape.members.contains(where: \.isInBodyOfAnswer) {
            let body = try JSONWire.read(JSONWire.parse(response.body), shape, where: \.isInBodyOfAnswer)
            for (name, value) in body.object ?? [:] { object[name] = value }
        }
        return .object(object)
    }

    func fault(of response: HTTPResponse) -> WireFault { JSONFault.read(response) }
}
