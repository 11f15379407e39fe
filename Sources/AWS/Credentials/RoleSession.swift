internal import Values

/// The session of a role that a code was given for, as the AWS CLI keeps it in `~/.aws/cli/cache`: whoever has given a
/// code to the one is not asked by the other, and a plan's code serves the apply that follows.
struct RoleSession: Sendable {
    private let path: String
    private let context: CredentialsContext

    /// Seconds that a kept session must still last; the number is botocore's.
    private static let margin = 15 * 60

    /// - Parameter input: what AssumeRole is asked with, without the code, and without a name that nobody chose.
    init(of input: Value, context: CredentialsContext) {
        self.context = context
        // The file's name is a digest of what Python writes for the same object.
        let members = (input.object ?? [:]).sorted { $0.name < $1.name }
        let text = members.map { "\(Value.string($0.name).json): \($0.value.json)" }.joined(separator: ", ")
        path = context.environment.expanded("~/.aws/cli/cache/\(Digest.sha1("{\(text)}")).json")
    }

    /// Nil when none is kept, or it will soon end.
    func credentials(source: String) -> Credentials? {
        guard let file = context.environment.readFile(path).flatMap({ try? Value(json: $0) }),
            let part = file["Credentials"], let key = part["AccessKeyId"]?.string,
            let secret = part["SecretAccessKey"]?.string, let token = part["SessionToken"]?.string,
            let end = Timestamp((part["Expiration"]?.string ?? "").replacing("UTC", with: "Z")),
            context.surroundings.now() + Self.margin <= end
        else { return nil }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: token, expiration: end, source: source)
    }

    /// Keeps what AssumeRole answered; a file that cannot be written costs no more than the next question.
    func keep(_ output: Value) { _ = context.environment.writeFile(path, output.json) }
}
