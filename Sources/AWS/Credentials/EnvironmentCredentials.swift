/// Credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
public struct EnvironmentCredentials: CredentialsProvider {
    private let environment: Environment
    public init(_ environment: Environment) { self.environment = environment }

    public func credentials() throws(CredentialsError) -> Credentials? {
        guard let key = environment.value("AWS_ACCESS_KEY_ID") else { return nil }
        guard let secret = environment.value("AWS_SECRET_ACCESS_KEY") else {
            throw CredentialsError(
                "AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY", help: "set both, or neither")
        }
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"]
        where environment.value(name)?.utf8.contains(where: { $0 < 32 || $0 == 127 }) == true {
            throw CredentialsError(
                "\(name) holds a line break or another control character",
                help: "set it to the value alone; a file or command that it comes from may end with one")
        }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret,
            // The older name is the stronger one in botocore too.
            sessionToken: environment.value("AWS_SECURITY_TOKEN") ?? environment.value("AWS_SESSION_TOKEN"),
            expiration: environment.value("AWS_CREDENTIAL_EXPIRATION").flatMap(Timestamp.init), source: "environment")
    }
}
