public import Values

/// What a template's `UpdatePolicy` makes of changes.
public struct UpdatePolicies: Sendable {
    public var rollout: Rollout?
    public var unmodified: Unmodified?

    public init(rollout: Rollout? = nil, unmodified: Unmodified? = nil) {
        self.rollout = rollout
        self.unmodified = unmodified
    }

    /// Brings a change to what the resource has made before, which keeps the old settings until then: running instances.
    ///
    /// A tag (`OwnTag.rollout`) tells of which settings the last one was. It is written when the rollout is over, so that
    /// an interrupted run goes on with it.
    public struct Rollout: Sendable {
        /// The top-level properties whose change asks for one.
        public var properties: [String]
        /// What the call's `.item` sources draw on, made of the policy and of the properties, with live values for those
        /// that the template leaves to AWS; nil when the policy asks for none.
        public var settings: @Sendable (_ policy: Value, _ properties: Value) -> Value?
        /// Starts one, and waits until it is over.
        public var start: Call
        /// Failures that tell of one that is under way.
        public var underWay: [ErrorMatch]

        public init(
            of properties: [String], start: Call, underWay: [ErrorMatch],
            settings: @escaping @Sendable (_ policy: Value, _ properties: Value) -> Value?
        ) {
            self.properties = properties
            self.start = start
            self.underWay = underWay
            self.settings = settings
        }
    }

    /// Leaves live values alone as long as the template's own do not change, which a tag (`OwnTag.unmodified`) tells.
    public struct Unmodified: Sendable {
        public var properties: [String]
        /// True when the policy asks for it.
        public var isAsked: @Sendable (_ policy: Value) -> Bool

        public init(_ properties: [String], isAsked: @escaping @Sendable (_ policy: Value) -> Bool) {
            self.properties = properties
            self.isAsked = isAsked
        }
    }
}
