public import Values

/// What a plan takes for granted about live resources, so that it can be checked again before anything is changed.
public struct Fact: Sendable, Codable, Hashable {
    /// `stack/LogicalId`.
    public var address: String
    public var type: String
    public var region: String
    /// The properties by which it is looked for.
    public var lookup: Value
    /// The caller reference by which it is looked for, for types that are known by one.
    public var callerReference: String
    /// What was found, by physical id; empty: nothing.
    public var lives: [Seen]

    /// One resource as it was read.
    public struct Seen: Sendable, Codable, Hashable {
        public var physicalID: String
        /// The properties that the plan compared, in CloudFormation's words; secrets are left out.
        public var properties: Value
        /// Attributes that other resources' calls are made of.
        public var attributes: Value
        /// Without AWS's own; nil when they do not matter.
        public var tags: [String: String]?

        public init(
            physicalID: String, properties: Value = [:], attributes: Value = [:], tags: [String: String]? = nil
        ) {
            self.physicalID = physicalID
            self.properties = properties
            self.attributes = attributes
            self.tags = tags
        }
    }

    /// - Parameter lives: what was found; empty: nothing.
    public init(
        address: String, type: String, region: String, lookup: Value, callerReference: String = "", lives: [Seen]
    ) {
        self.address = address
        self.type = type
        self.region = region
        self.lookup = lookup
        self.callerReference = callerReference
        self.lives = lives
    }

    public var stack: String { Address.stack(of: address) }
    public var logicalID: String { Address.logicalID(of: address) }
}
