internal import Transport
internal import Values

/// A request as a protocol makes it, before an endpoint and a signature.
struct WireRequest: Sendable, Hashable {
    var method = "POST"
    /// Percent-encoded; begins with a slash.
    var path = "/"
    /// Not encoded, in order; a nil value stands for a name without `=`.
    var query: [QueryItem] = []
    var headers = HTTPHeaders()
    var body: [UInt8] = []
    /// Put in front of the host's name (`data.`); empty mostly.
    var hostPrefix = ""

    struct QueryItem: Sendable, Hashable {
        var name: String
        var value: String?
    }

    /// `a=1&b`, encoded.
    var encodedQuery: String {
        query.map { item in
            PercentEncoding.encode(item.name) + (item.value.map { "=" + PercentEncoding.encode($0) } ?? "")
        }.joined(separator: "&")
    }
}

/// What a service answers in place of an output.
struct WireFault: Sendable, Hashable {
    var code: ErrorCode
    var message: String
    var requestID: String?
    /// Text beside code and message.
    var fields: [String: String] = [:]
}

/// An input that cannot be written, or an answer that cannot be read.
struct WireError: Error, Sendable, Hashable {
    var message: String
    init(_ message: String) { self.message = message }
}

/// One of AWS's wire protocols: how inputs become requests and answers become outputs.
protocol WireFormat: Sendable {
    func request(_ input: Value, for operation: OperationModel, of service: ServiceModel) throws(WireError)
        -> WireRequest
    /// The output in an answer of the 2xx class.
    func output(of response: HTTPResponse, for operation: OperationModel) throws(WireError) -> Value
    /// The fault in any other answer.
    func fault(of response: HTTPResponse) -> WireFault
}

extension ServiceModel.WireProtocol {
    var format: any WireFormat {
        switch self {
        case .query: Query()
        case .ec2: EC2()
        case .json: JSON()
        case .restJSON: RestJSON()
        case .restXML: RestXML()
        }
    }
}
