/// Where credentials come from.
public protocol CredentialsProvider: Sendable {
    /// Credentials, or nil when this source has none: then the next one is asked.
    /// - Throws: `CredentialsError` when the source is configured but cannot deliver.
    func credentials() async throws(CredentialsError) -> Credentials?
}

/// A source of credentials that is configured but cannot deliver, or no source at all.
public struct CredentialsError: Error, Sendable, Hashable {
    public var message: String
    /// What to do about it.
    public var help: String?
    public init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }
}

/// Credentials that are given as they are.
public struct StaticCredentials: CredentialsProvider {
    private let value: Credentials
    public init(_ value: Credentials) { self.value = value }
    public func credentials() -> Credentials? { value }
}

/// The first source in a list that has credentials.
public struct CredentialsChain: CredentialsProvider {
    private let sources: [any CredentialsProvider]
    public init(_ sources: [any CredentialsProvider]) { self.sources = sources }

    public func credentials() async throws(CredentialsError) -> Credentials? {
        for source in sources {
            if let found = try await source.credentials() { return found }
        }
        return nil
    }
}
