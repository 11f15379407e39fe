public import Values

/// A resource whole, as it is and as it will be: for readers who judge what a plan leads to, not only what it changes.
public struct ResourceState: Sendable, Codable, Hashable {
    /// `stack/LogicalId`.
    public var address: String
    public var type: String
    public var region: String
    /// Settable properties as read, tags without AWS's and plumb's own; nil when it is not in AWS.
    public var before: Value?
    /// As wanted, with the tags of the stack; parts that AWS has yet to make are deferred.
    public var after: Value
    /// Top-level properties that hold a secret.
    public var sensitive: [String]

    public init(
        address: String, type: String, region: String, before: Value?, after: Value, sensitive: [String] = []
    ) {
        self.address = address
        self.type = type
        self.region = region
        self.before = before
        self.after = after
        self.sensitive = sensitive
    }
}
