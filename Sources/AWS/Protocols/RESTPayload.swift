internal import Transport
internal import Values

/// Bodies that are one member as it is, and what rest-json and rest-xml do with them alike.
enum RESTPayload {
    /// Writes a blob or string payload; false when the payload is something else or there is none.
    static func write(_ input: Value, _ payload: Member, to request: inout WireRequest) throws(WireError) -> Bool {
        guard payload.shape.kind == .blob || payload.shape.kind == .string, !payload.shape.isDocument else {
            return false
        }
        guard let value = input[payload.name], !value.isNull else { return true }
        request.body = try WireScalar.bytes(value, payload.name)
        if request.headers["Content-Type"] == nil {
            request.headers["Content-Type"] =
                payload.shape.kind == .string ? "text/plain" : "application/octet-stream"
        }
        return true
    }

    /// The value of a blob or string payload; nil when the payload is something else.
    static func read(_ response: HTTPResponse, _ payload: Member) -> Value? {
        switch payload.shape.kind {
        case .blob: .bytes(response.body)
        case .string: .string(String(decoding: response.body, as: UTF8.self))
        default: nil
        }
    }

    /// An empty body of these kinds says that the member is absent; a stream is always there.
    static func isAbsent(_ response: HTTPResponse, _ payload: Member) -> Bool {
        response.body.isEmpty && !payload.traits.isStreaming
    }
}
