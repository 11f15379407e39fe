internal import Values

/// The token of a user who has signed in to IAM Identity Center, as the AWS CLI keeps it in `~/.aws/sso/cache`: read
/// there, and written back there when it is renewed.
struct SSOToken: Sendable {
    let profile: SSOProfile
    let context: CredentialsContext

    /// Seconds before its end from which on a token is renewed; the number is botocore's.
    private static let margin = 15 * 60

    /// The file's name is a digest of the session's name, or of the start URL in the older form.
    var path: String {
        let name = Digest.sha1(profile.session ?? profile.startURL)
        return context.environment.expanded("~/.aws/sso/cache/\(name).json")
    }

    /// - Throws: with the login command as help, when the user must sign in.
    func text() async throws(CredentialsError) -> String {
        guard let text = context.environment.readFile(path) else { throw signIn("there is no sign-in") }
        guard let file = try? Value(json: text), let token = Entry(file) else {
            throw signIn("the token in \(path) cannot be read")
        }
        let now = context.surroundings.now()
        if profile.session != nil, token.expires < now + Self.margin, let renewed = await renewed(token, now) {
            return renewed
        }
        guard now < token.expires else { throw signIn("the sign-in ended at \(token.expires.iso8601)") }
        return token.text
    }

    /// What to say when the user must sign in.
    func signIn(_ reason: String) -> CredentialsError {
        let name = profile.session.map { "the sso-session '\($0)'" } ?? profile.startURL
        return CredentialsError("\(reason) for \(name) (profile '\(profile.profile)')", help: profile.loginCommand)
    }

    private struct Entry {
        var file: Value
        var text: String
        var expires: Timestamp

        init?(_ file: Value) {
            guard let text = file["accessToken"]?.string,
                // Older versions of the AWS CLI wrote the zone as a word.
                let expires = Timestamp((file["expiresAt"]?.string ?? "").replacing("UTC", with: "Z"))
            else { return nil }
            (self.file, self.text, self.expires) = (file, text, expires)
        }
    }

    /// Nil when it could not be renewed: then the old one serves as long as it lasts.
    private func renewed(_ token: Entry, _ now: Timestamp) async -> String? {
        guard let id = token.file["clientId"]?.string, let secret = token.file["clientSecret"]?.string,
            let refresh = token.file["refreshToken"]?.string,
            let registered = token.file["registrationExpiresAt"]?.string.flatMap(Timestamp.init), now < registered
        else { return nil }
        let call = APICall(
            "sso-oidc", "CreateToken",
            [
                "clientId": .string(id), "clientSecret": .string(secret), "grantType": "refresh_token",
                "refreshToken": .string(refresh),
            ])
        guard let answer = try? await context.client(region: profile.region).send(call),
            let text = answer["accessToken"]?.string, let seconds = answer["expiresIn"]?.int
        else { return byAnother(token, now) }
        var file = token.file
            .setting("accessToken", to: .string(text))
            .setting("expiresAt", to: .string(Timestamp(seconds: (now + seconds).seconds).iso8601))
            .setting("startUrl", to: .string(profile.startURL))
            .setting("region", to: .string(profile.region))
        if let next = answer["refreshToken"]?.string { file = file.setting("refreshToken", to: .string(next)) }
        // A file that cannot be written costs the next run a renewal, not this one its token.
        _ = context.environment.writeFile(path, file.json)
        return text
    }

    /// A refresh token serves once: another program may have used it a moment before.
    private func byAnother(_ old: Entry, _ now: Timestamp) -> String? {
        guard let file = context.environment.readFile(path).flatMap({ try? Value(json: $0) }),
            let token = Entry(file), token.text != old.text, now < token.expires
        else { return nil }
        return token.text
    }
}
