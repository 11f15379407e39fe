internal import Diagnostics
public import Values

/// What a run would do: an ordered graph of steps with the exact API calls, as plain data.
///
/// Everything that is shown, saved or executed comes from this one value. Steps are in an order that respects their
/// needs; two plans from the same input are equal.
public struct Plan: Sendable, Codable, Hashable {
    public var purpose: Purpose
    public var account: String
    public var caller: String
    public var partition: String
    public var stacks: [StackSummary]
    public var steps: [Step]
    /// Resources that are as the templates want them.
    public var unchanged: [String]
    /// Others' objects on ours, which are only reported.
    public var foreign: [ForeignObject]
    /// Stacks that are in the account and that no stack file names; nil: nobody asked.
    public var otherStacks: [OtherStack]?
    /// Resources that stay although something asks for their end, and why.
    public var kept: [Kept]
    /// Numbers that are left to scaling, by address and path.
    public var scaled: [ScaledNumber] = []
    /// Outputs of the selected stacks, by stack then name; deferred where apply has to run first.
    public var outputs: [Output]
    /// What reading cost and covered.
    public var reading: Reading
    /// What it takes for granted, by address.
    public var facts: [Fact] = []
    /// What the built-in checks say of the selected stacks and of what is deleted, errors first.
    public var checks: [CheckFinding] = []
    /// The selected resources of the templates, by address. Reports read it; a saved plan does without.
    public var resources: [ResourceState] = []
    /// Differences that a drift report does not count, by address.
    public var aside: [SetAside] = []
    /// The revision whose templates tell where each difference comes from; nil: none was asked.
    public var base: String?
    /// True when a drift report counts only what has moved since the last apply.
    public var isSinceApplied = false

    /// What `--target` and `--exclude` have made of the run; nil: nothing limits it.
    public var limits: Limits?

    /// Addresses, sorted.
    public struct Limits: Sendable, Codable, Hashable {
        public var targets: [String]
        /// What the targets need, or what needs them when they are to go.
        public var included: [String]
        public var excluded: [String]
        /// What needs the excluded ones, or what they need when the rest is to go.
        public var leftOut: [String]

        public init(targets: [String], included: [String], excluded: [String], leftOut: [String]) {
            self.targets = targets
            self.included = included
            self.excluded = excluded
            self.leftOut = leftOut
        }
    }

    /// A stack that bears plumb's marks and is not of the run.
    public struct OtherStack: Sendable, Codable, Hashable {
        public var name: String
        /// Where it was met, sorted.
        public var regions: [String]
        /// How many of its resources were met.
        public var resources: Int
        public init(name: String, regions: [String], resources: Int) {
            self.name = name
            self.regions = regions
            self.resources = resources
        }
    }

    public enum Purpose: String, Sendable, Codable, Hashable {
        case apply, destroy, drift
        /// To take back what a failed run has done.
        case rollback
    }

    public struct StackSummary: Sendable, Codable, Hashable {
        public var name: String
        public var path: String
        public var region: String
        public var resources: Int
        /// `s3://bucket/prefix`, below which runs that change the stack take turns; nil: nowhere.
        public var lock: String?
        /// What was compared of its own resources, without the calls, which stacks share.
        public var reading = Reading()
        public init(
            name: String, path: String, region: String, resources: Int, lock: String? = nil,
            reading: Reading = Reading()
        ) {
            self.name = name
            self.path = path
            self.region = region
            self.resources = resources
            self.lock = lock
            self.reading = reading
        }
    }

    public struct Output: Sendable, Codable, Hashable {
        public var stack: String
        public var name: String
        public var value: Value
        public var isSecret: Bool
        public init(stack: String, name: String, value: Value, isSecret: Bool) {
            self.stack = stack
            self.name = name
            self.value = value
            self.isSecret = isSecret
        }
    }

    /// How much was read.
    public struct Reading: Sendable, Codable, Hashable {
        public var calls = 0
        /// Properties that were compared with live AWS.
        public var compared = 0
        /// Properties that AWS never returns.
        public var unreadable = 0
        /// Properties that no template mentions and that were left unread because the configuration has not changed
        /// since it was last applied.
        public var left = 0
        /// Properties of the resources' types that templates may not set, and that are neither read nor compared.
        public var unsupported = 0
        public init() {}

        public static func + (one: Reading, other: Reading) -> Reading {
            var sum = one
            sum.calls += other.calls
            sum.compared += other.compared
            sum.unreadable += other.unreadable
            sum.left += other.left
            sum.unsupported += other.unsupported
            return sum
        }
    }

    public init(
        purpose: Purpose, account: String = "", caller: String = "", partition: String = "aws",
        stacks: [StackSummary] = [], steps: [Step] = [], unchanged: [String] = [], foreign: [ForeignObject] = [],
        kept: [Kept] = [], outputs: [Output] = [], reading: Reading = Reading()
    ) {
        self.purpose = purpose
        self.account = account
        self.caller = caller
        self.partition = partition
        self.stacks = stacks
        self.steps = steps
        self.unchanged = unchanged
        self.foreign = foreign
        self.kept = kept
        self.outputs = outputs
        self.reading = reading
    }

    /// True when apply would make no call.
    public var isEmpty: Bool { steps.isEmpty }

    /// What it takes for granted about a step's own resource.
    public func facts(of step: Step) -> [Fact] { facts.filter { $0.address == step.address && $0.type == step.type } }

    /// Resources to add, change and destroy, as the summary line counts them: a replacement is one of each.
    public var counts: (add: Int, change: Int, destroy: Int) {
        var counts = (add: 0, change: 0, destroy: 0)
        for step in steps {
            switch step.action {
            case .create: counts.add += 1
            case .update, .adopt: counts.change += 1
            case .delete: counts.destroy += 1
            case .forget: break
            }
        }
        return counts
    }

    /// Check findings that keep the plan from being applied.
    public var refusals: [CheckFinding] { checks.filter { $0.severity == .error } }

    /// Steps that touch what others made and that need the user's word.
    public var adoptions: [Step] { steps.filter { $0.action == .adopt } }
}

/// Something on or in one of our objects that no template names and that is not ours to remove.
public struct ForeignObject: Sendable, Codable, Hashable {
    /// Our object.
    public var parent: String
    public var type: String
    /// What tells it apart, as `name: value`.
    public var shows: [String]
    public init(parent: String, type: String, shows: [String]) {
        self.parent = parent
        self.type = type
        self.shows = shows
    }
}

/// A resource that is not deleted although it left the template or its stack is destroyed.
public struct Kept: Sendable, Codable, Hashable {
    public var address: String
    public var type: String
    public var physicalID: String
    public var reason: String
    public init(address: String, type: String, physicalID: String, reason: String) {
        self.address = address
        self.type = type
        self.physicalID = physicalID
        self.reason = reason
    }
}
