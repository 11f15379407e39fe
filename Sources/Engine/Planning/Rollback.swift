internal import Declarations
internal import Diagnostics
internal import Language
internal import Plans
internal import Values

/// Takes back what a failed run has done, as far as that can be.
///
/// What it made is removed: whatever is found now and was not when the plan was made. What it changed becomes as it was
/// read then. What it deleted is gone, and what AWS never returns cannot be restored; both are told.
struct Rollback {
    private(set) var findings = Findings()
    private let before: Plan
    private let surveyed: Surveyed
    private var decisions: [String: Decision]
    private var doomed: [Doomed] = []

    /// - Parameter decided: what would be decided about AWS as it is now.
    init(_ plan: Plan, _ outcome: Outcome, _ surveyed: Surveyed, decided: [String: Decision]) {
        before = plan
        self.surveyed = surveyed
        decisions = decided
        for address in decisions.keys { decisions[address]?.kind = .none }
        for entry in outcome.steps {
            switch (entry.step.action, entry.state) {
            // A creation that failed may have taken effect in part.
            case (.create, .done), (.create, .failed): takeAway(entry.step)
            case (.update, .done), (.update, .failed), (.adopt, .done), (.adopt, .failed): restore(entry.step)
            case (.delete, .done), (.forget, .done): say(entry.step, "it has been deleted")
            default: break
            }
        }
    }

    func planned() -> Plan {
        let secrets = PlannedSecrets(surveyed.contexts)
        let graph = StepGraph(
            ordering: surveyed.resources.ordering, decisions: decisions, doomed: doomed,
            secrecy: Secrecy(decisions: decisions, texts: secrets))
        var plan = Plan(
            purpose: .rollback, account: before.account, caller: before.caller, partition: before.partition,
            stacks: before.stacks)
        plan.steps = graph.steps()
        return plan
    }

    // MARK: - One step

    private mutating func takeAway(_ step: Step) {
        let known = before.facts(of: step).flatMap(\.lives).map(\.physicalID)
        let made = (surveyed.observation.found[step.address] ?? []).filter {
            !known.contains($0.physicalID) && $0.frame.type.name == step.type
        }
        for (index, live) in made.enumerated() {
            doomed.append(
                Doomed(
                    address: step.address, live: live, reason: .rolledBack,
                    suffix: "delete" + (index == 0 ? "" : ".\(index + 1)"), span: step.span))
        }
    }

    private mutating func restore(_ step: Step) {
        guard var decision = decisions[step.address], let live = decision.live,
            live.physicalID == step.physicalID || decision.isKeyed(by: step.changes),
            let seen = before.facts(of: step).flatMap(\.lives).first(where: { $0.physicalID == step.physicalID })
        else {
            say(step, "it is not there any more")
            return
        }
        let frame = decision.desired.frame
        let tags = frame.type.tagging?.property.topLevel
        var properties = live.properties
        for name in Set(step.changes.map { $0.path.topLevel }).sorted() where name != "Tags" && name != tags {
            let isSecret = step.changes.contains { $0.path.topLevel == name && $0.isSecret }
            let isHidden = frame.hiddenMembers.contains { $0.topLevel == name }
            let isDigest = Facts.isDigest(seen.properties[name])
            if frame.isWriteOnly(name) || isHidden || isSecret || isDigest {
                say(step, "what `\(name)` was is not known")
                continue
            }
            properties =
                seen.properties[name].map { properties.setting(name, to: $0) } ?? properties.removing(name)
        }
        var skipped = live.unread
        if let tags { skipped.insert(tags) }
        decision.properties = properties
        decision.differences = Comparison(frame: frame).differences(
            desired: properties, live: live.properties, skipping: skipped)
        let known = (seen.tags ?? [:]).compactMap { key, text in
            Facts.isDigest(.string(text)) ? live.tags[key].map { (key, $0) } : (key, text)
        }
        decision.tags = Dictionary(uniqueKeysWithValues: known).mapValues { .string($0) }
        decision.surplus = []
        let isRestored = decision.differences.isEmpty && TagChanges(decision: decision, live: live).isEmpty
        decision.kind = isRestored ? .none : .update
        if !isRestored, decision.differences.contains(where: { frame.moving.contains($0.property) }) {
            let first = frame.type.delete.calls.map(\.operation)
            let leavesFirst = step.calls.first.map { first.contains($0.name) } ?? false
            decision.kind = .replace(leavesFirst ? .deleteFirst : .createFirst)
            decision.isMoved = true
        }
        decision.reasons = [.rolledBack]
        decisions[step.address] = decision
    }

    private mutating func say(_ step: Step, _ why: String) {
        findings.add(EngineDiagnostics.notRolledBack(step, why, ended: before.purpose == .destroy))
    }
}

extension Decision {
    /// True when one of the changes is of what it is known by, so that its id is another one before and after.
    fileprivate func isKeyed(by changes: [PropertyChange]) -> Bool {
        changes.contains { desired.frame.type.keyProperties.contains($0.path.topLevel) }
    }
}
