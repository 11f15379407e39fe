public import Diagnostics
public import Values

/// A live resource that a plan deletes.
public struct Deletion: Sendable {
    public var address: String
    public var type: String
    public var physicalID: String
    /// As the API answered.
    public var item: Value
    /// In CloudFormation's words.
    public var properties: Value
    public var region: String
    /// The place of the resource in its template; nil when it has left it.
    public var span: Span?

    public init(
        address: String, type: String, physicalID: String, item: Value, properties: Value, region: String, span: Span?
    ) {
        self.address = address
        self.type = type
        self.physicalID = physicalID
        self.item = item
        self.properties = properties
        self.region = region
        self.span = span
    }

    var logicalID: String { String(address.drop { $0 != "/" }.dropFirst()) }
}

/// A rule about what is deleted: reads in batches, and a pure function of what they answered.
public struct Forecast: Sendable {
    /// The types whose deletion it is about.
    public var types: [String]
    public var reads: [Read]
    /// - Parameters: what is deleted, all that the plan does, the items that the reads found for all that is deleted.
    var judge: @Sendable (Deletion, Doings, [Value]) -> [Hit]

    /// What else a plan does, by which things may get out of the way.
    public struct Doings: Sendable {
        public var deletions: [Deletion]
        /// The physical ids of what it changes.
        public var changed: Set<String>

        public init(deletions: [Deletion], changed: Set<String>) {
            self.deletions = deletions
            self.changed = changed
        }
    }

    /// A read for many resources at once.
    public struct Read: Sendable {
        /// `service:Operation`.
        public var operation: String
        /// The output member with the items.
        public var items: String
        /// How many resources one call may name.
        public var most: Int
        /// What it sends; nil when it is not needed for these.
        public var input: @Sendable ([Deletion]) -> Value?
    }
}
