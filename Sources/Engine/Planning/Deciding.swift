internal import Declarations
internal import Diagnostics
internal import Language
internal import Plans
internal import Values

/// Decides for every desired resource, in dependency order, what is to become of it. Pure: all reading is done.
struct Deciding {
    let order: [Desired]
    /// Live candidates by address.
    let found: [String: [Live]]
    /// Receivers of once-only attributes: source address → receiver addresses.
    let receivers: [String: [String]]
    let exports: Exports
    let stacksWithLife: Set<String>
    let bodies: SourceBodies
    private let canonicalUsers: CanonicalUsers
    private(set) var decisions: [String: Decision] = [:]
    private(set) var findings = Findings()
    /// What is replaced along with what it serves, by its address.
    private var companionOf: [String: String] = [:]
    /// The ids of live resources that have been left behind by an interrupted replacement.
    private(set) var goingIDs: Set<String> = []
    /// What was compared, by stack.
    private(set) var readings: [String: Plan.Reading] = [:]

    init(
        order: [Desired], found: [String: [Live]], receivers: [String: [String]], exports: Exports,
        stacksWithLife: Set<String>, bodies: SourceBodies
    ) {
        self.order = order
        self.found = found
        self.receivers = receivers
        self.exports = exports
        self.stacksWithLife = stacksWithLife
        self.bodies = bodies
        canonicalUsers = CanonicalUsers(found.values.joined())
    }

    mutating func run() {
        decideAll()
        // With what is known of the rest now.
        goingIDs = supersededIDs()
        if !goingIDs.isEmpty { decideAll() }
        companionOf = companions()
        if !companionOf.isEmpty { decideAll() }
    }

    private mutating func decideAll() {
        (decisions, findings, readings) = ([:], Findings(), [:])
        for desired in order {
            let decision = decide(desired)
            decisions[desired.address] = decision
            for loan in loans(of: decision) { decisions[loan.address]?.lent[loan.attribute] = loan.value }
        }
    }

    /// What others see of a resource's attribute.
    func attribute(_ address: String, _ name: String) -> Value? { decisions[address]?.attribute(name) }

    // MARK: - One resource

    private mutating func decide(_ desired: Desired) -> Decision {
        let candidates = found[desired.address] ?? []
        var properties = evaluate(desired)
        guard desired.isSelected else {
            return Decision(desired: desired, kind: .none, properties: properties, live: candidates.first)
        }
        var choice = choose(among: candidates, desired, properties)
        name(&properties, desired, candidates: candidates, live: choice?.live)
        properties = GeneratedNames.filled(properties, desired, live: choice?.live)
        var decision = Decision(desired: desired, kind: .none, properties: properties, live: choice?.live)
        decision.references = references(of: desired)
        decision.surplus = candidates.filter { $0.item != choice?.live.item && $0.isOurs(desired) }
        guard let live = choice?.live else {
            decision.kind = .create
            decision.reasons = [reasonOfCreation(desired)]
            decision.tags = tags(desired, properties)
            return decision
        }
        if choice?.differences == nil { choice?.differences = differences(desired, properties, live) }
        decision.differences = choice?.differences ?? []
        let wanted = tags(desired, properties)
        // The marks of what has yet to be removed stay until it is gone: its own step takes them off.
        decision.tags = wanted.merging(keptMarks(live)) { first, _ in first }
        count(desired, live)
        settle(&decision, live)
        if decision.isReplaced { decision.tags = wanted }
        return decision
    }

    /// Chooses between nothing, change and replacement.
    private mutating func settle(_ decision: inout Decision, _ live: Live) {
        let desired = decision.desired
        let isTaggable = desired.frame.type.tagging != nil
        let digest = live.tags[OwnTag.digest]
        let hasLostMarks = digest == nil && !live.carried.isEmpty
        let isEdited = isTaggable && digest != desired.digest && !hasLostMarks
        if isTaggable, let owner = live.stack, owner != desired.stack {
            findings.add(EngineDiagnostics.foreignOwner(desired, live, owner: owner))
            return
        }
        if isTaggable, live.stack == nil, !live.isOursByReference {
            // Nobody's word covers the loss of what is not ours: it can be taken over, but not replaced.
            if lacksSecret(decision, live) {
                findings.add(EngineDiagnostics.adoptionWithoutSecret(desired, live))
                return
            }
            if let blocking = replaced(decision) {
                findings.add(EngineDiagnostics.adoptionBlocked(desired, live, paths: blocking))
                return
            }
            decision.kind = .adopt
            decision.reasons = [.unmarked]
            decision.rollout = desired.rollout(decision, live)
            return
        }
        addUnreadable(to: &decision, isEdited: isEdited)
        addHiddenMembers(to: &decision, isEdited: isEdited)
        let lost = (receivers[desired.address] ?? []).first { receipt($0, from: live, decision) != .current }
        if let lost {
            if receipt(lost, from: live, decision) == .outdated {
                decision.blocking = Self.unseen(desired, decision.properties).object?.keys.sorted() ?? []
                decision.differences += decision.blocking.map { name in
                    let value = decision.properties[name]
                    return .init(property: name, after: value, leaves: [.init(path: name, before: nil, after: value)])
                }
                decision.kind = .replace(order(of: decision))
                decision.reasons = [.cannotChange(decision.blocking), .edited]
                return
            }
            decision.kind = .replace(.deleteFirst)
            decision.reasons = [.secretLost(by: lost)]
            return
        }
        if lacksSecret(decision, live) {
            decision.kind = .replace(.deleteFirst)
            decision.reasons = [.secretNotKept] + (isEdited ? [.edited] : [])
            return
        }
        if !isHeld(live, desired) {
            decision.kind = .replace(.deleteFirst)
            decision.reasons = [.secretNotHeld]
            return
        }
        if let served = companionOf[desired.address] {
            decision.kind = .replace(order(of: decision))
            decision.reasons = [.follows([served])]
            return
        }
        if let blocking = replaced(decision) {
            decision.blocking = blocking
            let order = order(of: decision)
            decision.kind = .replace(order)
            if desired.frame.moving.isSuperset(of: blocking) {
                decision.isMoved = true
                decision.blocking = []
                decision.reasons = reasonsOfChange(decision, isEdited: isEdited)
                return
            }
            if order == .createFirst {
                decision.properties = GeneratedNames.renewed(
                    decision.properties, desired, beside: found[desired.address] ?? [])
            }
            decision.reasons = [.cannotChange(blocking)]
            let followed = desired.dependencies.filter { decisions[$0].map(\.isReplaced) ?? false }.sorted()
            if !followed.isEmpty { decision.reasons.append(.follows(followed)) }
            if isEdited {
                decision.reasons.append(.edited)
            } else if isTaggable, followed.isEmpty {
                decision.reasons.append(.drifted)
            }
            return
        }
        let tagChanges = TagChanges(decision: decision, live: live)
        // Where marks cannot come with the creation, one without them is ours, and not finished.
        let isUnmarked = isTaggable && live.stack == nil
        let isUnfinished = isUnmarked || desired.frame.type.create.unfinished?.holds(for: live.item) ?? false
        guard !decision.differences.isEmpty || !tagChanges.isEmpty || isUnfinished else { return }
        decision.kind = .update
        decision.rollout = desired.rollout(decision, live)
        let isLeftOver = decision.rollout != nil && decision.differences.isEmpty
        if isUnfinished || isLeftOver { decision.reasons.append(.leftOver) }
        let followed = followed(by: decision)
        if !isTaggable {
            decision.reasons += reasonsOfChange(decision, isEdited: isEdited)
            return
        }
        if !followed.isEmpty { decision.reasons.append(.follows(followed)) }
        if isEdited || isReleased(decision) || tagChanges.isRename {
            decision.reasons.append(.edited)
        } else if tagChanges.areMarks, decision.differences.isEmpty {
            decision.reasons.append(.carries)
        } else if !isLeftOver, followed.isEmpty || !tagChanges.arePolicyMarks {
            decision.reasons.append(.drifted)
        }
    }

    /// The differing paths that only a replacement can change; nil when none does.
    private func replaced(_ decision: Decision) -> [String]? {
        let frame = decision.desired.frame
        var paths: Set<String> = []
        for difference in decision.differences {
            if frame.createOnly.contains(difference.property) {
                paths.insert(difference.property)
                continue
            }
            for leaf in difference.leaves {
                let path = leaf.path.withoutIndexes
                let comesOrGoes = (leaf.before == nil) != (leaf.after == nil)
                if comesOrGoes && frame.declared[path]?.fixedPresence == true
                    || frame.createOnly.contains(where: path.isAtOrBelow)
                {
                    paths.insert(path)
                }
            }
            let isSettable =
                frame.type.updates.contains { $0.properties.contains(difference.property) }
                || frame.type.itemSets.contains { $0.property == difference.property }
            let isRefused = difference.after.flatMap { frame.declared[difference.property]?.replacesFor?($0) } ?? false
            if !isSettable || isRefused || leavesHolder(difference.property, decision) {
                paths.insert(difference.property)
            }
        }
        return paths.isEmpty ? nil : paths.sorted()
    }

    // MARK: - Properties

    private mutating func evaluate(_ desired: Desired) -> Value {
        let decisions = decisions
        let exports = exports
        let (value, found) = desired.template.properties(
            of: desired.bound,
            reference: { id, name in decisions["\(desired.stack)/\(id)"]?.attribute(name) },
            imported: { exports.value($0, for: desired, attribute: { decisions[$0]?.attribute($1) }) })
        findings.add(contentsOf: found)
        var properties = bodies.filled(desired.frame.schema.normalised(value), desired)
        properties = desired.foundProperties.filled(properties, desired.address, desired.frame.type) {
            decisions[$0]?.attribute($1)
        }
        if desired.isSelected { findings.add(contentsOf: Refusals.findings(properties, desired)) }
        return properties.completed(for: desired.frame)
    }

    /// The values of all attributes that it refers to and that anybody may know.
    private func references(of desired: Desired) -> [Value] {
        let names = desired.symbolic.awaitedAttributes.map { "\($0.address) \($0.name)" }
        return Set(names).sorted().compactMap { pair in
            let parts = pair.split(separator: " ", maxSplits: 1).map(String.init)
            let (address, name) = (parts[0], parts.count > 1 ? parts[1] : "")
            if address == BoundTemplate.importAddress {
                return exports.value(name, for: desired) { decisions[$0]?.attribute($1) }
            }
            guard let source = decisions[address],
                source.desired.frame.type.attributes[name]?.once != true
            else { return nil }
            return source.attribute(name).map { $0.array == nil ? $0 : Value.jsonText($0) }
        }
    }

    /// True for an attribute that AWS told once, of a resource that stays.
    private func isTold(_ attribute: String, by address: String) -> Bool {
        guard let source = decisions[address] else { return false }
        return source.desired.frame.type.attributes[attribute]?.once == true && !source.isNew
    }

    private func differences(_ desired: Desired, _ properties: Value, _ live: Live) -> [Comparison.Difference] {
        var skipped = live.unread
        if let tagging = desired.frame.type.tagging { skipped.insert(tagging.property.topLevel) }
        for name in desired.frame.settable where desired.frame.isWriteOnly(name) { skipped.insert(name) }
        let own = unclaimed(live.properties, desired, wanted: properties)
        let actual = Completion(frame: desired.frame).filled(own, from: properties)
        let form = desired.frame.type.canonical ?? { $0 }
        let secrets = UnresolvedSecrets(
            isTold: { isTold($1, by: $0) },
            isAsApplied: desired.frame.type.tagging != nil && live.tags[OwnTag.digest] == desired.digest)
        let wanted = secrets.taking(properties, from: actual)
        for name in desired.frame.settable where desired.keepsLive(name, live) { skipped.insert(name) }
        let hidden = desired.frame.hiddenMembers
        let compared = canonicalUsers.stored(wanted.without(hidden), desired.frame)
        return Comparison(frame: desired.frame).differences(
            desired: form(compared), live: form(actual.without(hidden)), skipping: skipped)
    }

    /// The live properties without the items that other resources of the run have put into them and that the resource
    /// itself does not ask for.
    private func unclaimed(_ live: Value, _ desired: Desired, wanted: Value) -> Value {
        var properties = live
        for claim in claims[desired.address] ?? [] {
            guard let items = properties[claim.list]?.array,
                !(wanted[claim.list]?.array ?? []).contains(where: claim.claims)
            else { continue }
            properties = properties.setting(claim.list, to: .array(items.filter { !claim.claims($0) }))
        }
        return properties
    }

    /// Marks of others that a live resource keeps until those are gone.
    var keptMarks: (Live) -> [String: Value] = { _ in [:] }

    /// What others ask for no more, by the address of the resource that still has it.
    var released: [String: [ClaimedItem]] = [:]

    /// As in the run's options.
    var heldSecrets: Set<String>?

    /// What others claim, by the address of the claimed-upon.
    var claims: [String: [ClaimedItem]] = [:]

    /// Properties that AWS never returns are set again whenever the configuration has changed, except those that only a
    /// replacement could change and those that carry a once-only attribute that has arrived. One that is on its way is
    /// set in any case: nothing else tells of its new source.
    private func addUnreadable(to decision: inout Decision, isEdited: Bool) {
        let frame = decision.desired.frame
        let tags = frame.type.tagging?.property.topLevel
        for name in frame.settable where frame.isWriteOnly(name) && name != tags {
            // What is fixed with the creation is another one when a digest of its own says so.
            let isFixed = frame.createOnly.contains(name)
            if isFixed, frame.declared[name]?.digestedApart == nil { continue }
            guard let value = decision.properties[name], !value.isNull, isFixed || !value.isOnce(decisions),
                isToBeSent(name, decision, isEdited: isEdited) || !isFixed && value.isOnceOnly(decisions)
            else { continue }
            decision.differences.append(
                Comparison.Difference(
                    property: name, before: nil, after: value, leaves: [.init(path: name, before: nil, after: value)]))
        }
    }

    /// A property that is digested apart is sent when it has itself changed or was never set. Without its tag nothing is
    /// known of it, and what is there is left alone, but for a secret that the template itself tells.
    private func isToBeSent(_ property: String, _ decision: Decision, isEdited: Bool) -> Bool {
        guard let declared = decision.desired.frame.declared[property], let isUnset = declared.digestedApart else {
            return isEdited
        }
        guard let live = decision.live else { return false }
        if isUnset.holds(for: live.item) { return true }
        let key = OwnTag.digest(of: property)
        guard let known = live.tags[key] else { return declared.secret && isEdited }
        return decision.desired.ownTags[key] != .string(known)
    }

    private mutating func count(_ desired: Desired, _ live: Live) {
        let frame = desired.frame
        var reading = readings[desired.stack] ?? Plan.Reading()
        for name in frame.settable where !live.unread.contains(name) {
            if frame.isWriteOnly(name) { reading.unreadable += 1 } else { reading.compared += 1 }
        }
        reading.left += live.unread.count
        reading.unsupported += frame.schema.settable.count - frame.settable.count
        readings[desired.stack] = reading
    }

    // MARK: - Names and candidates

    private func choose(
        among candidates: [Live], _ desired: Desired, _ properties: Value
    ) -> (live: Live, differences: [Comparison.Difference]?)? {
        guard candidates.count > 1 else { return candidates.first.map { ($0, nil) } }
        // What is found by name alone stands in the way of ours: it has to be taken over, or another name given.
        let ours = candidates.filter { $0.isOurs(desired) }
        let isNameGiven =
            if case .named(let name, _) = desired.frame.type.identity { desired.mentioned.contains(name) } else {
                false
            }
        if isNameGiven || ours.isEmpty, let other = candidates.first(where: { !$0.isOurs(desired) }) {
            return (other, nil)
        }
        // Several bear the marks: an interrupted replacement. The one that needs least is kept.
        let ranked = ours.map { live -> (live: Live, differences: [Comparison.Difference], rank: Int) in
            var wanted = properties
            if case .named(let name, _) = desired.frame.type.identity, wanted[name] == nil {
                wanted = wanted.setting(name, to: live.name(name) ?? .null)
            }
            let differences = differences(desired, wanted, live)
            let blocked = differences.contains { desired.frame.createOnly.contains($0.property) }
            let probe = Decision(desired: desired, kind: .none, properties: wanted, live: live)
            let hasArrived =
                isHeld(live, desired)
                && (receivers[desired.address] ?? []).allSatisfy { receipt($0, from: live, probe) == .current }
            return (
                live, differences,
                (hasArrived ? 0 : 10_000) + (blocked ? 1000 : 0) + (standsOnGoing(live) ? 500 : 0) + differences.count
            )
        }
        let least = ranked.map(\.rank).min()
        let best = ranked.filter { $0.rank == least }.map(\.live).min { left, right in
            func key(_ live: Live) -> (Int, Int, String) { (-uses(of: live), isUsed(live) ? 0 : 1, live.physicalID) }
            return key(left) < key(right)
        }
        return best.map { ($0, nil) }
    }

    /// Gives the resource its name where the template gives none: the live one's, or a new one.
    private func name(_ properties: inout Value, _ desired: Desired, candidates: [Live], live: Live?) {
        guard case .named(let property, let rule) = desired.frame.type.identity,
            properties[property] == nil || properties[property] == .null
        else { return }
        if let live {
            var kept = properties.setting(property, to: live.name(property) ?? .null)
            let differing = differences(desired, kept, live)
            let probe = Decision(
                desired: desired, kind: .none, properties: kept, live: live, differences: differing)
            if replaced(probe) == nil {
                properties = kept
                return
            }
            kept = properties
        }
        let own = rule.fitted(to: properties)
        let taken = candidates.compactMap { $0.name(property)?.scalarText }.sorted()
        let first = own.name(stack: desired.stack, logicalID: desired.logicalID)
        let isFirst = !own.contentHash && (!taken.contains(first) || desired.frame.type.create.revises)
        let generation = isFirst ? "" : desired.symbolic.canonicalJSON + taken.joined(separator: ",")
        properties = properties.setting(
            property,
            to: .string(own.name(stack: desired.stack, logicalID: desired.logicalID, generation: generation)))
    }

    // MARK: - Tags

    private func tags(_ desired: Desired, _ properties: Value) -> [String: Value] {
        guard let tagging = desired.frame.type.tagging else { return [:] }
        var tags: [String: Value] = [:]
        if !tagging.takesOwnOnly {
            tags = desired.stackTags
            if tags.values.contains(where: \.hasDeferred) {
                let decisions = decisions
                let exports = exports
                let inherited = desired.template.inheritedTags(
                    of: desired.bound,
                    reference: { id, name in decisions["\(desired.stack)/\(id)"]?.attribute(name) },
                    imported: { exports.value($0, for: desired, attribute: { decisions[$0]?.attribute($1) }) })
                tags.merge(inherited) { $1 }
            }
            tags.merge(TagForms.desired(tagging.given(in: properties))) { $1 }
        }
        tags.merge(desired.ownTags) { $1 }
        tags.merge(desired.policyTags(properties)) { $1 }
        let sources = properties.awaitedAttributes.filter { address, name in
            decisions[address]?.desired.frame.type.attributes[name]?.once == true
        }.map(\.address)
        let ids = Set(sources).sorted().compactMap { address -> Value? in
            guard let source = decisions[address], let id = source.attribute("Ref") else { return nil }
            let edition = Self.edition(source.desired, source.properties)
            return edition.isEmpty ? id : try? Value.joined([id, .string(edition)], separator: "")
        }
        if !ids.isEmpty { tags[OwnTag.received] = try? Value.joined(.array(ids), separator: " ") }
        return tags
    }
}

extension Live {
    /// True when it carries the marks of the resource's stack. Without tags a resource is ours by its parent or its
    /// content-hashed name.
    func isOurs(_ desired: Desired) -> Bool {
        frame.type.tagging == nil || stack == desired.stack || isOursByReference
    }
}

extension Decision {
    var isReplaced: Bool { if case .replace = kind { true } else { false } }
}

extension Desired {
    /// Stack, logical id, digest, the mark that keeps a retained resource from being deleted later, and the marks of
    /// those that cannot bear any.
    var ownTags: [String: Value] {
        var tags: [String: Value] = [
            OwnTag.stack: .string(stack), OwnTag.resource: .string(logicalID), OwnTag.digest: .string(digest),
        ]
        for (name, property) in frame.declared where property.digestedApart != nil {
            tags[OwnTag.digest(of: name)] = symbolic[name].map { .string(digestApart($0, isSecret: property.secret)) }
        }
        if isProtected {
            tags[OwnTag.protect] = "true"
        } else if bound.deletionPolicy == .retain || bound.deletionPolicy == .retainExceptOnCreate {
            tags[OwnTag.protect] = "retain"
        }
        tags.merge(marks.mapValues { .string($0) }) { $1 }
        return tags
    }

    /// A secret's goes with the address, so that digests do not tell that two resources have the same one.
    private func digestApart(_ value: Value, isSecret: Bool) -> String {
        (isSecret ? ["resource": .string("\(stack)/\(logicalID)"), "value": value] : value).digest()
    }
}

extension Value {
    func completed(for frame: Frame) -> Value { Completion(frame: frame).filled(self, from: self) }

    /// True when it carries a once-only attribute of a resource that stays: it arrived in an earlier run.
    func isOnce(_ decisions: [String: Decision]) -> Bool {
        awaitedAttributes.contains { address, name in
            guard let source = decisions[address] else { return false }
            return source.desired.frame.type.attributes[name]?.once == true && !source.isNew
        }
    }
}
