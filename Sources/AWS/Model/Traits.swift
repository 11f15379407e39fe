/// How a value travels on the wire: what a model says at a member or at its shape.
public struct Traits: Sendable, Hashable {
    /// Where it travels; nil for the body.
    public var location: Location?
    /// Its name on the wire where that differs from the member's.
    public var locationName: String?
    /// Its name in an `ec2` request where that differs again.
    public var queryName: String?
    /// A list or map without a wrapping element.
    public var isFlattened = false
    public var isXMLAttribute = false
    public var xmlNamespace: XMLNamespace?
    public var timestampFormat: TimestampFormat?
    public var isStreaming = false
    /// The client fills it with a random UUID when the caller gives none.
    public var isIdempotencyToken = false
    /// A secret that must not be shown.
    public var isSensitive = false
    /// A string that carries JSON, encoded in base 64 when it travels as a header.
    public var isJSONValue = false
    /// It becomes part of the host name where the operation asks for that.
    public var isHostLabel = false
    public var isDeprecated = false

    public enum Location: String, Sendable, Hashable {
        case header, headers, uri, querystring, statusCode
    }

    public enum TimestampFormat: String, Sendable, Hashable {
        case iso8601, rfc822, unixTimestamp
    }

    public struct XMLNamespace: Sendable, Hashable {
        public var uri: String
        public var prefix: String?
    }
}
