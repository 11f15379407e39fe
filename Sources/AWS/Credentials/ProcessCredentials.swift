internal import Values

/// Credentials that a command prints (`credential_process`).
///
/// AWS SDKs and Tools Reference, "Process credential provider": JSON with `Version` 1 on standard output. The command
/// is split into words as a shell would, but no shell runs it.
struct ProcessCredentials: CredentialsProvider {
    let profile: String
    let command: String
    let environment: Environment

    func credentials() async throws(CredentialsError) -> Credentials? {
        guard let words = ShellWords.split(command), !words.isEmpty else {
            throw CredentialsError("credential_process of profile '\(profile)' has a quote that is not closed")
        }
        let result = await ChildProcess.run(words, environment: environment.variables)
        // Arguments may be secrets.
        let help = "run it by hand, as credential_process has it: \(words[0]) …"
        guard case .ended(let status, let output, let errors) = result else {
            throw CredentialsError(
                "credential_process of profile '\(profile)' \(result.words): \(words[0])", help: help)
        }
        guard status == 0 else {
            let reason = errors.trimmed.isEmpty ? "" : ": \(shown(errors.trimmed))"
            throw CredentialsError(
                "credential_process of profile '\(profile)' ended with \(status)\(reason)", help: help)
        }
        return try read(output, help)
    }

    /// What the command says of its failure, without what looks like a key or is given to a name.
    private func shown(_ errors: String) -> String {
        let words = errors.prefix(500).split(whereSeparator: \.isWhitespace).map { word -> String in
            if let sign = word.firstIndex(where: { "=:".contains($0) }), word.index(after: sign) != word.endIndex {
                return word[...sign] + "…"
            }
            return word.count >= 16 && word.contains(where: \.isNumber) ? "…" : String(word)
        }
        return words.joined(separator: " ")
    }

    private func read(_ output: String, _ help: String) throws(CredentialsError) -> Credentials {
        func wrong(_ what: String) -> CredentialsError {
            CredentialsError("the answer of credential_process of profile '\(profile)' \(what)", help: help)
        }
        guard let json = try? Value(json: output) else { throw wrong("is not JSON") }
        guard json["Version"]?.int == 1 else {
            throw wrong("has no Version, or another than 1, which is the only one")
        }
        guard let key = json["AccessKeyId"]?.string, let secret = json["SecretAccessKey"]?.string else {
            throw wrong("has no AccessKeyId or no SecretAccessKey")
        }
        var credentials = Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: json["SessionToken"]?.string,
            source: "credential_process of profile \(profile)")
        if let text = json["Expiration"]?.string {
            guard let expiration = Timestamp(text) else { throw wrong("has an Expiration that is no ISO 8601 time") }
            credentials.expiration = expiration
        }
        return credentials
    }
}
