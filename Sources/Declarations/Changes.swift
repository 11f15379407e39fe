public import Values

/// The call that makes a resource.
public struct Create: Sendable {
    public var call: Call
    /// The output path that holds the new item in the shape of a read; empty: the output itself.
    public var item: String
    /// True when AWS recognises a repeated call (a token, a unique name): a lost answer may simply be sent again.
    /// False: after a lost answer the resource is looked up first.
    public var repeatable: Bool
    /// Calls that follow before the resource is of use, beside the updates of properties that creation does not send.
    public var then: [Call]
    /// A found item for which this holds was left half made by an interrupted run: the wait of `call` and `then` are
    /// run again, which must therefore be repeatable. Nil: what `then` does is seen in the properties.
    public var unfinished: Condition?
    /// True when creating under a name or key that is taken makes another one beside the old (task definitions, access
    /// keys): a replacement creates first and deletes the old one by its id when nothing uses it any more. The read of
    /// named ones returns the newest.
    public var revises: Bool
    /// Sets of properties of which AWS takes each combination of values once (an address of one NAT gateway, a range of
    /// one subnet). A replacement that keeps all values of a set deletes first.
    public var exclusive: [[String]]
    /// Properties that name what cannot leave the old resource while that is used (an internet gateway, which serves the
    /// addresses in its network). Where it would go first to make way, what they name is replaced along with it.
    public var renews: [String]
    /// A read that tells whether a name that is unique beyond the account is taken: `notFound` means that it is free, an
    /// answer or a denial that somebody has it. Asked before a plan that creates. Nil: names are the account's own.
    public var taken: Call?

    /// Set when the creation answers a secret once that a call of `then` puts where it is kept. Nil: it does not.
    public var keeps: KeptSecret?

    /// For resources known by a caller reference: true when AWS refuses one for ever that it has seen, also of what is
    /// deleted by now. Each run then ends the reference with something of its own.
    public var spendsReference: Bool

    public init(
        _ call: Call, item: String = "", repeatable: Bool, then: [Call] = [], unfinished: Condition? = nil,
        revises: Bool = false, exclusive: [[String]] = [], renews: [String] = [],
        taken: Call? = nil, keeps: KeptSecret? = nil, spendsReference: Bool = false
    ) {
        self.keeps = keeps
        self.spendsReference = spendsReference
        self.taken = taken
        self.call = call
        self.item = item
        self.repeatable = repeatable
        self.then = then
        self.unfinished = unfinished
        self.revises = revises
        self.exclusive = exclusive
        self.renews = renews
    }
}

/// A secret that AWS answers once, with the creation, and that goes to where AWS or CloudFormation keeps such: not into another
/// resource of the stack (`Attribute.once`).
public struct KeptSecret: Sendable {
    /// Where the create call answers it. A run that did not hear it ends, and the next one makes another resource.
    public var told: String
    /// What a read item has when the secret is kept. An item of ours without it is of no use: it is deleted and made anew.
    public var found: String
    /// The property with which the creation answers no secret.
    public var unless: String?

    public init(told: String, found: String, unless: String? = nil) {
        self.told = told
        self.found = found
        self.unless = unless
    }

    /// True when a live item of a resource with these properties lacks what the creation told.
    public func isMissing(in item: Value, of properties: Value) -> Bool {
        if let unless, !(properties.at(unless) ?? .null).isEmptyOrNull { return false }
        return item.at(found)?.isEmptyOrNull ?? true
    }
}

/// A call that changes some properties of a live resource. A property that creation does not send is set by its
/// update right after creation.
public struct Update: Sendable {
    /// The top-level properties that this update sets.
    public var properties: [String]
    /// Calls that make way for `set` or belong to it (the version of a policy that must go before a sixth can come).
    public var first: [Call]
    public var set: Call
    /// Calls that follow `set`; `.result` names what the calls before them answered. A property that one of them draws
    /// on is not added to `set`.
    public var then: [Call]
    /// Called in place of `set` when the desired value is unset or the one that its absence means.
    public var clear: Call?
    /// False: only the changed ones of `properties` are sent. True: all of them, because the API replaces the whole.
    public var whole: Bool

    /// - Parameter set: `arguments` name the resource; the properties are added to them by name, unless an argument
    ///   already draws on the property.
    public init(
        _ properties: [String], first: [Call] = [], set: Call, then: [Call] = [], clear: Call? = nil,
        whole: Bool = false
    ) {
        self.properties = properties
        self.first = first
        self.set = set
        self.then = then
        self.clear = clear
        self.whole = whole
    }
}

/// A list property whose items are added and removed one by one (a role's policies, a group's rules).
public struct ItemSet: Sendable {
    public var property: String
    public var add: Call
    public var remove: Call
    /// The member by which an item is known; nil when the whole item is its own key. An item that is known but
    /// differs is added again when `overwrites`, else removed and then added.
    public var key: String?
    /// What an item is known by when no single member says it; takes the place of `key`.
    public var known: (@Sendable (Value) -> Value)?
    /// Changes an item that is known but differs. Nil: it is added again or removed and added, as `overwrites` says.
    public var change: Call?
    public var overwrites: Bool
    /// True when AWS keeps the last item: what is new is added before what goes is removed.
    public var addsFirst: Bool
    /// The input member that takes all items of one call; nil: a call for each item.
    public var batch: String?
    /// Sent already by the create call.
    public var inCreate: Bool

    public init(
        _ property: String, add: Call, remove: Call, key: String? = nil,
        known: (@Sendable (Value) -> Value)? = nil, change: Call? = nil, overwrites: Bool = false,
        addsFirst: Bool = false, batch: String? = nil, inCreate: Bool = false
    ) {
        self.property = property
        self.add = add
        self.remove = remove
        self.key = key
        self.known = known
        self.change = change
        self.overwrites = overwrites
        self.addsFirst = addsFirst
        self.batch = batch
        self.inCreate = inCreate
    }
}

/// How a resource is deleted.
public struct Delete: Sendable {
    /// In order; all but the last make the deletion possible.
    public var calls: [Call]
    /// Item sets that must be emptied first.
    public var empties: [String]
    /// True when AWS refuses the deletion as long as another resource uses this one.
    public var refusedWhileUsed: Bool

    public init(_ calls: [Call], empties: [String] = [], refusedWhileUsed: Bool = false) {
        self.calls = calls
        self.empties = empties
        self.refusedWhileUsed = refusedWhileUsed
    }

    public init(
        _ operation: String, _ arguments: [Argument], absent: [ErrorMatch], retries: [ErrorMatch] = [],
        patience: Int = 120, empties: [String] = [], refusedWhileUsed: Bool = false, wait: Wait? = nil
    ) {
        self.init(
            [Call(operation, arguments, tolerates: absent, retries: retries, patience: patience, wait: wait)],
            empties: empties, refusedWhileUsed: refusedWhileUsed)
    }
}

/// An attribute for `Fn::GetAtt` and for the resource's own calls.
public struct Attribute: Sendable, ExpressibleByStringLiteral {
    /// The path in a read item (and in the create call's item).
    public var path: String
    /// Known before creation, as a template of properties: `${RoleName}`, `${Partition}`, `${Region}`, `${Account}`.
    public var predicted: String?
    /// Answered by the create call alone and never again: handed on in the same run, never stored or shown.
    public var once: Bool
    /// Another path in the output of the create call.
    public var created: String?
    /// Properties whose change gives the attribute another value: while such an update is planned it is not known, and
    /// after it the resource is read again.
    public var follows: [String]
    /// The attribute is what follows the last occurrence of this in the text at the path (a part of an ARN). Nil: all of
    /// it. Where the text lacks it there is no attribute.
    public var after: String?
    /// Computes the attribute from the read item, for what a path cannot say.
    public var decode: (@Sendable (Value) -> Value?)?
    /// For a canonical user id, which AWS writes in another way when a policy is stored: the ARN that it puts there, as a
    /// template of attributes.
    public var principal: String?

    public init(
        _ path: String, after: String? = nil, predicted: String? = nil, once: Bool = false, created: String? = nil,
        follows: [String] = [], principal: String? = nil,
        decode: (@Sendable (Value) -> Value?)? = nil
    ) {
        self.path = path
        self.predicted = predicted
        self.once = once
        self.created = created
        self.follows = follows
        self.principal = principal
        self.after = after
        self.decode = decode
    }

    /// The attribute as a read item holds it; nil when it does not.
    public func value(in item: Value) -> Value? {
        if let decode { return decode(item) }
        guard !path.isEmpty, let value = item.at(path) else { return nil }
        guard let after else { return value }
        guard let text = value.string else { return nil }
        return text.ranges(of: after).last.map { .string(String(text[$0.upperBound...])) }
    }

    public init(stringLiteral value: String) { self.init(value) }
}
