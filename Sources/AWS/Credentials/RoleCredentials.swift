internal import Synchronization
internal import Values

/// Credentials of a role that is assumed with others (`role_arn`, `source_profile`, `credential_source`).
final class RoleCredentials: CredentialsProvider {
    private let profile: String
    private let section: SharedConfiguration.Section
    private let roleARN: String
    /// Signs with the source's credentials, keeps them, and renews them before they expire.
    private let client: Client
    private let context: CredentialsContext
    private let wasAsked = Mutex(false)

    init(
        profile: String, section: SharedConfiguration.Section, roleARN: String, source: any CredentialsProvider,
        context: CredentialsContext
    ) {
        self.profile = profile
        self.section = section
        self.roleARN = roleARN
        self.context = context
        client = context.client(region: context.region(forRole: roleARN), credentials: source)
    }

    private var source: String { "role \(roleARN)" }

    func credentials() async throws(CredentialsError) -> Credentials? {
        var input: Value = ["RoleArn": .string(roleARN)]
        if let name = section["role_session_name"] { input = input.setting("RoleSessionName", to: .string(name)) }
        if let id = section["external_id"] { input = input.setting("ExternalId", to: .string(id)) }
        if let text = section["duration_seconds"] {
            guard let seconds = Int(text) else {
                throw CredentialsError(
                    "duration_seconds of profile '\(profile)' is '\(text)'", help: "it is a number of seconds")
            }
            input = input.setting("DurationSeconds", to: .int(seconds))
        }
        var kept: RoleSession?
        if let serial = section["mfa_serial"] {
            input = input.setting("SerialNumber", to: .string(serial))
            let session = RoleSession(of: input, context: context)
            if let credentials = session.credentials(source: source) {
                wasAsked.withLock { $0 = true }
                return credentials
            }
            input = input.setting("TokenCode", to: .string(try await code(of: serial)))
            kept = session
        }
        if input["RoleSessionName"] == nil {
            input = input.setting("RoleSessionName", to: .string("plumb-\(context.surroundings.now().seconds)"))
        }
        do throws(AWSFailure) {
            let output = try await client.send(APICall("sts", "AssumeRole", input))
            kept?.keep(output)
            return try Credentials(sts: output, source: source)
        } catch {
            // The source's own words are enough.
            if error.code == "NoCredentials" { throw CredentialsError(error.message, help: error.help) }
            throw CredentialsError(
                "role \(roleARN) of profile '\(profile)' could not be assumed: \(error.code): \(error.message)",
                help: error.kind == .denied
                    ? "the role's trust policy must allow the caller, and the caller's own policy sts:AssumeRole"
                    : nil)
        }
    }

    /// Asked for once: in the middle of a run nobody sits there to read the next code.
    private func code(of serial: String) async throws(CredentialsError) -> String {
        let isAgain = wasAsked.withLock { asked in
            defer { asked = true }
            return asked
        }
        guard !isAgain else {
            throw CredentialsError(
                "the session of profile '\(profile)' that MFA code was given for has ended",
                help: "run again with a new code; a larger duration_seconds in the profile lasts longer")
        }
        guard let code = await context.prompt("MFA code for \(serial): ")?.trimmed, !code.isEmpty else {
            throw CredentialsError(
                "profile '\(profile)' needs a code of the MFA device \(serial), and there is no terminal on which to "
                    + "ask", help: "run on a terminal, or export the keys of a session made there")
        }
        return code
    }
}

extension Credentials {
    /// What STS's operations answer.
    init(sts output: Value, source: String) throws(AWSFailure) {
        guard let part = output["Credentials"], let key = part["AccessKeyId"]?.string,
            let secret = part["SecretAccessKey"]?.string, let token = part["SessionToken"]?.string
        else {
            throw AWSFailure(
                service: "sts", operation: "AssumeRole", code: "MalformedResponse",
                message: "the answer holds no credentials", kind: .other)
        }
        self.init(
            accessKeyID: key, secretAccessKey: secret, sessionToken: token,
            expiration: part["Expiration"]?.string.flatMap(Timestamp.init), source: source)
    }
}
