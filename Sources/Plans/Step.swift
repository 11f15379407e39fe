public import Declarations
public import Diagnostics
public import Values

/// One resource's part of a plan: what happens to it, why, and the calls that make it so.
public struct Step: Sendable, Codable, Hashable, Identifiable {
    /// Unique in the plan: the address, and behind `!` what is done (`net/Vpc!create`).
    public var id: String
    /// `stack/LogicalId`.
    public var address: String
    public var type: String
    public var action: Action
    public var reasons: [Reason]
    /// What differs, sorted by path.
    public var changes: [PropertyChange]
    /// The ids of the steps that must have succeeded before.
    public var needs: [String]
    public var calls: [PlannedCall]
    public var region: String
    /// What AWS calls the resource; nil while it does not exist.
    public var physicalID: String?
    /// Set on both halves of a replacement.
    public var replacement: Replacement?
    /// The place of the resource in its template; nil when it has left it.
    public var span: Span?
    /// The properties by which the resource is found again after a lost answer.
    public var lookup: Value = [:]
    /// The physical ids of live resources that bear the same marks and are not what the step makes or changes: what a
    /// replacement leaves behind.
    public var others: [String] = []
    /// The side that the whole of it comes from; nil when no other revision was asked.
    public var origin: Origin?
    /// Who last changed the resource; nil when nobody was asked or nothing is known.
    public var changer: Changer?

    public init(
        address: String, type: String, action: Action, reasons: [Reason], changes: [PropertyChange] = [],
        needs: [String] = [], calls: [PlannedCall] = [], region: String, physicalID: String? = nil,
        replacement: Replacement? = nil, span: Span? = nil, suffix: String? = nil
    ) {
        id = "\(address)!\(suffix ?? action.rawValue)"
        self.address = address
        self.type = type
        self.action = action
        self.reasons = reasons
        self.changes = changes
        self.needs = needs
        self.calls = calls
        self.region = region
        self.physicalID = physicalID
        self.replacement = replacement
        self.span = span
    }

    /// True when one of its calls makes the resource: a creation, or a move to another place.
    public var makesItem: Bool { calls.contains { $0.yields != nil } }

    public var stack: String { Address.stack(of: address) }
    public var logicalID: String { Address.logicalID(of: address) }
}

public enum Action: String, Sendable, Codable, Hashable, CaseIterable {
    case create, update, delete
    /// Take over a resource that exists under the wanted name but is not marked as ours.
    case adopt
    /// Leave a resource in AWS and take our marks off it.
    case forget
}

/// Why a step is in the plan. Reasons explain; nothing is decided by them.
public enum Reason: Sendable, Codable, Hashable {
    /// It is in the template and not in AWS.
    case new
    /// The template, its parameters or the tags have changed since it was last applied.
    case edited
    /// AWS has been changed since it was last applied.
    case drifted
    /// It differs, and the type has no mark that would tell the side.
    case differs
    /// Its stack is there, and it is not: it has come into the template since that was last applied, or is gone from AWS.
    case missing
    /// No template names it any more.
    case leftTemplate
    /// Its template names it under a condition, which does not hold any more.
    case unwanted(condition: String)
    /// The stack is being destroyed.
    case destroyed
    /// These properties cannot change on a live resource.
    case cannotChange([String])
    /// It exists already and does not carry the stack's marks.
    case unmarked
    /// What it refers to is replaced.
    case follows([String])
    /// An earlier run was interrupted and left it behind.
    case leftOver
    /// It answered a secret once, and what should have received it has not.
    case secretLost(by: String)
    /// It answered a secret once, and the file for such does not hold it.
    case secretNotHeld
    /// It answered a secret once, which was not put where it is kept.
    case secretNotKept
    /// Its tags tell of resources that cannot bear any, and those have changed.
    case carries
    /// The run that made or changed it has failed, and takes back what it did.
    case rolledBack
    /// DeletionPolicy or UpdateReplacePolicy keeps the resource.
    case retained

    /// The words in text, JSON and documentation.
    public var words: String {
        switch self {
        case .new: "new"
        case .edited: "edited"
        case .drifted: "drifted"
        case .differs: "differs"
        case .missing: "not in AWS"
        case .leftTemplate: "left the template"
        case .unwanted(let condition): "its condition \(condition) does not hold"
        case .destroyed: "the stack is destroyed"
        case .cannotChange(let paths): "\(paths.joined(separator: ", ")) cannot change"
        case .unmarked: "exists, but is not marked as this stack's"
        case .follows(let addresses): "follows \(addresses.joined(separator: ", "))"
        case .leftOver: "left over from an interrupted run"
        case .secretLost(let receiver): "\(receiver) has not received its secret"
        case .secretNotHeld: "its secret is not in the file for secrets"
        case .secretNotKept: "the secret that AWS told at its creation was not kept"
        case .carries: "its tags tell of others, which have none"
        case .rolledBack: "the run that did it failed"
        case .retained: "its policy retains it"
        }
    }
}

/// How an old and a new resource change places.
public enum Replacement: String, Sendable, Codable, Hashable {
    case createFirst = "create before delete"
    case deleteFirst = "delete before create"
}

/// One property that differs between AWS and the template.
public struct PropertyChange: Sendable, Codable, Hashable {
    /// `Tags[0].Value`; for tags `Tags.Team`.
    public var path: String
    /// As read; nil when it is not set.
    public var before: Value?
    /// As wanted; nil when it is to be unset.
    public var after: Value?
    public var isSecret: Bool
    public var forcesReplacement: Bool
    /// The place that asks for it; nil when the template does not mention the property.
    public var span: Span?
    /// The side that it comes from; nil when no other revision was asked.
    public var origin: Origin?

    /// True for a tag of plumb's own, of which nobody is told as a change.
    public var isOwnMark: Bool { path.contains("." + OwnTag.prefix) }

    public init(
        path: String, before: Value?, after: Value?, isSecret: Bool = false, forcesReplacement: Bool = false,
        span: Span? = nil
    ) {
        self.path = path
        self.before = before
        self.after = after
        self.isSecret = isSecret
        self.forcesReplacement = forcesReplacement
        self.span = span
    }
}

/// An API call of a step, as it will be sent.
public struct PlannedCall: Sendable, Codable, Hashable {
    /// botocore's service name.
    public var service: String
    public var operation: String
    /// Parts that another step (or an earlier call of this one) makes are deferred.
    public var input: Value
    public var region: String
    /// False: after a lost answer the resource is looked up before the call is sent again.
    public var repeatable: Bool
    /// The output path at which the new resource's item stands, when the call creates it.
    public var yields: String?
    /// What was read of the resource, by path, of which at least one is another once the call has taken effect; looked for
    /// after a lost answer. Empty for a call that may simply be sent again.
    public var revision: [String: Value] = [:]
    /// Failures that mean the effect is there already.
    public var tolerates: [ErrorMatch]
    /// Failures that pass, and for how many seconds the call is repeated.
    public var retries: [ErrorMatch]
    public var patience: Int
    public var wait: PlannedWait?
    /// Input paths that hold secrets.
    public var secrets: [String]
    /// The attributes that its output makes known and that others wait for.
    public var answers: [PlannedAnswer] = []

    public init(
        service: String, operation: String, input: Value, region: String, repeatable: Bool = true,
        yields: String? = nil, tolerates: [ErrorMatch] = [], retries: [ErrorMatch] = [], patience: Int = 120,
        wait: PlannedWait? = nil, secrets: [String] = []
    ) {
        self.service = service
        self.operation = operation
        self.input = input
        self.region = region
        self.repeatable = repeatable
        self.yields = yields
        self.tolerates = tolerates
        self.retries = retries
        self.patience = patience
        self.wait = wait
        self.secrets = secrets
    }

    public var name: String { "\(service):\(operation)" }
}

/// What must be seen after a call before its step goes on.
public struct PlannedWait: Sendable, Codable, Hashable {
    public var says: String
    public var service: String
    public var operation: String
    public var input: Value
    public var until: Condition
    public var failing: Condition?
    public var endedBy: [ErrorMatch]
    /// Seconds.
    public var every: Double
    public var atMost: Double
    public var item: String?
    /// The attributes that its last output makes known and that others wait for.
    public var answers: [PlannedAnswer] = []

    public init(
        says: String, service: String, operation: String, input: Value, until: Condition, failing: Condition? = nil,
        endedBy: [ErrorMatch] = [], every: Double, atMost: Double, item: String? = nil
    ) {
        self.says = says
        self.service = service
        self.operation = operation
        self.input = input
        self.until = until
        self.failing = failing
        self.endedBy = endedBy
        self.every = every
        self.atMost = atMost
        self.item = item
    }
}
