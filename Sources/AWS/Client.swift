public import Transport
public import Values

/// Calls AWS: one value in, one value out, driven by the API models.
///
/// Stateless but for the budgets that its calls share (retries, connections, clock skew) and its counters.
public final class Client: Sendable {
    /// Where calls go that name no region.
    public let region: String
    let credentials: any CredentialsProvider
    let transport: any HTTPTransport
    let options: ClientOptions

    public init(
        region: String, credentials: any CredentialsProvider, transport: any HTTPTransport,
        options: ClientOptions = ClientOptions()
    ) {
        self.region = region
        self.credentials = credentials
        self.transport = transport
        self.options = options
    }

    /// Makes one call and answers its output, an object with the API's member names.
    ///
    /// Times come as ISO 8601 in UTC, blobs and streams as bytes; what the answer does not mention is absent.
    /// - Parameter repeatable: false when the call must not happen twice: then it is not sent again after a failure
    ///   that leaves open whether it took effect, and the failure says so (`isAmbiguous`).
    public func send(_ call: APICall, repeatable: Bool = true) async throws(AWSFailure) -> Value {
        throw AWSFailure(
            service: call.service, operation: call.operation, code: "UnknownOperation",
            message: "no such operation", kind: .invalid)
    }

    /// Every page of a call, in order; one for an operation without pages.
    public func pages(_ call: APICall) async throws(AWSFailure) -> [Value] {
        [try await send(call)]
    }

    /// Every page of a call as one output: the lists joined, all else from the first page, no tokens.
    public func collected(_ call: APICall) async throws(AWSFailure) -> Value {
        try await pages(call).first ?? [:]
    }

    /// What was done so far.
    public var statistics: ClientStatistics { ClientStatistics() }
}
