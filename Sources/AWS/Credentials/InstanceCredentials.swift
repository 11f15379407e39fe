internal import Transport
internal import Values

/// Credentials of the instance that this runs on, from its metadata service (IMDS).
///
/// Version 2: a session token first (EC2 User Guide, "Use the Instance Metadata Service"). Where the service has none
/// to give, version 1 is asked, unless `AWS_EC2_METADATA_V1_DISABLED`; time-outs and attempts as in botocore.
struct InstanceCredentials: CredentialsProvider {
    let context: CredentialsContext

    private static let tokenPath = "latest/api/token"
    private static let rolePath = "latest/meta-data/iam/security-credentials/"

    func credentials() async throws(CredentialsError) -> Credentials? {
        guard !isDisabled else { return nil }
        let address = try address
        guard let token = try await token(address), let role = await get(Self.rolePath, address, token)?.trimmed,
            !role.isEmpty
        else { return nil }
        guard let text = await get(Self.rolePath + role, address, token), let json = try? Value(json: text),
            let key = json["AccessKeyId"]?.string, let secret = json["SecretAccessKey"]?.string,
            let session = json["Token"]?.string
        else { return nil }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: session,
            expiration: extended(json["Expiration"]?.string.flatMap(Timestamp.init)), source: "instance role \(role)")
    }

    /// For messages about credentials that were found nowhere.
    var place: String {
        if isDisabled { return "the instance metadata service (turned off by AWS_EC2_METADATA_DISABLED)" }
        return "the instance metadata service at \((try? address) ?? "an unknown address")"
    }

    private var isDisabled: Bool { isTrue(context.environment.value("AWS_EC2_METADATA_DISABLED")) }
    private func isTrue(_ text: String?) -> Bool { text?.lowercased() == "true" }

    private func setting(_ variable: String, _ key: String) -> String? {
        context.environment.value(variable) ?? context.profile[key]
    }

    private var timeout: Duration {
        .seconds(setting("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout").flatMap { Int($0) } ?? 1)
    }

    private var attempts: Int {
        max(1, setting("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts").flatMap { Int($0) } ?? 1)
    }

    private var address: String {
        get throws(CredentialsError) {
            let own = setting("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint")
            if let own {
                guard own.hasPrefix("http://") || own.hasPrefix("https://") else {
                    throw CredentialsError(
                        "AWS_EC2_METADATA_SERVICE_ENDPOINT is not a URL", help: "it begins with http://")
                }
                return own.hasSuffix("/") ? own : own + "/"
            }
            let mode = setting("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode")
            switch mode?.lowercased() {
            case nil, "ipv4": return "http://169.254.169.254/"
            case "ipv6": return "http://[fd00:ec2::254]/"
            default:
                throw CredentialsError(
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE is '\(mode ?? "")'", help: "it is IPv4 or IPv6")
            }
        }
    }

    /// What authorises the questions: a token, or `.some("")` where version 1 is to be asked; nil without a service.
    private func token(_ address: String) async throws(CredentialsError) -> String? {
        var isRefused = false
        for _ in 0..<attempts {
            do throws(TransportError) {
                let response = try await context.ask(
                    "PUT", address + Self.tokenPath, headers: ["x-aws-ec2-metadata-token-ttl-seconds": "21600"],
                    timeout: timeout)
                switch response.status {
                case 200: return String(decoding: response.body, as: UTF8.self)
                case 403, 404, 405: isRefused = true
                case 400: return nil
                default: continue
                }
            } catch {
                // Asked and not answered: behind one more hop the token's answer is lost, that of version 1 is not.
                isRefused = error.kind == .timedOut && error.mayHaveReachedServer
            }
            if isRefused { return try versionOne(address) }
        }
        return nil
    }

    private func versionOne(_ address: String) throws(CredentialsError) -> String {
        guard isTrue(setting("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled")) else { return "" }
        throw CredentialsError(
            "the instance metadata service at \(address) gives no session token",
            help: "allow version 2 on the instance, with a hop limit of 2 for containers")
    }

    private func get(_ path: String, _ address: String, _ token: String) async -> String? {
        for _ in 0..<attempts {
            let headers: HTTPHeaders = token.isEmpty ? [:] : ["x-aws-ec2-metadata-token": token]
            let response = try? await context.ask("GET", address + path, headers: headers, timeout: timeout)
            if let response, response.status == 200, !response.body.isEmpty {
                return String(decoding: response.body, as: UTF8.self)
            }
        }
        return nil
    }

    /// When the service cannot renew what it gives out, the old credentials are used on, as all SDKs do: they are asked
    /// for again after a quarter of an hour and some minutes by chance, so that not everybody asks at once.
    private func extended(_ expiration: Timestamp?) -> Timestamp? {
        guard let expiration else { return nil }
        let now = context.surroundings.now()
        let wait = 15 * 60 + 120 + Int(context.surroundings.random() * 480)
        return now + wait >= expiration ? now + wait : expiration
    }
}
