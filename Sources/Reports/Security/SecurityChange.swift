public import Diagnostics
public import Plans
internal import Values

/// One thing that a plan changes about who may do what, or about what can be reached, told by its meaning.
public struct SecurityChange: Sendable, Hashable {
    public enum Topic: String, Sendable, Hashable, CaseIterable {
        case statements = "IAM statements"
        case policies = "Attached policies and keys"
        case rules = "Security group rules"
        case exposure = "Public access and encryption"
    }

    /// A stretch of a sentence.
    public enum Word: Sendable, Hashable {
        /// Of plumb's own.
        case plain(String)
        /// From a template or from AWS; anything may be in it.
        case name(String)

        public var text: String {
            switch self {
            case .plain(let text), .name(let text): text
            }
        }
    }

    /// Why somebody should look twice.
    public enum Risk: String, Sendable, Hashable, CaseIterable {
        case `public`, wildcard, administrator, unencrypted
        case allBut = "all but what is named"
        case denialEnds = "a denial ends"
        case denialMayEnd = "a denial may end"
        case denialMissing = "a denial is missing"

        var says: String {
            switch self {
            case .public: "Something is open to anyone."
            case .wildcard: "Rights are given by a wildcard."
            case .administrator: "Someone may do everything."
            case .unencrypted: "Something is stored without encryption."
            case .allBut: "Rights are given to all, or for all, but what is named."
            case .denialEnds: "Something is no longer denied."
            case .denialMayEnd: "A policy goes that may have denied something."
            case .denialMissing: "Something that a template denies is not denied in AWS."
            }
        }
    }

    public var topic: Topic
    /// True for what the files want and AWS lacks, false for what AWS has and the files do not want.
    public var isGained: Bool
    /// Nil for what is ordinary.
    public var risk: Risk?
    public var address: String
    public var type: String
    public var span: Span?
    public var words: [Word]

    public var text: String { words.map(\.text).joined() }

    /// All that a plan changes: risks first, then by topic and address. The plan may be masked.
    public static func all(of plan: Plan) -> [SecurityChange] {
        let tense: (Bool) -> Tense =
            plan.purpose == .drift ? { $0 ? .wanted : .found } : { $0 ? .gained : .lost }
        var changes: [SecurityChange] = []
        for item in PlanItem.all(of: plan) {
            changes += SecurityReading(item: item, live: live(item, plan), tense: tense).changes
        }
        let topics = Topic.allCases
        func key(_ change: SecurityChange) -> (Int, Int, String, Int, String) {
            (
                change.risk == nil ? 1 : 0, topics.firstIndex(of: change.topic) ?? 0, change.address,
                change.isGained ? 0 : 1, change.text
            )
        }
        var seen = Set<SecurityChange>()
        return changes.filter { seen.insert($0).inserted }.sorted { key($0) < key($1) }
    }

    /// What was read of the resource that the item changes.
    private static func live(_ item: PlanItem, _ plan: Plan) -> Value? {
        guard item.kind != .create, item.kind != .delete else { return nil }
        let lives = plan.facts.filter { $0.address == item.step.address && $0.type == item.step.type }.flatMap(\.lives)
        return (lives.first { $0.physicalID == item.physicalID } ?? lives.first)?.properties
    }
}

/// How a state is told.
enum Tense {
    /// A plan brings it or ends it.
    case gained, lost
    /// Drift: the files want it, or AWS has it.
    case wanted, found

    var may: String { said("may", "may now", "may no longer") }
    var `is`: String { said("is", "is now", "is no longer") }
    var has: String { said("has", "gets", "loses") }
    /// In front of the sentence.
    var opening: String {
        switch self {
        case .gained, .lost: ""
        case .wanted: "wanted, but not so in AWS: "
        case .found: "in AWS, but in no file: "
        }
    }

    /// True where the state will hold, or holds already and nobody wants it.
    var isInForce: Bool { self == .gained || self == .found }

    private func said(_ state: String, _ gained: String, _ lost: String) -> String {
        switch self {
        case .gained: gained
        case .lost: lost
        case .wanted, .found: state
        }
    }
}
