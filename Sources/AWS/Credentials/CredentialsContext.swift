internal import Transport

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

    /// A client that signs with what a source gives; without one, for operations that are not signed.
    func client(region: String, credentials: any CredentialsProvider = CredentialsChain([])) -> Client {
        Client(
            region: region, credentials: credentials, transport: transport,
            options: ClientOptions(endpoints: endpoints, retry: retry, surroundings: surroundings))
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
        return try await transport.send(request)
    }
}

/// Asks the user for something secret (a one-time code); nil when nobody can be asked.
public typealias CredentialsPrompt = @Sendable (_ question: String) async -> String?
