public import Values

/// What CloudFormation's registry schema says of a resource type: the one authority for its properties.
public struct ResourceSchema: Sendable {
    /// `AWS::S3::Bucket`.
    public var type: String
    /// Facts by property path. A member is joined by `.`, an array's item by `[]`, a map's value by `{}`:
    /// `Tags[].Key`, `Listeners[].Protocol`, `LogConfiguration.Options{}`.
    public var properties: [String: Property]
    /// Facts about objects by the path of the object (`""` for the resource itself).
    public var rules: [String: Rules]
    /// Property paths whose change replaces the resource.
    public var createOnly: Set<String>
    /// Properties whose change may replace it, as CloudFormation decides case by case.
    public var conditionalCreateOnly: Set<String>
    /// Attributes that only AWS sets (`Fn::GetAtt`).
    public var readOnly: Set<String>
    /// Properties that a read never returns.
    public var writeOnly: Set<String>
    /// The paths that make up the primary identifier, in order; `Ref` is the value when it is a single one.
    public var primaryIdentifier: [String]
    /// The names that `Fn::GetAtt` takes, dots in them for nested ones (`Endpoint.Address`).
    public var attributes: Set<String> = []
    public var deprecated: Set<String> = []
    /// The top-level property that holds the resource's tags; nil when CloudFormation cannot tag it.
    public var tagProperty: String?
    /// True when the tags can change without a replacement.
    public var tagsUpdatable = true
    /// True when CloudFormation's registry deletes before it creates in a replacement.
    public var deletesBeforeCreate = false

    public init(
        type: String, properties: [String: Property] = [:], rules: [String: Rules] = [:], createOnly: Set<String> = [],
        conditionalCreateOnly: Set<String> = [], readOnly: Set<String> = [], writeOnly: Set<String> = [],
        primaryIdentifier: [String] = []
    ) {
        self.type = type
        self.properties = properties
        self.rules = rules
        self.createOnly = createOnly
        self.conditionalCreateOnly = conditionalCreateOnly
        self.readOnly = readOnly
        self.writeOnly = writeOnly
        self.primaryIdentifier = primaryIdentifier
    }

    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case string, integer, number, boolean, array, object
    }

    public struct Property: Sendable {
        /// The types that the value may have; empty means any.
        public var kinds: [Kind] = []
        public var allowed: [Value] = []
        /// True when the one value of `allowed` is a constant of the schema, not a list of one.
        public var isConstant = false
        /// True when `allowed` is compared without regard to case.
        public var ignoresCase = false
        public var pattern: String?
        public var minimum: Double?
        public var maximum: Double?
        public var minLength: Int?
        public var maxLength: Int?
        public var minItems: Int?
        public var maxItems: Int?
        public var uniqueItems = false
        /// False when the order of an array's items has no meaning.
        public var insertionOrder = true
        public var defaultValue: Value?
        public var recursive = false
        /// A JSON Schema format (`date-time`, `uri`) or cfn-lint's name for what the string is
        /// (`AWS::EC2::VPC.Id`); not checked.
        public var format: String?
        public var multipleOf: Double?
        public init() {}
    }

    /// Which members of an object go together.
    public struct Rules: Sendable {
        public var required: [String] = []
        /// Groups of names; of each group exactly one must be present.
        public var exactlyOne: [[String]] = []
        /// Groups of names; of each group at least one must be present.
        public var atLeastOne: [[String]] = []
        /// Sets of names of which at least one must be present whole; empty means no such rule.
        public var anyOf: [[String]] = []
        /// Sets of names of which exactly one must be present whole; empty means no such rule.
        public var oneOf: [[String]] = []
        /// When the key is present, these must be too.
        public var dependent: [String: [String]] = [:]
        /// When the key is present, these must not be.
        public var excluded: [String: [String]] = [:]
        /// True when members that the schema does not name are allowed.
        public var isOpen = false
        public init() {}
    }
}

extension ResourceSchema {
    /// The names of the resource's own properties, without read-only attributes, sorted.
    public var settable: [String] {
        topLevel.filter { !readOnly.contains($0) }.sorted()
    }

    /// The names directly below the resource.
    public var topLevel: [String] {
        properties.keys.filter { !$0.contains(".") && !$0.contains("[") && !$0.contains("{") }
    }

    /// The names directly below the object at `path` (`""` for the resource), sorted.
    public func members(of path: String) -> [String] {
        guard !path.isEmpty else { return topLevel.sorted() }
        let prefix = path + "."
        return properties.keys.compactMap { key in
            guard key.hasPrefix(prefix) else { return nil }
            let rest = key.dropFirst(prefix.count)
            return rest.contains(".") || rest.contains("[") || rest.contains("{") ? nil : String(rest)
        }.sorted()
    }
}
