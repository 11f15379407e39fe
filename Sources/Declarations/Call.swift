public import Values

/// One API operation with what it is sent.
public struct Call: Sendable {
    /// `service:Operation`.
    public var operation: String
    public var arguments: [Argument]
    /// Failures that mean the effect is already there.
    public var tolerates: [ErrorMatch]
    /// Failures that pass by themselves (propagation, an interface that AWS still removes), and for how long, in
    /// seconds, the call is repeated. Applies on top of the client's own retries.
    public var retries: [ErrorMatch]
    public var patience: Int
    /// What must be seen before the step goes on.
    public var wait: Wait?
    /// Paths in a read item of which at least one has another value whenever the call has changed a live resource, for a
    /// call that would leave something behind if it were sent twice (versions of a document): after a lost answer the
    /// resource is read first, and the part of the item in which the path stands takes the answer's place. So is a call
    /// that names the revision which it replaces, and would be refused the second time. Empty: it may simply be sent again.
    public var revision: [String]
    /// A property path: the call is made only when there is a value (the desired one in a create or update, the live
    /// one in a deletion). Nil: always.
    public var when: String?
    /// A property path: the call is made only when there is no value, as `when`. Nil: always.
    public var unless: String?
    /// A list known when the plan is made; the call is made for each of its items in order, which `.item` sources name
    /// (the versions of a policy that must go, the zones of a certificate). An empty or missing list: no call. Nil: one
    /// call.
    public var each: Argument.Source?

    public init(
        _ operation: String, _ arguments: [Argument] = [], each: Argument.Source? = nil, tolerates: [ErrorMatch] = [],
        retries: [ErrorMatch] = [], patience: Int = 120, revision: [String] = [], when: String? = nil,
        unless: String? = nil, wait: Wait? = nil
    ) {
        self.operation = operation
        self.arguments = arguments
        self.tolerates = tolerates
        self.retries = retries
        self.patience = patience
        self.revision = revision
        self.when = when
        self.unless = unless
        self.each = each
        self.wait = wait
    }
}

/// A failure told by its code and, where the code alone is not enough, by a part of its message.
public struct ErrorMatch: Sendable, Hashable, Codable, ExpressibleByStringLiteral {
    public var code: String
    public var contains: String?
    /// For how long, in seconds, a call is repeated after this failure, where that is not the call's own patience.
    public var patience: Int?
    /// True when it means that the effect is there only after an answer of the same call was lost: by itself it may be a
    /// user's mistake. Nil: always.
    public var afterLoss: Bool?

    public init(_ code: String, contains: String? = nil, patience: Int? = nil, afterLoss: Bool? = nil) {
        self.code = code
        self.contains = contains
        self.patience = patience
        self.afterLoss = afterLoss
    }

    public init(stringLiteral value: String) { self.init(value) }

    /// True when the failure is this one.
    public func matches(code: String, message: String) -> Bool {
        self.code == code && (contains.map { message.contains($0) } ?? true)
    }
}

/// What one input member is filled with. A plain string is a property sent as the member of the same name.
public struct Argument: Sendable, ExpressibleByStringLiteral {
    /// The input path, dotted; empty: the member of the property's own name. A numeric segment is an item of a list.
    public var member: String
    public var source: Source

    public indirect enum Source: Sendable, ExpressibleByStringLiteral {
        /// A property.
        public init(stringLiteral value: String) { self = .property(value) }

        /// A property by path: the desired value in a create or update, the live one in a deletion.
        case property(String)
        /// All properties as one object, desired or live as above. It draws on every property.
        case properties
        /// An attribute or the physical id of this resource (`Arn`, `VpcId`).
        case attribute(String)
        /// A part of the item as it was read, by path. Empty: all of it, without the members that start with `$`.
        case live(String)
        case constant(Value)
        /// A token derived from stack, logical id and generation, the same on every run until the resource exists.
        ///
        /// `outlives`: AWS knows it for a while after the resource is gone, and answers with that again.
        case token(limit: Int, outlives: Bool = false)
        /// The item of an item set or of `Call.each`, or a member of it.
        case item(String?)
        /// The tags in the type's own dialect.
        case tags
        /// An object whose members come from other sources; absent ones are left out.
        case object([String: Source])
        /// Another source put into a one-item list.
        case list(Source)
        /// Several sources as a list, null for a missing one; for `mapped`.
        case several([Source])
        /// The JSON text of another source.
        case json(Source)
        /// The result of an earlier call of the same step, by output path.
        case result(String)
        /// Another source changed by a pure function, which may meet deferred parts and passes them on. It is not asked
        /// about an absent source (but about `several` always); null means that the argument is left out.
        case mapped(Source, @Sendable (Value) -> Value)
    }

    public init(_ member: String, _ source: Source) {
        self.member = member
        self.source = source
    }

    public init(stringLiteral value: String) { self.init("", .property(value)) }

    /// A property sent as another member.
    public static func property(_ name: String, as member: String) -> Argument { .init(member, .property(name)) }
    public static func attribute(_ name: String, as member: String) -> Argument { .init(member, .attribute(name)) }
    public static func live(_ path: String, as member: String) -> Argument { .init(member, .live(path)) }
    public static func constant(_ member: String, _ value: Value) -> Argument { .init(member, .constant(value)) }
    /// The JSON text of a property (policy documents).
    public static func json(_ name: String, as member: String) -> Argument { .init(member, .json(.property(name))) }
    public static func token(_ member: String, limit: Int = 64, outlives: Bool = false) -> Argument {
        .init(member, .token(limit: limit, outlives: outlives))
    }
    /// `ClientToken` of EC2, which stands for what it first made, whatever has become of that since.
    ///
    /// Source: EC2 developer guide, "Ensuring idempotency": a retry "succeeds without performing any further actions".
    public static let clientToken = Argument.token("ClientToken", outlives: true)
    public static func item(_ path: String? = nil, as member: String) -> Argument { .init(member, .item(path)) }
    public static func result(_ path: String, as member: String) -> Argument { .init(member, .result(path)) }
    /// The tags of the resource in its dialect, at the member that the dialect names for creation.
    public static let tags = Argument("", .tags)
}

/// A state that must be seen before a step goes on, as data: which read, what must hold, how often, how long.
public struct Wait: Sendable {
    /// `service:Operation`, a read.
    public var operation: String
    public var arguments: [Argument]
    public var until: Condition
    /// When this holds, waiting any longer is in vain.
    public var failing: Condition?
    /// Error codes that end the wait as success (a deletion that is complete).
    public var endedBy: [ErrorMatch]
    /// Seconds between two reads.
    public var every: Double
    /// Seconds in all.
    public var atMost: Double
    /// What is waited for, for progress and for the failure: "load balancer is active".
    public var says: String
    /// The output path that holds the item in the shape of a read, from which attributes are taken.
    public var item: String?

    public init(
        _ says: String, _ operation: String, _ arguments: [Argument], until: Condition, failing: Condition? = nil,
        endedBy: [ErrorMatch] = [], every: Double, atMost: Double, item: String? = nil
    ) {
        self.says = says
        self.operation = operation
        self.arguments = arguments
        self.until = until
        self.failing = failing
        self.endedBy = endedBy
        self.every = every
        self.atMost = atMost
        self.item = item
    }
}

/// A test on an API's output. Paths are dotted member names; a numeric segment indexes a list.
public indirect enum Condition: Sendable, Hashable, Codable {
    /// The value at the path is one of these.
    case member(String, of: [Value])
    /// There is a value at the path that is not empty.
    case present(String)
    /// There is none, or an empty one.
    case missing(String)
    /// Two paths hold the same value.
    case same(String, String)
    /// The list at the path has this many items.
    case count(String, Int)
    /// The text at the path ends in this.
    case ends(String, with: String)
    /// Every item of the list at the path fulfils a condition.
    case every(String, Condition)
    /// At least one item of the list at the path fulfils a condition.
    case some(String, Condition)
    case all([Condition])
    case any([Condition])
    case not(Condition)

    public static func equals(_ path: String, _ value: Value) -> Condition { .member(path, of: [value]) }

    public func holds(for output: Value) -> Bool {
        switch self {
        case .member(let path, let values): output.at(path).map(values.contains) ?? false
        case .present(let path): !(output.at(path)?.isEmptyOrNull ?? true)
        case .missing(let path): output.at(path)?.isEmptyOrNull ?? true
        case .same(let left, let right): output.at(left) == output.at(right)
        case .count(let path, let count): (output.at(path)?.array?.count ?? 0) == count
        case .ends(let path, let suffix): output.at(path)?.string?.hasSuffix(suffix) ?? false
        case .every(let path, let condition): output.at(path)?.array?.allSatisfy(condition.holds) ?? true
        case .some(let path, let condition): output.at(path)?.array?.contains(where: condition.holds) ?? false
        case .all(let conditions): conditions.allSatisfy { $0.holds(for: output) }
        case .any(let conditions): conditions.contains { $0.holds(for: output) }
        case .not(let condition): !condition.holds(for: output)
        }
    }
}

extension Value {
    /// True for null, an empty string, list or object: what AWS returns where nothing is set.
    public var isEmptyOrNull: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let items): items.isEmpty
        case .object(let object): object.isEmpty
        default: false
        }
    }
}
