/// An access key, and the session token that goes with a temporary one. Its secret parts never print.
public struct Credentials: Sendable, Hashable {
    public var accessKeyID: String
    public var secretAccessKey: String
    public var sessionToken: String?
    /// Nil for long-lived keys.
    public var expiration: Timestamp?
    /// Where they were found, for messages: `environment`, `profile dev`.
    public var source: String

    public init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Timestamp? = nil,
        source: String
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
        self.source = source
    }
}

extension Credentials {
    /// The parts that must never be shown. Keys of AWS have forty characters; shorter ones are made up and would be
    /// found in ordinary words.
    var secretTexts: [String] { [secretAccessKey, sessionToken].compactMap { $0 }.filter { $0.utf8.count >= 8 } }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "credentials from \(source)" }
    public var debugDescription: String { description }
    /// Empty of secrets: `dump` and test failures print mirrors.
    public var customMirror: Mirror { Mirror(self, children: ["source": source]) }
}
