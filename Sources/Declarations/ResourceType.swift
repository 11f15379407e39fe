public import Values

/// A resource type as data: what the registry schema and the API models cannot know about it.
///
/// The registry schema owns property types, required, create-only, read-only and write-only; the API models own wire
/// shapes. A declaration says how the resource is found, read, created, changed and deleted, what the absence of a
/// property means, and where CloudFormation's words differ from the API's. It makes no calls and holds no state.
///
/// Operations are written `service:Operation` with botocore's service names (`elbv2:CreateListener`). Property paths
/// are the schema's (`Tags[].Key`). API paths are dotted member names.
public struct ResourceType: Sendable {
    /// `AWS::EC2::VPC`.
    public var name: String
    public var identity: Identity
    /// The property or attribute that `Ref` returns. Nil: the schema's primary identifier.
    public var ref: String?
    public var read: Read
    public var create: Create
    public var updates: [Update]
    public var itemSets: [ItemSet]
    public var tagging: Tagging?
    public var delete: Delete
    public var properties: [Property]
    public var attributes: [String: Attribute]
    /// The ARN as a template of its parts: `arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}`.
    /// Predicts the ARN before the resource exists, and reads the name out of an ARN that a tag search found. Parts
    /// that AWS makes are written `${*}`: such an ARN cannot be predicted.
    public var arn: String?
    /// Names that differ below the top level: schema path → API member name, used in both directions.
    public var names: [String: String]
    /// Properties that name a resource which is of no use to others before this one exists: a policy completes its
    /// role, an attachment its gateway. What uses the completed resource waits for this one; deletion runs backwards.
    public var completes: [String]
    /// Items in a list property of another resource that belong to this one.
    public var claims: [Claim]
    /// Attributes of other resources that the making of this one changes.
    public var lends: [Loan]
    /// List properties whose items are resources of their own; this type neither sends nor compares them.
    public var parts: [Part]
    /// Settable properties of the schema that are refused, and attributes that are not answered, each with the reason
    /// that the user is told.
    public var unsupported: [String: String]
    /// Set when resources of the type are global: their calls go to the partition's home region.
    public var isGlobal: Bool
    /// What is in the resource that its deletion would lose.
    public var contents: Contents?
    /// Other people's objects of this type on or in one of ours, which are only reported.
    public var foreign: Foreign?
    /// Properties that a template may give by another value than the one that calls take.
    public var lookups: [Lookup]
    /// What the `UpdatePolicy` of a template asks for, as far as it is acted on; nil: nothing.
    public var policies: UpdatePolicies?
    /// Brings all properties of a resource, desired or observed, to one form before they are compared, where what one
    /// property means hangs on another (ports beside a protocol without ports). Deferred parts pass through. Nil:
    /// nothing hangs together.
    public var canonical: (@Sendable (Value) -> Value)?

    /// What AWS would refuse in properties that the schema allows each by itself, so that a template is told of it where it
    /// stands. Deferred parts are no reason. Nil: nothing.
    public var objections: (@Sendable (Value) -> [Objection])?

    public init(
        _ name: String, identity: Identity, ref: String? = nil, arn: String? = nil, isGlobal: Bool = false, read: Read,
        create: Create, updates: [Update] = [], itemSets: [ItemSet] = [], tagging: Tagging? = nil, delete: Delete,
        properties: [Property] = [], names: [String: String] = [:], attributes: [String: Attribute] = [:],
        completes: [String] = [], claims: [Claim] = [], lends: [Loan] = [], contents: Contents? = nil,
        foreign: Foreign? = nil, parts: [Part] = [], lookups: [Lookup] = [], unsupported: [String: String] = [:],
        policies: UpdatePolicies? = nil, canonical: (@Sendable (Value) -> Value)? = nil,
        objections: (@Sendable (Value) -> [Objection])? = nil
    ) {
        self.lookups = lookups
        self.objections = objections
        self.name = name
        self.identity = identity
        self.ref = ref
        self.arn = arn
        self.isGlobal = isGlobal
        self.read = read
        self.create = create
        self.updates = updates
        self.itemSets = itemSets
        self.tagging = tagging
        self.delete = delete
        self.properties = properties
        self.names = names
        self.attributes = attributes
        self.completes = completes
        self.claims = claims
        self.lends = lends
        self.contents = contents
        self.foreign = foreign
        self.parts = parts
        self.unsupported = unsupported
        self.policies = policies
        self.canonical = canonical
    }

    public func property(_ path: String) -> Property? { properties.first { $0.path == path } }
}

/// A property whose value a template may leave to be found: the zone of a name in place of the zone's id. Found before
/// anything is planned, among the resources of the stack and then in AWS; there must be exactly one.
public struct Lookup: Sendable {
    /// The property that calls take (`HostedZoneId`).
    public var property: String
    /// The property that the template gives in its place (`HostedZoneName`); no call sends it.
    public var by: String
    /// The type of what is looked up, whose reading lists all there are, or those with our tags: then all are listed.
    public var type: String
    /// The property of that type which holds the value.
    public var named: String

    public init(_ property: String, by: String, of type: String, named: String) {
        self.property = property
        self.by = by
        self.type = type
        self.named = named
    }
}

/// Why AWS would refuse properties that contradict one another.
public struct Objection: Sendable {
    /// The property at fault, with positions (`DomainValidationOptions[1].DomainName`).
    public var path: String
    /// What is wrong, without a full stop.
    public var message: String
    /// What to do, a sentence.
    public var help: String

    public init(_ path: String, _ message: String, help: String) {
        self.path = path
        self.message = message
        self.help = help
    }
}

/// How a live resource is known to be the one that a template names. Never by prefix alone.
public enum Identity: Sendable {
    /// By the value of a name property. When the template gives none, the name is made from stack and logical id.
    case named(String, GeneratedName)
    /// By the tags put on in the create call; AWS makes the id.
    case tagged
    /// By a caller reference made from stack and logical id, sent as the given create input member and read at the
    /// given item path.
    case reference(member: String, path: String)
    /// By its parent and its own key: the listed properties together.
    case key([String])

    /// The name property of named types.
    public var givenName: String? { if case .named(let name, _) = self { name } else { nil } }
}

/// How a name is made when the template gives none: `stack-LogicalId`, cut to the limit with a hash.
public struct GeneratedName: Sendable {
    /// Characters that AWS allows at the most.
    public var limit: Int
    public var lowercase: Bool
    /// Immutable resources carry a hash of their content in the name, so that a change makes a new one beside the old.
    public var contentHash: Bool
    /// What stands between the parts; for names in which `-` is not allowed.
    public var separator: String
    /// What the name must end in, for some resources.
    public var ending: Ending?

    public struct Ending: Sendable {
        public var text: String
        /// The property that is true of those resources.
        public var when: String

        public init(_ text: String, when: String) {
            self.text = text
            self.when = when
        }
    }

    /// The rule for one resource: without the ending where its properties do not ask for it.
    public func fitted(to properties: Value) -> GeneratedName {
        guard let ending, properties.at(ending.when)?.bool != true else { return self }
        var fitted = self
        fitted.ending = nil
        return fitted
    }

    public init(
        limit: Int, lowercase: Bool = false, contentHash: Bool = false, separator: String = "-", ending: Ending? = nil
    ) {
        self.ending = ending
        self.limit = limit
        self.lowercase = lowercase
        self.contentHash = contentHash
        self.separator = separator
    }
}

/// A settable property's meaning beyond its schema.
public struct Property: Sendable {
    /// The schema path; a nested one declares the absence of a member inside.
    public var path: String
    /// What it means that the template does not mention it. Nil only for properties that a template must have, because
    /// the schema requires them or the create call demands them.
    public var absent: Absence?
    /// Another live value that goes without saying: AWS's default in circumstances that nothing tells.
    public var orAbsent: Value?
    public var equality: Equality
    /// Where a read item holds the value, when that is not a member of the property's own name.
    public var at: String?
    /// Reads the value out of the whole item (details included), for what a path cannot say.
    public var decode: (@Sendable (Value) -> Value?)?
    /// Turns the property's value into the API's, for what names cannot say.
    public var encode: (@Sendable (Value) -> Value)?
    /// Set when a change replaces the resource although the schema does not say so.
    public var replaces: Replacing?
    /// Set when a change moves the resource: it has no identity of its own in AWS (an attachment, a membership, a record),
    /// so that its update is made of the calls of its creation and its deletion, in the order that a replacement would
    /// have. CloudFormation's schema has it in place. Says what that does, without a full stop. Nil: it does not move.
    public var moves: String?
    /// Why a change on a live resource is refused, as CloudFormation refuses it: a replacement would lose what the
    /// resource holds. Nil: it is not.
    public var fixed: String?
    /// Whether only a replacement brings the desired value about, for what an update changes one way only.
    public var replacesFor: (@Sendable (Value) -> Bool)?
    /// True when an update changes its value, and only a replacement adds or removes it.
    public var fixedPresence: Bool
    /// True when an update can change it although the schema calls it create-only.
    public var inPlace: Bool
    /// The property of the resources that this one names in which it binds this resource for life (the VPC of a
    /// balancer's subnets): to name such that differ in it replaces the resource.
    public var within: String?
    /// How the value is made when the template gives none, for names that AWS demands of resources that are known by
    /// their tags or their parent. Nil: it is not made.
    public var generated: GeneratedName?
    /// True when AWS never returns it and the schema does not say so; it is compared by the configuration digest. So is
    /// a member below the top that is declared so, beside what AWS does return of its property.
    /// The other way round, a property with `at` or `decode` is read even where the schema calls it write-only.
    public var writeOnly: Bool
    /// True when the value is a secret wherever it comes from: shown nowhere, a text in the template as little as one
    /// that a parameter gives.
    public var secret: Bool
    /// Set for a write-only property, or one with write-only members, that must not be sent again because another one has
    /// changed, and for one that no update sends and whose own change alone replaces: a tag of its own keeps its digest. It
    /// holds for an item on which the property has yet to be set: the
    /// creation was interrupted.
    public var digestedApart: Condition?

    /// True when no update sends it, whatever the schema says.
    public var isSetOnce: Bool { replaces != nil || fixed != nil || moves != nil }

    public init(
        _ path: String, absent: Absence? = nil, orAbsent: Value? = nil, equality: Equality = .exact, at: String? = nil,
        replaces: Replacing? = nil, moves: String? = nil, fixed: String? = nil, inPlace: Bool = false,
        fixedPresence: Bool = false,
        within: String? = nil, generated: GeneratedName? = nil,
        writeOnly: Bool = false, secret: Bool = false, digestedApart: Condition? = nil,
        decode: (@Sendable (Value) -> Value?)? = nil,
        encode: (@Sendable (Value) -> Value)? = nil, replacesFor: (@Sendable (Value) -> Bool)? = nil
    ) {
        self.path = path
        self.absent = absent
        self.orAbsent = orAbsent
        self.equality = equality
        self.at = at
        self.replaces = replaces
        self.moves = moves
        self.fixed = fixed
        self.replacesFor = replacesFor
        self.inPlace = inPlace
        self.fixedPresence = fixedPresence
        self.within = within
        self.generated = generated
        self.writeOnly = writeOnly
        self.secret = secret
        self.digestedApart = digestedApart
        self.decode = decode
        self.encode = encode
    }
}

/// That a change of a property replaces the resource although CloudFormation's schema does not say so.
public struct Replacing: Sendable, ExpressibleByStringLiteral {
    /// Why there is no other way, without a full stop.
    public var reason: String
    /// True when some changes of it are made in place.
    public var isPartial: Bool

    public init(_ reason: String, isPartial: Bool = false) {
        self.reason = reason
        self.isPartial = isPartial
    }

    public init(stringLiteral value: String) { self.init(value) }

    /// Some changes replace, others do not.
    public static func partly(_ reason: String) -> Replacing { Replacing(reason, isPartial: true) }
}

/// What it means that a template does not mention a property.
public enum Absence: Sendable {
    /// AWS's default, to compare with.
    case means(Value)
    /// It is not set; a live value is removed.
    case unset
    /// AWS picks it; a live value is left alone and never compared.
    case chosenByAWS
    /// A default that depends on other properties: the object that holds the property and the whole resource, both as
    /// desired, give it; nil is unset. The value becomes part of what is desired, so that the create call sends it too
    /// and AWS's default cannot differ, and it is filled in on the observed side as well. `from` names the properties
    /// that a part of the key is made of: where the resource is looked up by its key, they are known too.
    case derived(from: Set<String> = [], @Sendable (_ holder: Value, _ resource: Value) -> Value?)
    /// AWS demands a value at creation: this one is sent by the create call; afterwards as `chosenByAWS`.
    case initially(@Sendable (_ resource: Value) -> Value?)
    /// The template must mention it although the schema does not require it; the reason is told.
    case refused(String)
}

/// When two values of a property are the same.
public enum Equality: Sendable {
    case exact
    /// A list without order or repetition.
    case unordered
    /// A list of objects known by the given member; items may be in any order. Items equal to a default in the
    /// table (key → value of `Value`) count as not mentioned. With a table, live items that neither the template nor the
    /// table knows are left alone (AWS adds attributes all the time), and an update sends the differing items only: an
    /// item that is no longer mentioned with its default.
    case keyed(String, defaults: [String: String] = [:])
    /// A JSON document: an object or its text.
    case json
    /// An IAM policy: scalars equal one-item lists, lists of actions, principals and resources are sets.
    case policy
    /// Text without regard to case.
    case caseInsensitive
    /// Declared per type: both sides are brought to one form before they are compared.
    case normalised(@Sendable (Value) -> Value)
    /// The wanted value may say less than AWS tells: true where the live one is what AWS makes of it.
    case covering(@Sendable (_ wanted: Value, _ live: Value) -> Bool)
}

/// An item in a list property of another resource that belongs to this one, so that the other's list leaves it alone.
public struct Claim: Sendable {
    /// This resource's property that names the other (a name, an id, or a list of them).
    public var through: String
    /// The other resource's type.
    public var type: String
    /// The other resource's list property.
    public var list: String
    /// The member of an item that is compared; nil when items are scalars.
    public var member: String?
    /// This resource's property or attribute whose value is the item, or its `member`; a list claims each of its items.
    public var value: String

    public init(through: String, of type: String, list: String, member: String? = nil, value: String) {
        self.through = through
        self.type = type
        self.list = list
        self.member = member
        self.value = value
    }
}

/// An attribute of another resource (a VPC's ranges) that the making of this one changes: while that is planned, this one
/// answers for it.
public struct Loan: Sendable {
    /// This resource's property that names the other.
    public var through: String
    /// The other resource's type.
    public var type: String
    /// The other resource's attribute; this one has an attribute of the same name with the new value.
    public var attribute: String
    /// Properties of which one must have a value, other than false, for the attribute to change. Empty: it always does.
    public var when: [String]

    public init(through: String, of type: String, attribute: String, when: [String] = []) {
        self.through = through
        self.type = type
        self.attribute = attribute
        self.when = when
    }
}

/// A list property whose items are resources of another type (a topic's subscriptions). Each item is managed as one such
/// resource, `LogicalId.Property.0` and so on: found, marked and removed by itself, so that items which nobody's
/// template names are left alone.
public struct Part: Sendable {
    /// The list property. Its items' members are properties of `type`.
    public var property: String
    /// The items' resource type.
    public var type: String
    /// The property of `type` that names the resource which the list stands in; it is given that resource's `Ref`.
    public var parent: String

    public init(_ property: String, are type: String, of parent: String) {
        self.property = property
        self.type = type
        self.parent = parent
    }
}

/// Data inside a resource that a deletion would lose.
public struct Contents: Sendable {
    /// Counts and lists what is inside.
    public var list: Call
    /// Output paths of the lists that make up the contents.
    public var items: [String]
    /// Deletes a batch; nil when the resource's own deletion takes the contents with it, given `force`.
    public var remove: Call?
    /// The input member of `remove` that takes the batch.
    public var batch: String
    /// The members of an item that `remove` needs.
    public var members: [String]
    public var most: Int
    /// Arguments added to the deletion when the contents may be lost.
    public var force: [Argument]
    /// What it is called: "objects", "images".
    public var noun: String
    /// Items that go with the resource by themselves and do not count (a zone's SOA record).
    public var except: Condition?
    /// Items that are no loss: removed before the deletion without asking (a zone's validation records).
    public var trifles: Condition?
    /// Members in which an item and the resource agree, for a listing that answers more than what is inside.
    public var matching: [String]
    /// Turns a listed item into what the batch takes; nil: the item's `members`.
    public var encode: (@Sendable (Value) -> Value)?
    /// The boolean property by which a template itself allows the loss (`EmptyOnDelete`). It is never sent or compared.
    public var permittedBy: String?

    public init(
        _ noun: String, list: Call, items: [String], remove: Call? = nil, batch: String = "", members: [String] = [],
        most: Int = 1000, force: [Argument] = [], permittedBy: String? = nil, except: Condition? = nil,
        trifles: Condition? = nil, matching: [String] = [], encode: (@Sendable (Value) -> Value)? = nil
    ) {
        self.matching = matching
        self.except = except
        self.trifles = trifles
        self.encode = encode
        self.noun = noun
        self.list = list
        self.items = items
        self.remove = remove
        self.batch = batch
        self.members = members
        self.most = most
        self.force = force
        self.permittedBy = permittedBy
    }
}
