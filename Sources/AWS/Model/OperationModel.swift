/// One operation of a service: its input, output, address and errors.
public struct OperationModel: Sendable {
    public let service: String
    public let name: String
    public let method: String
    /// Path and query, with `{Member}` and `{Member+}` (slashes kept) in places.
    public let requestURI: String
    /// Nil when it takes nothing.
    public let input: Shape?
    /// What the operation says about its input at the top (the name and namespace of the root element).
    public let inputTraits: Traits
    /// Nil when it answers nothing.
    public let output: Shape?
    /// The element around the answer in the query protocol.
    public let resultWrapper: String?
    /// The errors that the model names.
    public let errors: [ErrorModel]
    public let paginator: Paginator?
    public let isUnsigned: Bool
    /// The body is sent with `UNSIGNED-PAYLOAD`.
    public let hasUnsignedPayload: Bool
    /// The service refuses the call without a checksum of the body.
    public let requiresChecksum: Bool
    /// The member that chooses the checksum's algorithm.
    public let checksumMember: String?
    /// A prefix of the host name, with `{Member}` in places.
    public let hostPrefix: String?
}

/// An error that a model names.
public struct ErrorModel: Sendable {
    /// The name of its shape.
    public let name: String
    /// The code on the wire.
    public let code: ErrorCode
    public let status: Int?
}

/// How an operation is read to its end.
public struct Paginator: Sendable, Hashable {
    /// Members of the input that take the tokens, by position the same as `outputTokens`.
    public let inputTokens: [String]
    /// Paths into the output where the next tokens are; alternatives are separated by `||`.
    public let outputTokens: [String]
    /// Paths into the output of the lists that continue on the next page.
    public let results: [String]
    /// Path of a boolean that says whether there is more; nil when the token alone says so.
    public let moreResults: String?
    /// The member of the input that limits a page.
    public let limitKey: String?
}

extension OperationModel {
    /// True when its name says that it changes nothing, as AWS's names do throughout.
    var onlyReads: Bool {
        ["BatchGet", "Describe", "Get", "Head", "List", "Lookup", "Search"].contains { name.hasPrefix($0) }
    }
}
