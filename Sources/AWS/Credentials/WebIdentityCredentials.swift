internal import Values

/// Credentials of a role that trusts an OpenID Connect provider: EKS service accounts and CI systems.
///
/// `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN` and `AWS_ROLE_SESSION_NAME`, or the profile's keys of these names.
struct WebIdentityCredentials: CredentialsProvider {
    let context: CredentialsContext
    let profile: String
    let section: SharedConfiguration.Section
    /// False where the user named a profile: then the variables do not count.
    let readsVariables: Bool

    func credentials() async throws(CredentialsError) -> Credentials? {
        guard let origin else { return nil }
        guard let role = setting("AWS_ROLE_ARN", "role_arn"), !role.isEmpty else {
            throw CredentialsError(
                "there is a web identity token and no role to assume with it",
                help: "set AWS_ROLE_ARN, or role_arn in profile '\(profile)'")
        }
        let token = try await token(from: origin)
        let session = setting("AWS_ROLE_SESSION_NAME", "role_session_name")
        let input: Value = [
            "RoleArn": .string(role), "WebIdentityToken": .string(token),
            "RoleSessionName": .string(session ?? "plumb-\(context.surroundings.now().seconds)"),
        ]
        do throws(AWSFailure) {
            let client = context.client(region: context.region(forRole: role))
            let output = try await client.send(APICall("sts", "AssumeRoleWithWebIdentity", input))
            return try Credentials(sts: output, source: "role \(role) by web identity")
        } catch {
            throw CredentialsError(
                "role \(role) could not be assumed with the token from \(origin): \(error.code): \(error.message)",
                help: "the role's trust policy must allow sts:AssumeRoleWithWebIdentity to the token's issuer, "
                    + "audience and subject")
        }
    }

    private func setting(_ variable: String, _ key: String) -> String? {
        (readsVariables ? context.environment.variables[variable] : nil) ?? section[key]
    }

    private enum Origin: CustomStringConvertible {
        case file(String)
        case github(GitHubToken)

        var description: String {
            switch self {
            case .file(let path): path
            case .github: "GitHub Actions"
            }
        }
    }

    /// A file wins over what GitHub Actions would give.
    private var origin: Origin? {
        if let path = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file"), !path.isEmpty {
            return .file(path)
        }
        guard readsVariables, context.environment.value("AWS_ROLE_ARN") != nil else { return nil }
        return GitHubToken(context).map { .github($0) }
    }

    /// Read anew each time, since its issuer renews it.
    private func token(from origin: Origin) async throws(CredentialsError) -> String {
        switch origin {
        case .github(let token): return try await token.text()
        case .file(let path):
            guard let text = context.environment.readFile(context.environment.expanded(path)) else {
                throw CredentialsError(
                    "the web identity token file '\(path)' cannot be read",
                    help: "AWS_WEB_IDENTITY_TOKEN_FILE or web_identity_token_file names it")
            }
            return text.trimmed
        }
    }
}
