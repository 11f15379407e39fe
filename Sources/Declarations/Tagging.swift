/// How a service writes, reads, adds and removes tags. One value per dialect, shared by the service's types.
public struct Tagging: Sendable {
    /// How tags look on the wire.
    public var form: Form
    /// The create input member that takes them; nil: they are put on by `add` right after creation.
    public var member: String?
    /// The call that adds or overwrites tags; its arguments name the resource.
    public var add: Call
    /// The input member of `add` that takes the tags.
    public var adds: String
    /// The call that removes tags by key; nil when `add` replaces the whole set.
    public var remove: Call?
    /// The input member of `remove` that takes the keys.
    public var removes: String
    /// How `removes` takes them: bare keys, or objects with the key member only.
    public var removesObjects: Bool
    /// The path of the template property that holds the tags, and its form there. Empty: a template cannot give any.
    public var property: String
    public var propertyIsMap: Bool
    /// Tags at most, plumb's own included.
    public var limit: Int
    /// Members that every tag object carries besides key and value (auto scaling groups).
    public var extras: [Argument]
    /// A boolean member of a tag beside key and value that the template sets and that is compared with them
    /// (`PropagateAtLaunch`). False on plumb's own tags. Nil: there is none.
    public var flag: String?

    public enum Form: Sendable {
        case list(key: String, value: String)
        case map
        /// `TagSpecifications` with the given EC2 resource type in a create call, a list elsewhere.
        case specification(String)
        /// `a=1&b=2` (S3 objects).
        case query
        /// Metadata of an S3 object: only plumb's own tags, in names that a header allows (`plumb:stack` is
        /// `plumb-stack`), beside the metadata that the template asks for. They are read from the item's `Metadata`
        /// and ride in every upload; `add` is a copy in place, for when nothing else changes.
        case metadata
    }

    public init(
        _ form: Form, member: String?, add: Call, adds: String, remove: Call?, removes: String,
        removesObjects: Bool = false, property: String = "Tags", propertyIsMap: Bool = false, limit: Int = 50,
        extras: [Argument] = [], flag: String? = nil
    ) {
        self.form = form
        self.member = member
        self.add = add
        self.adds = adds
        self.remove = remove
        self.removes = removes
        self.removesObjects = removesObjects
        self.property = property
        self.propertyIsMap = propertyIsMap
        self.limit = limit
        self.extras = extras
        self.flag = flag
    }
}

/// The tags by which plumb knows its own.
public enum OwnTag {
    public static let prefix = "plumb:"
    public static let stack = "plumb:stack"
    /// The logical id.
    public static let resource = "plumb:resource"
    /// The digest of the configuration last applied.
    public static let digest = "plumb:digest"
    /// The digest of one property, for those that are digested apart.
    public static func digest(of property: String) -> String { digest + ":" + property }
    /// Set to `true`: deletion is refused.
    public static let protect = "plumb:protect"
    /// The physical ids of the resources whose once-only attributes this one received, space-separated; an id is
    /// followed by `:` and a digest where its resource has settings that AWS never returns.
    public static let received = "plumb:received"
    /// A digest of the settings that were last brought to what the resource had made before (`UpdatePolicies.Rollout`).
    public static let rollout = "plumb:rollout"
    /// Digests of the settings that the resource was made with and that AWS never returns.
    public static let fixed = "plumb:fixed"
    /// A digest of the template's values that live ones may stand in for (`UpdatePolicies.Unmodified`).
    public static let unmodified = "plumb:unmodified"
}
