internal import Transport
internal import Values

/// What sources of credentials work with: the settings, and all that they take from outside.
struct CredentialsContext: Sendable {
    var environment: Environment
    var configuration: SharedConfiguration
    /// What the chosen profile says; empty without one.
    var profile: SharedConfiguration.Section
    /// Nil when nobody names one.
    var region: String?
    var endpoints: EndpointOptions
    var retry: RetryPolicy
    var transport: any HTTPTransport
    var surroundings: Surroundings
    var prompt: CredentialsPrompt
    var secrets = SecretTexts()
    var exchanges: ExchangeObserver?

    /// A client that signs with what a source gives; without one, for operations that are not signed.
    func client(region: String, credentials: any CredentialsProvider = CredentialsChain([])) -> Client {
        Client(
            region: region, credentials: credentials, transport: transport,
            options: ClientOptions(
                endpoints: endpoints, retry: retry, surroundings: surroundings, exchanges: exchanges, secrets: secrets))
    }

    /// Where a role's STS is called: the user's region, or the first one of the role's partition.
    func region(forRole arn: String) -> String {
        let words = arn.split(separator: ":", omittingEmptySubsequences: false)
        let partition = Partition.all.first { words.count > 1 && $0.id == words[1] }
        return region ?? partition?.globalRegion ?? "us-east-1"
    }

    /// One request to a service of the machine itself: no proxy stands in between.
    func ask(
        _ method: String, _ url: String, headers: HTTPHeaders, timeout: Duration
    ) async throws(TransportError) -> HTTPResponse {
        var request = HTTPRequest(
            method: method, url: url, headers: headers, connectTimeout: timeout, timeout: timeout)
        request.usesProxy = false
        request.headers["User-Agent"] = "plumb"
        return try await send(request)
    }

    /// A request that is no call of an API. What it asks for is secret, so bodies are never shown.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard let exchanges else { return try await transport.send(request) }
        let masking = ExchangeMasking(secrets: secrets, own: SecretTexts())
        let began = surroundings.now()
        var exchange = Exchange(
            name: "credentials", method: request.method, url: masking.url(request.url),
            headers: masking.headers(request.headers), body: request.body.isEmpty ? "" : "(not shown)", milliseconds: 0)
        defer {
            exchange.milliseconds = surroundings.now().milliseconds - began.milliseconds
            exchanges(exchange)
        }
        do throws(TransportError) {
            let response = try await transport.send(request)
            exchange.answer = Exchange.Answer(
                status: response.status, headers: masking.headers(response.headers),
                body: response.body.isEmpty ? "" : "(\(response.body.count) bytes, not shown)", requestID: nil)
            return response
        } catch {
            exchange.failure = error.message
            throw error
        }
    }
}

/// Asks the user for something secret (a one-time code); nil when nobody can be asked.
public typealias CredentialsPrompt = @Sendable (_ question: String) async -> String?
