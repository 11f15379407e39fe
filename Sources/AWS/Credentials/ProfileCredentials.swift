/// Access keys that a profile of the shared files holds.
public struct ProfileCredentials: CredentialsProvider {
    private let configuration: SharedConfiguration
    private let profile: String
    /// The user named the profile: then it must exist.
    private let isNamed: Bool

    public init(_ configuration: SharedConfiguration, profile: String, isNamed: Bool) {
        self.configuration = configuration
        self.profile = profile
        self.isNamed = isNamed
    }

    public func credentials() throws(CredentialsError) -> Credentials? {
        guard let section = configuration.profiles[profile] else {
            guard isNamed else { return nil }
            let known = configuration.profileNames
            throw CredentialsError(
                "there is no profile '\(profile)'",
                help: known.isEmpty
                    ? "~/.aws/config and ~/.aws/credentials define none"
                    : "defined are: \(known.joined(separator: ", "))")
        }
        if let key = section["aws_access_key_id"], section["role_arn"] == nil {
            guard let secret = section["aws_secret_access_key"] else {
                throw CredentialsError("profile '\(profile)' has aws_access_key_id without aws_secret_access_key")
            }
            return Credentials(
                accessKeyID: key, secretAccessKey: secret, sessionToken: section["aws_session_token"],
                source: "profile \(profile)")
        }
        let other = ["role_arn", "sso_session", "sso_start_url", "credential_process", "web_identity_token_file"]
            .first { section[$0] != nil }
        guard let other else { return nil }
        throw CredentialsError(
            "profile '\(profile)' gets its credentials by \(other), which plumb cannot do itself",
            help: "eval \"$(aws configure export-credentials --profile \(profile) --format env)\"")
    }
}
