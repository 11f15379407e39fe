public import Values

/// How resources of a type are found and read, in as few calls as AWS allows.
public struct Read: Sendable {
    /// The listing or describing operation.
    public var operation: String
    /// The output path of the list of items. Empty: the output is the one item. A second level (`RouteTables/Routes`)
    /// makes every inner item an item of its own that keeps the outer one as its member `$parent`.
    public var items: String
    public var scope: Scope
    public var details: [Detail]
    /// Items for which this holds count as absent (deleted but still listed). It may test what a detail put in.
    public var gone: Condition?
    /// Error codes that mean "no such resource".
    public var absent: [ErrorMatch]
    /// The item path of the tags, in the tagging's own form. Nil: a detail fills them, or the type has none.
    public var tags: String?
    /// Brings an item into the form in which identity, details, properties and attributes read it, for ids that AWS
    /// spells in two ways (`/hostedzone/Z1`). Applies to the items of create calls and waits as well.
    public var shape: (@Sendable (Value) -> Value)?
    /// Makes the item of one resource out of the whole output (all pages) and the resource's desired properties, where
    /// one resource is spread over several items of AWS (an inline policy of several roles). Nil: there is none.
    /// Takes the place of `items` and identity. The output's member `$items` holds the items of all calls.
    public var gather: (@Sendable (_ output: Value, _ sought: Value) -> Value?)?

    /// Where `gather` is: the list properties whose items the resource is spread over. Its marks name them, so that what
    /// left the list is found and removed.
    public var spread: [Spread]

    /// The list member of the operation that takes ARNs, for resources that a tag search came upon and whose parent is
    /// not known (a rule of a listener that no template names). Nil: they are read like all others.
    public var arns: String?

    /// Further reads whose items are added to these, for a type that AWS lists in several places.
    public var also: [Read]

    /// Set when a resource of this type never changes once it is there: one call that lists the ARNs of those that count,
    /// with the path of the list. What a tag search shows with the expected tags, digest included, and the first page of
    /// this list names as the first of its name, is taken as read. `drift` and `apply` read it all the same.
    public var immutable: Call?
    /// Where `immutable` answers the ARNs, the newest of a name first.
    public var immutableItems: String

    public init(
        _ operation: String, items: String, _ scope: Scope, arns: String? = nil, details: [Detail] = [],
        gone: Condition? = nil,
        absent: [ErrorMatch] = [], tags: String? = nil, also: [Read] = [],
        shape: (@Sendable (Value) -> Value)? = nil,
        gather: (@Sendable (_ output: Value, _ sought: Value) -> Value?)? = nil, spread: [Spread] = [],
        immutable: Call? = nil,
        immutableItems: String = ""
    ) {
        self.spread = spread
        self.immutable = immutable
        self.immutableItems = immutableItems
        self.arns = arns
        self.shape = shape
        self.gather = gather
        self.operation = operation
        self.items = items
        self.scope = scope
        self.details = details
        self.gone = gone
        self.absent = absent
        self.tags = tags
        self.also = also
    }

    /// How the operation is narrowed down to what is sought.
    public enum Scope: Sendable {
        /// EC2's filters: everything that carries the stacks' tags, in one paged call. The string is the input member
        /// that takes the filters (`Filters`; NAT gateways say `Filter`).
        case stackTags(filters: String, and: [Argument] = [])
        /// All of them in pages, sorted out here.
        case everything([Argument] = [])
        /// Batches of keys in a list member, one series of batches for each distinct value of the other arguments.
        case batch(member: String, of: String, most: Int, with: [Argument] = [])
        /// EC2's filters: everything whose filter of the given name has one of the sought resources' values of the
        /// property `of`, 200 values in a call (AWS's limit). Missing values are no error, unlike those of id members.
        /// `member` is the input member that takes the filters.
        case filter(String, of: String, member: String = "Filters", and: [Argument] = [])
        /// One call for each distinct input, made from the sought resource's properties or attributes. The items keep
        /// that input as their member `$input`: it may hold keys that the answer leaves out.
        case each([Argument])
        /// One call for each item of the sought resources' list property, sent as the given input member. Items that are
        /// not known yet are left out. The items keep the input as in `each`.
        case eachItem(of: String, as: String, with: [Argument] = [])
    }
}

/// A list property over whose items a resource is spread.
public struct Spread: Sendable, ExpressibleByStringLiteral {
    public var list: String
    /// The members by which an item is known; empty: the whole item.
    public var by: [String]
    /// The type that an item is of where it stands by itself.
    public var type: String?

    public init(_ list: String, by: [String] = [], of type: String? = nil) {
        self.list = list
        self.by = by
        self.type = type
    }

    public init(stringLiteral value: String) { self.init(value) }
}

/// A further call that fills in what the listing leaves out. Its output is put into the item.
public struct Detail: Sendable {
    public var operation: String
    /// Sources are `.live` paths of the item.
    public var arguments: [Argument]
    /// The output path that is taken, in a batch the path in an answer; empty: all of it.
    public var takes: String
    /// The item member that receives it.
    public var into: String
    /// The properties (by path) and attributes that only this detail knows. When none of them is mentioned in the
    /// template (an attribute by `Fn::GetAtt`) and the
    /// configuration has not changed since it was last applied, a plan leaves the call out; `drift` never does.
    public var fills: [String]
    /// Error codes that mean "not set".
    public var absent: [ErrorMatch]
    /// Set when one call serves several items.
    public var batch: Batch?
    /// True when the output is nothing but the tags: a tag search of this run may stand in for the call.
    public var isTags: Bool
    /// The call is made only for items for which this holds.
    public var when: Condition?
    /// True when the output is paged and its lists are to be read whole.
    public var pages: Bool

    public struct Batch: Sendable {
        /// The input member that takes the list of keys; empty: the call answers for everything there is.
        public var member: String
        /// Set when `member` takes EC2's filters: the name of the filter that takes the keys as its values. It is added
        /// to what the arguments put there.
        public var filter: String?
        /// The item path of the key.
        public var key: String
        public var most: Int
        /// The output path of the list of answers; a second level (`NetworkAcls/Associations`) as in `Read.items`.
        public var items: String
        /// The key's path in an answer.
        public var answer: String
        /// True when a key may have several answers: they land as a list. False: the one answer lands as it is.
        public var several: Bool
        public init(
            member: String, filter: String? = nil, key: String, most: Int, items: String, answer: String,
            several: Bool = false
        ) {
            self.member = member
            self.filter = filter
            self.several = several
            self.key = key
            self.most = most
            self.items = items
            self.answer = answer
        }

        /// EC2's filters, with as many values as they take.
        public static func filter(
            _ name: String, key: String, items: String, answer: String, several: Bool = false
        ) -> Batch {
            Batch(
                member: "Filters", filter: name, key: key, most: 200, items: items, answer: answer, several: several)
        }

        /// One paged call that answers for all items there are.
        public static func everything(items: String, key: String, answer: String) -> Batch {
            Batch(member: "", key: key, most: .max, items: items, answer: answer)
        }
    }

    public init(
        _ operation: String, _ arguments: [Argument], takes: String = "", into: String, fills: [String] = [],
        absent: [ErrorMatch] = [], batch: Batch? = nil, when: Condition? = nil, pages: Bool = false
    ) {
        self.operation = operation
        self.arguments = arguments
        self.takes = takes
        self.into = into
        self.batch = batch
        self.fills = fills
        self.absent = absent
        self.when = when
        self.pages = pages
        isTags = false
    }

    /// The tags of one item; they land in the member `$tags`.
    public static func tags(
        _ operation: String, _ arguments: [Argument], takes: String, absent: [ErrorMatch] = []
    ) -> Detail {
        var detail = Detail(operation, arguments, takes: takes, into: "$tags", absent: absent)
        detail.isTags = true
        return detail
    }

    /// The tags of up to `most` items at once.
    public static func tags(
        _ operation: String, batch: Batch, takes: String, with arguments: [Argument] = []
    ) -> Detail {
        var detail = Detail(operation, arguments, takes: takes, into: "$tags")
        detail.isTags = true
        detail.batch = batch
        return detail
    }
}
