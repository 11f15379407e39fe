internal import Transport
internal import Values

/// Credentials of the container that this runs in: ECS tasks (`AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`), EKS Pod
/// Identity and others (`AWS_CONTAINER_CREDENTIALS_FULL_URI`).
///
/// AWS SDKs and Tools Reference, "Container credential provider"; hosts, time-outs and attempts as in botocore.
struct ContainerCredentials: CredentialsProvider {
    let context: CredentialsContext

    private static let attempts = 3
    /// ECS, and EKS by IPv4 and IPv6. Anywhere else only TLS or the machine itself may be asked: the request carries
    /// a token.
    private static let hosts = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "localhost"]

    func credentials() async throws(CredentialsError) -> Credentials? {
        let environment = context.environment
        let relative = environment.variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]
        guard
            let address = relative.map({ "http://\(Self.hosts[0])\($0)" })
                ?? environment.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
        else { return nil }
        try check(address)
        var headers: HTTPHeaders = ["Accept": "application/json"]
        headers["Authorization"] = try token()
        var problem = ""
        for attempt in 1...Self.attempts {
            switch await answer(from: address, headers) {
            case .success(let credentials): return credentials
            case .failure(let error): problem = error.message
            }
            guard attempt < Self.attempts, (try? await context.surroundings.sleep(.seconds(1))) != nil else { break }
        }
        throw CredentialsError(
            "the container's credentials could not be read: \(problem)",
            help: "AWS_CONTAINER_CREDENTIALS_\(relative == nil ? "FULL" : "RELATIVE")_URI says that they are at "
                + "\(Self.shown(address)): does the task or pod have a role?")
    }

    /// EKS renews the token's file: it is read anew each time.
    private func token() throws(CredentialsError) -> String? {
        let environment = context.environment
        guard let path = environment.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] else {
            return try legal(environment.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"])
        }
        guard let token = environment.readFile(path) else {
            throw CredentialsError(
                "the file '\(path)' that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names cannot be read")
        }
        return try legal(token)
    }

    private func legal(_ token: String?) throws(CredentialsError) -> String? {
        guard token?.contains(where: \.isNewline) != true else {
            throw CredentialsError("the container's authorization token holds a line break, which no header may")
        }
        return token
    }

    private func check(_ address: String) throws(CredentialsError) {
        guard !address.lowercased().hasPrefix("https://") else { return }
        let host = Self.host(of: address)
        let isLoopback = host == "[::1]" || host?.wholeMatch(of: /127\.\d{1,3}\.\d{1,3}\.\d{1,3}/) != nil
        guard let host, isLoopback || Self.hosts.contains(host) else {
            throw CredentialsError(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI leads to a host that is neither this machine nor AWS's own",
                help: "use https, a loopback address, or one of \(Self.hosts.joined(separator: ", "))")
        }
    }

    private static func host(of address: String) -> String? {
        guard let range = address.firstRange(of: "http://") else { return nil }
        let authority = address[range.upperBound...].prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { return nil }
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
        return String(authority.prefix { $0 != ":" })
    }

    /// Queries may hold what should not be shown.
    private static func shown(_ address: String) -> String { String(address.prefix { $0 != "?" }) }

    private func answer(from address: String, _ headers: HTTPHeaders) async -> Result<Credentials, CredentialsError> {
        do throws(TransportError) {
            let response = try await context.ask("GET", address, headers: headers, timeout: .seconds(2))
            guard response.status == 200 else {
                return .failure(CredentialsError("\(Self.shown(address)) answered HTTP \(response.status)"))
            }
            guard let json = try? Value(json: response.body), let key = json["AccessKeyId"]?.string,
                let secret = json["SecretAccessKey"]?.string
            else { return .failure(CredentialsError("\(Self.shown(address)) answered something else")) }
            return .success(
                Credentials(
                    accessKeyID: key, secretAccessKey: secret, sessionToken: json["Token"]?.string,
                    expiration: json["Expiration"]?.string.flatMap(Timestamp.init), source: "the container's role"))
        } catch {
            return .failure(CredentialsError(error.message))
        }
    }
}
