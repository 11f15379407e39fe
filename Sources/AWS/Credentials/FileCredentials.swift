/// The access key that a profile holds in one of the shared files.
struct FileCredentials: CredentialsProvider {
    let profile: String
    let section: SharedConfiguration.Section?
    /// The file's path, for messages.
    let path: String

    func credentials() throws(CredentialsError) -> Credentials? {
        guard let section, let key = section["aws_access_key_id"] else { return nil }
        guard let secret = section["aws_secret_access_key"] else {
            throw CredentialsError(
                "profile '\(profile)' in \(path) has aws_access_key_id without aws_secret_access_key",
                help: "set both in that file, or neither")
        }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret,
            sessionToken: section["aws_security_token"] ?? section["aws_session_token"], source: "profile \(profile)")
    }
}
