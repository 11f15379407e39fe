import AWS
import Declarations
import Diagnostics
import Engine
import Language
import Plans
import Resources
import Testing
import Values

/// Proves the contract of one type against an emulator: what is created is read back equal, each property changes,
/// drops and drifts alone, and deletion leaves nothing.
struct Contract {
    let subject: ContractCase
    let emulator: Emulator
    let client: Client
    let type: ResourceType
    let schema: ResourceSchema
    private let stack: String
    private let registry = Registry.standard
    private(set) var proven = Proven()

    /// What a run has shown, for its line in the report.
    struct Proven {
        var updated: [String] = []
        var replaced: [String] = []
        /// Properties whose change is refused.
        var refused: [String] = []
        var dropped: [String] = []
        /// Properties whose absence leaves the choice to AWS: dropping them changes nothing.
        var left: [String] = []
        var drifts: [String] = []
    }

    init(_ subject: ContractCase, on emulator: Emulator) throws {
        self.subject = subject
        self.emulator = emulator
        client = emulator.client()
        type = try #require(registry.type(subject.type))
        schema = try #require(registry.schema(subject.type))
        stack = "contract-" + subject.name.lowercased().replacing(".", with: "-").dropFirst("aws-".count)
    }

    mutating func prove() async throws {
        try await create()
        for (property, value) in subject.change { try await vary(property, to: value) }
        for property in subject.dropped(type, schema) { try await vary(property, to: nil) }
        try await leave()
        try await destroy()
    }

    // MARK: - The parts

    private func create() async throws {
        let first = try await plan(subject.template)
        check(step(of: first)?.action == .create, "it is not created")
        try await run(first)
        for purpose in [Plan.Purpose.apply, .drift] {
            try await expectNothingToDo(subject.template, "right after creation (\(purpose.rawValue))", purpose)
        }
        try await emulator.clearCalls()
        try await run(try await plan(subject.template))
        let calls = try await emulator.mutatingCalls()
        check(calls == [], "applying again makes calls: \(calls)")
    }

    /// The subject leaves its template, and comes back.
    private func leave() async throws {
        let rest = subject.templateWithoutSubject
        let hasCarrier = subject.template.resourceTypes.contains { name in
            name != type.name && registry.type(name)?.tagging != nil
        }
        // Another's own list says it all, or nothing tells whose it is.
        guard type.claims.isEmpty, type.tagging != nil || hasCarrier else { return }
        let first = try await plan(rest)
        check(step(of: first)?.action == .delete, "it left its template and stays: \(Self.actions(first))")
        try await run(first, "leaving its template")
        try await expectNothingToDo(rest, "after it left its template")
        let back = try await plan(subject.template)
        // What is read out of another resource is there as long as that one, with nothing in it.
        let actions: [Action?] = type.tagging == nil ? [.create, .update] : [.create]
        check(actions.contains(step(of: back)?.action), "it came back and is not created: \(Self.actions(back))")
        try await run(back, "back in its template")
        try await expectNothingToDo(subject.template, "back in its template")
    }

    private func destroy() async throws {
        let first = try await plan(subject.template, .destroy)
        check(step(of: first)?.action == .delete, "it is not deleted")
        try await run(first)
        let gone = try await plan(subject.template, .destroy)
        check(gone.steps.isEmpty, "left after deletion: \(gone.steps.map(\.id))")
        let anew = try await plan(subject.template)
        check(step(of: anew)?.action == .create, "after deletion it would not be created")
        try await emulator.clearCalls()
        try await run(gone)
        let calls = try await emulator.mutatingCalls()
        check(calls == [], "destroying again makes calls: \(calls)")
        // What a run does that was killed before it heard an answer.
        try await run(first, "the same deletions once more")
    }

    /// Changes one property alone (nil: drops it), and goes back. Throws when there is no way back.
    private mutating func vary(_ property: String, to value: Value?) async throws {
        let words = value == nil ? "without \(property)" : "with another \(property)"
        do {
            try await tryVariant(property, to: value, words)
        } catch {
            check(false, "\(words): \(error)")
            try await run(try await plan(subject.template), "\(words), the way back")
            try await expectNothingToDo(subject.template, "\(words), after the way back")
        }
    }

    private mutating func tryVariant(_ property: String, to value: Value?, _ words: String) async throws {
        let variant = subject.template(with: property, value)
        let expected = expectation(property, to: value)
        let first = try await plan(variant)
        if type.property(property)?.fixed != nil, value != nil || expected.isNamed {
            return try await proveRefusal(property, first, words)
        }
        let step = step(of: first)
        let named = names(step)
        let isReplaced = step?.replacement != nil
        if value == nil, !named.contains(property), isNamedByHolder(property, in: first) {
            return try await proveRelease(property, variant, first, words)
        }
        guard expected.isNamed || named.contains(property) else {
            if let step {
                check(step.action == .update && named.subtracting(writeOnly) == [], "\(words): more changes: \(named)")
                check(first.steps.count == 1, "\(words): others change: \(first.steps.map(\.id))")
            }
            proven.left.append(property)
            return
        }
        let extra = named.subtracting([property]).subtracting(writeOnly).subtracting(derived)
        check(named.contains(property) && extra == [], "\(words): the plan names \(named.sorted())")
        switch expected.replaces {
        case true?: check(isReplaced, "\(words): no replacement, but \(step?.action.rawValue ?? "nothing")")
        case false?: check(!isReplaced && step?.action == .update, "\(words): needless replacement")
        case nil: break
        }
        if step?.action == .update {
            try await proveUpdate(property, variant, expected, first, words)
            if value == nil { proven.dropped.append(property) } else { proven.updated.append(property) }
        } else {
            try await run(first, words)
            try await expectNothingToDo(variant, words)
            let back = try await plan(subject.template)
            check(names(self.step(of: back)).contains(property), "\(words): the way back does not name it")
            try await run(back, "\(words), the way back")
            proven.replaced.append(property)
        }
        try await expectNothingToDo(subject.template, "\(words), after the way back")
    }

    /// The plan says what would change and refuses it; the template as it was has nothing to do.
    private mutating func proveRefusal(_ property: String, _ first: Plan, _ words: String) async throws {
        let told = first.refusals.filter { $0.rule == "PLB804" && $0.address == "\(stack)/\(ContractCase.logicalID)" }
        check(told.map(\.path) == [property], "\(words): refused are \(told.map(\.path))")
        try await expectNothingToDo(subject.template, "\(words), refused")
        proven.refused.append(property)
    }

    private mutating func proveUpdate(
        _ property: String, _ variant: Value, _ expected: Expectation, _ first: Plan, _ words: String
    ) async throws {
        // The same calls, but the mark of what was last applied stays: that is a change behind plumb's back.
        try await run(unmarked(first), words)
        guard !expected.isUnreadable else {
            try await run(try await plan(variant), words)
            try await expectNothingToDo(variant, words)
            try await run(try await plan(subject.template), "\(words), the way back")
            return
        }
        let drift = try await plan(subject.template, .drift)
        let seen = step(of: drift)
        if names(seen).contains(property) || !isNamedByHolder(property, in: drift) {
            check(names(seen).contains(property), "\(words): drift is not seen")
            let reason: Reason = type.tagging == nil ? .differs : .drifted
            check(
                seen?.reasons.contains(reason) == true,
                "\(words): drift is called \(seen?.reasons.map(\.words) ?? [])")
        }
        proven.drifts.append(property)
        let rest = step(of: try await plan(variant, .drift))
        check(
            names(rest).subtracting(writeOnly) == [],
            "\(words): is not as asked for: \(Self.shown(rest?.changes ?? []))")
        try await run(drift, "\(words), repair")
    }

    /// Drops what the subject puts into others: they let go of it by themselves.
    private mutating func proveRelease(
        _ property: String, _ variant: Value, _ first: Plan, _ words: String
    ) async throws {
        try await run(first, words)
        try await expectNothingToDo(variant, words)
        let back = try await plan(subject.template)
        check(names(step(of: back)).contains(property), "\(words): the way back does not name it")
        try await run(back, "\(words), the way back")
        proven.dropped.append(property)
        try await expectNothingToDo(subject.template, "\(words), after the way back")
    }

    /// Whether the plan takes what the subject put into a resource, or has there, out of that one's own list. Nothing in
    /// AWS says that an item in another's list (an inline policy of a role) was put there by the subject, so one that
    /// no template claims is a surplus of that list.
    private func isNamedByHolder(_ property: String, in plan: Plan) -> Bool {
        type.claims.contains { claim in
            claim.through == property
                && plan.steps.contains { step in
                    step.type == claim.type && step.action == .update
                        && step.changes.contains { $0.path.prefix { $0 != "." && $0 != "[" } == claim.list }
                }
        }
    }

    private func expectNothingToDo(_ template: Value, _ words: String, _ purpose: Plan.Purpose = .drift) async throws {
        let plan = try await plan(template, purpose)
        guard !plan.steps.isEmpty else { return }
        let left = plan.steps.map { "\($0.id) \(Self.shown($0.changes))" }
        throw EmulatorError("\(words): something is left to do: \(left.joined(separator: "; "))")
    }

    private func check(_ holds: Bool, _ otherwise: @autoclosure () -> String) {
        if !holds { Issue.record("\(subject.name): \(otherwise())") }
    }

    private static func shown(_ changes: [PropertyChange]) -> String {
        changes.map { "\($0.path): \($0.before?.json ?? "-") → \($0.after?.json ?? "-")" }.joined(separator: ", ")
    }

    private static func actions(_ plan: Plan) -> String {
        plan.steps.map { "\($0.action.rawValue) \($0.id)" }.joined(separator: ", ")
    }

    private var tagProperty: String? { type.tagProperty }

    // MARK: - What to expect

    private struct Expectation {
        /// Whether the plan must name the property.
        var isNamed = true
        /// Nil: either will do.
        var replaces: Bool?
        /// AWS never returns it.
        var isUnreadable = false
    }

    private func expectation(_ property: String, to value: Value?) -> Expectation {
        var expected = Expectation()
        let declared = type.property(property)
        if property == tagProperty {
            expected.replaces = false
            return expected
        }
        expected.isUnreadable = writeOnly.contains(property)
        var createOnly = schema.createOnly.union(type.properties.filter(\.isSetOnce).map(\.path))
        createOnly.subtract(type.properties.filter { $0.inPlace || $0.moves != nil }.map(\.path))
        let hasCall =
            declared?.moves != nil || type.updates.contains { $0.properties.contains(property) }
            || type.itemSets.contains { $0.property == property }
        if createOnly.contains(property) || !hasCall {
            expected.replaces = true
        } else if !createOnly.contains(where: { $0.hasPrefix(property + ".") || $0.hasPrefix(property + "[") }) {
            expected.replaces = false
        }
        if expected.isUnreadable, type.tagging == nil || createOnly.contains(property) { expected.isNamed = false }
        guard value == nil else { return expected }
        switch declared?.absent {
        case .chosenByAWS?, .initially?, .derived?: expected.isNamed = false
        case .means(let meaning)?:
            // Dropping what says the default changes nothing.
            expected.isNamed =
                subject.properties[property]?.scalarText == nil
                ? subject.properties[property] != meaning
                : subject.properties[property]?.scalarText != meaning.scalarText
        default: break
        }
        if expected.isUnreadable { expected.isNamed = false }
        return expected
    }

    private var writeOnly: Set<String> {
        Set(
            schema.settable.filter { name in
                let property = type.property(name)
                return property?.writeOnly == true
                    || type.properties.contains { $0.writeOnly && $0.path.hasPrefix(name + ".") }
                    || schema.writeOnly.contains(name) && property?.at == nil && property?.decode == nil
            })
    }

    /// Unmentioned properties whose value follows from others, and the name.
    private var derived: Set<String> {
        Set(
            type.properties.filter { property in
                guard subject.properties[property.path] == nil else { return false }
                if case .named(property.path, _) = type.identity { return true }
                if case .derived? = property.absent { return true }
                return false
            }.map { String($0.path.prefix { $0 != "." && $0 != "[" }) })
    }

    // MARK: - Plans

    private func step(of plan: Plan) -> Step? {
        plan.steps.first { $0.logicalID == ContractCase.logicalID && $0.action != .delete }
            ?? plan.steps.first { $0.logicalID == ContractCase.logicalID }
    }

    /// The top-level properties that a step changes.
    private func names(_ step: Step?) -> Set<String> {
        let paths = (step?.changes ?? []).map(\.path).filter { !$0.hasPrefix("Tags." + OwnTag.prefix) }
        return Set(
            paths.map { path in
                let name = String(path.prefix { $0 != "." && $0 != "[" })
                return name == "Tags" ? tagProperty ?? name : name
            })
    }

    /// The plan with the digest that the subject bears now in the place of the new one.
    private func unmarked(_ plan: Plan) -> Plan {
        var plan = plan
        for index in plan.steps.indices where plan.steps[index].logicalID == ContractCase.logicalID {
            let mark = plan.steps[index].changes.first { $0.path == "Tags." + OwnTag.digest }
            guard let old = mark?.before?.string, let new = mark?.after?.string else { continue }
            for call in plan.steps[index].calls.indices {
                plan.steps[index].calls[call].input = plan.steps[index].calls[call].input.replacing(new, with: old)
            }
        }
        return plan
    }

    private func plan(_ template: Value, _ purpose: Plan.Purpose = .apply) async throws -> Plan {
        var files = subject.files
        files["template.json"] = template.json
        let loader = MemoryFiles(files)
        let (set, loaded) = StackSet.load(
            ["template.json"], overrides: StackSet.Overrides(stackName: stack), from: loader)
        guard let set, !loaded.hasErrors else { throw EmulatorError(loaded.all.map(\.message).joined(separator: "; ")) }
        let bench = Workbench(
            stacks: set, registry: registry, caller: client, options: RunOptions(region: "us-east-1"), files: loader)
        let (plan, findings) = await bench.plan(purpose)
        guard let plan else {
            throw EmulatorError(
                "no plan for \(purpose.rawValue): " + findings.all.map(\.message).joined(separator: "; "))
        }
        return plan
    }

    private func run(_ plan: Plan, _ words: String = "") async throws {
        let executor = Executor(plan: plan, registry: registry, caller: client, surroundings: .hurried)
        let outcome = await executor.run()
        guard outcome.succeeded else {
            let failures = outcome.failures.map { failure in
                guard case .failed(let diagnostic) = failure.state else { return failure.step.id }
                return "\(failure.step.id): \(diagnostic.message)"
            }
            throw EmulatorError(
                "\(words.isEmpty ? plan.purpose.rawValue : words) failed: \(failures.joined(separator: "; "))")
        }
    }
}

extension ResourceType {
    /// The top-level property that holds the tags.
    var tagProperty: String? { tagging.map { String($0.property.prefix { $0 != "." }) } }
}

extension Value {
    /// A copy with a piece of text replaced wherever it occurs.
    fileprivate func replacing(_ old: String, with new: String) -> Value {
        switch self {
        case .string(let text): .string(text.replacing(old, with: new))
        case .array(let items): .array(items.map { $0.replacing(old, with: new) })
        case .object(let object): .object(object.mapValues { $0.replacing(old, with: new) })
        default: self
        }
    }
}
