internal import Synchronization
public import Transport
public import Values

/// Calls AWS: one value in, one value out, driven by the API models.
///
/// Stateless but for the budgets that its calls share (retries, places per host, clock skew, buckets' regions) and its
/// counters.
public final class Client: Sendable {
    /// Where calls go that name no region.
    public let region: String
    let transport: any HTTPTransport
    let options: ClientOptions
    let credentials: CredentialsCache
    let gate: HostGate
    let quota = RetryQuota()
    let skew = ClockSkew()
    let rate = SendingRate()
    /// Where buckets turned out to be.
    let bucketRegions = Mutex<[String: String]>([:])
    private let counters = Mutex(ClientStatistics())

    public init(
        region: String, credentials: any CredentialsProvider, transport: any HTTPTransport,
        options: ClientOptions = ClientOptions()
    ) {
        self.region = region
        self.transport = transport
        self.options = options
        self.credentials = CredentialsCache(credentials, now: options.surroundings.now)
        gate = HostGate(limit: options.requestsPerHost)
    }

    /// Makes one call and answers its output, an object with the API's member names.
    ///
    /// Times come as ISO 8601 in UTC, blobs and streams as bytes, whole numbers as integers even where the model has
    /// floating point; what the answer does not mention is absent. Members of the input that are
    /// idempotency tokens get a random UUID unless the input has them.
    /// - Parameter repeatable: false when the call must not happen twice: then it is not sent again after a failure
    ///   that leaves open whether it took effect, and the failure says so (`isAmbiguous`).
    public func send(_ call: APICall, repeatable: Bool = true) async throws(AWSFailure) -> Value {
        try await answer(to: call, repeatable: repeatable).output
    }

    /// As `send`, with what stands beside the output.
    public func answer(to call: APICall, repeatable: Bool = true) async throws(AWSFailure) -> CallAnswer {
        counters.withLock { $0.calls[call.name, default: 0] += 1 }
        do {
            let (service, operation) = try model(of: call)
            let run = CallRun(
                client: self, call: call, service: service, operation: operation, repeatable: repeatable)
            return try await run.send()
        } catch {
            counters.withLock { $0.failures += 1 }
            throw error
        }
    }

    /// What was done so far.
    public var statistics: ClientStatistics { counters.withLock { $0 } }

    func count(_ change: (inout ClientStatistics) -> Void) { counters.withLock { change(&$0) } }

    func model(of call: APICall) throws(AWSFailure) -> (ServiceModel, OperationModel) {
        guard let service = APIModel.service(call.service) else {
            throw .invalid(call, "UnknownOperation", "plumb holds no model of the service '\(call.service)'")
        }
        guard let operation = service.operation(call.operation) else {
            throw .invalid(call, "UnknownOperation", "plumb's model of \(call.service) has no \(call.operation)")
        }
        return (service, operation)
    }
}
