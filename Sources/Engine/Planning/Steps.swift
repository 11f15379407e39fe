internal import AWS
internal import Declarations
internal import Diagnostics
internal import Plans
internal import Values

/// A live resource that has to go.
struct Doomed: Sendable {
    var address: String
    var live: Live
    var reason: Reason
    /// Unique among the resources of one address.
    var suffix: String
    var replacement: Replacement?
    var contents: [Value] = []
    var force = false
    /// What its template says, when there is one.
    var wanted: Value = [:]
    var span: Span?

    var id: String { "\(address)!\(suffix)" }
}

/// Puts decisions and deletions together as a graph of steps.
struct StepGraph {
    let ordering: Ordering
    let decisions: [String: Decision]
    let doomed: [Doomed]
    let secrecy: Secrecy

    /// The steps, in an order that respects their needs.
    func steps() -> [Step] {
        let mains = ordering.sorted.compactMap { decisions[$0] }.filter(\.changesSomething).map(main)
        let mainIDs = Dictionary(mains.map { ($0.address, $0.id) }, uniquingKeysWith: { first, _ in first })
        var steps: [Step] = []
        var yielding: [String: Set<String>] = [:]
        let after = ordering.reversed
        let uses = LiveUses(doomed: doomed, mains: mainIDs, decisions: decisions)
        let doomedAt = Dictionary(grouping: doomed, by: \.address)
        let carried = CarriedUses(doomed)

        for var step in mains {
            let behind = ordering.nearest(before: step.address) { mainIDs[$0] != nil }
            step.needs = behind.compactMap { mainIDs[$0] }
            // The old one goes first where the new one needs its place.
            if step.replacement == .deleteFirst {
                step.needs += (doomedAt[step.address] ?? []).filter { $0.replacement == .deleteFirst }.map(\.id)
            }
            // What stands on it goes before it leaves its place, unless a successor is to stand there first.
            if decisions[step.address]?.leavesFirst == true {
                let others = users(of: step.address, after, doomedAt).flatMap { doomedAt[$0] ?? [] }
                step.needs += others.filter { isTemplates($0) && $0.replacement != .createFirst }.map(\.id)
            }
            // What has left it is no longer to be looked for.
            if step.action == .update, let live = decisions[step.address]?.live, !live.carried.isEmpty {
                let unmarking = unmarking(live, of: step.id, mainIDs, carried)
                step.calls += unmarking.calls
                step.needs = Set(step.needs).union(unmarking.needs).sorted()
            }
            step.needs.sort()
            steps.append(step)
        }
        for one in doomed {
            var step = delete(one)
            var needs: Set<String> = []
            // Whatever uses it lets go first: by moving on, or by going too.
            for user in isTemplates(one) ? users(of: one.address, after, doomedAt) : [] {
                for other in doomedAt[user] ?? [] where other.id != one.id && isTemplates(other) {
                    // Its successor stands on the successor of what goes first here.
                    if one.replacement == .deleteFirst, other.replacement == .createFirst { continue }
                    needs.insert(other.id)
                }
                if one.replacement != .deleteFirst, let id = mainIDs[user] { needs.insert(id) }
            }
            if one.replacement == .createFirst, let id = mainIDs[one.address] { needs.insert(id) }
            let unmarking = unmarking(one.live, of: one.id, mainIDs, carried)
            step.calls += unmarking.calls
            needs.formUnion(unmarking.needs)
            needs.formUnion(carried.awaited(by: one))
            yielding[one.id] = uses.users(of: one).subtracting(needs + [one.id])
            needs.formUnion(yielding[one.id] ?? [])
            step.needs = needs.sorted()
            steps.append(step)
        }
        return Self.sorted(steps, yielding: yielding)
    }

    /// True when the template has it under its address; else that may be another resource's now, whose relations say
    /// nothing of this one. What the template has forgotten altogether keeps no relations either.
    private func isTemplates(_ one: Doomed) -> Bool {
        decisions[one.address]?.desired.frame.type.name == one.live.frame.type.name
    }

    /// Those that come after an address, looking through resources that nothing happens to.
    private func users(
        of address: String, _ after: [String: Set<String>], _ doomedAt: [String: [Doomed]]
    ) -> Set<String> {
        var found: Set<String> = []
        var seen: Set<String> = []
        var stack = Array(after[address] ?? [])
        while let next = stack.popLast() {
            guard seen.insert(next).inserted else { continue }
            if doomedAt[next] != nil || decisions[next]?.changesSomething == true {
                found.insert(next)
            } else {
                stack.append(contentsOf: after[next] ?? [])
            }
        }
        return found
    }

    // MARK: - What cannot bear tags

    /// Takes the marks of what is to go, or of what a resource has dropped, off the carriers that stay.
    private func unmarking(
        _ live: Live, of step: String, _ mains: [String: String], _ carried: CarriedUses
    ) -> (calls: [PlannedCall], needs: Set<String>) {
        var calls: [PlannedCall] = []
        var needs: Set<String> = []
        for mark in live.carried {
            // The same words may be wanted of the resource that takes this one's place.
            guard let decision = decisions[mark.carrier], decision.desired.marks[mark.key] == nil,
                let carrier = decision.live, !decision.isReplaced,
                carrier.physicalID == mark.carrierID, !carried.isDoomed(carrier)
            else { continue }
            if let id = mains[mark.carrier] { needs.insert(id) }
            // Where all tags are written together, one mark after the other is taken off.
            let isWhole = carrier.frame.type.tagging?.remove == nil
            let earlier = isWhole ? unmarkers(mains, on: mark.carrier, carried).prefix { $0.step != step } : []
            needs.formUnion(earlier.map(\.step))
            let gone = ([live] + earlier.map(\.live)).flatMap { $0.carried.map(\.key) }
            let tags = decision.tags.isEmpty ? carrier.tags.mapValues { .string($0) } : decision.tags
            calls += StepCalls(
                frame: carrier.frame, place: carrier.place, address: mark.carrier, secrets: secrecy.texts
            ).unmark(carrier, keys: [mark.key], rest: tags.filter { !gone.contains($0.key) })
        }
        return (calls, needs)
    }

    /// The steps that take marks off a carrier, in the order in which they do.
    private func unmarkers(
        _ mains: [String: String], on carrier: String, _ carried: CarriedUses
    ) -> [(step: String, live: Live)] {
        let updated = mains.compactMap { address, id -> (step: String, live: Live)? in
            guard let decision = decisions[address], !decision.isReplaced || decision.isMoved, let live = decision.live,
                live.carried.contains(where: { $0.carrier == carrier })
            else { return nil }
            return (id, live)
        }.sorted { $0.step < $1.step }
        let removed = carried.children(of: carrier).map { (step: $0.id, live: $0.live) }
        return updated + removed.sorted { $0.step < $1.step }
    }

    // MARK: - One step

    private func main(_ decision: Decision) -> Step {
        let desired = decision.desired
        let calls = StepCalls(
            frame: desired.frame, place: desired.place, address: desired.address, secrets: secrecy.texts)
        var step = Step(
            address: desired.address, type: desired.frame.type.name, action: .create, reasons: decision.reasons,
            region: desired.place.region, physicalID: decision.live?.physicalID, span: desired.span, suffix: "create")
        switch decision.kind {
        case .none, .create:
            step.physicalID = decision.predicted("Ref")?.scalarText
            step.calls = calls.create(decision)
            step.changes = creation(decision)
        case .replace(let replacement) where decision.isMoved:
            step = Step(
                address: desired.address, type: desired.frame.type.name, action: .update, reasons: decision.reasons,
                changes: changes(decision), region: desired.place.region, physicalID: decision.live?.physicalID,
                span: desired.span)
            let leaving = decision.live.map { calls.delete($0, wanted: desired.symbolic) } ?? []
            let coming = calls.create(decision)
            step.calls = replacement == .deleteFirst ? leaving + coming : coming + leaving
        case .replace(let replacement):
            step.replacement = replacement
            step.physicalID = decision.predicted("Ref")?.scalarText
            step.calls = calls.create(decision)
            step.changes = changes(decision)
        case .update, .adopt:
            step = Step(
                address: desired.address, type: desired.frame.type.name,
                action: decision.kind == .adopt ? .adopt : .update, reasons: decision.reasons,
                changes: changes(decision), calls: calls.update(decision), region: desired.place.region,
                physicalID: decision.live?.physicalID, span: desired.span)
        }
        step.lookup = decision.lookup
        let replaced = decision.isReplaced && !decision.isMoved ? decision.live.map { [$0] } ?? [] : []
        // Under a fixed name the new one is called what the old one was.
        step.others = (replaced + decision.surplus).map(\.physicalID).filter { $0 != step.physicalID }.sorted()
        return step
    }

    private func delete(_ one: Doomed) -> Step {
        let calls = StepCalls(
            frame: one.live.frame, place: one.live.place, address: one.address, secrets: secrecy.texts)
        let retained = one.reason == .retained
        var step = Step(
            address: one.address, type: one.live.frame.type.name, action: retained ? .forget : .delete,
            reasons: [one.reason],
            calls: retained
                ? calls.forget(one.live)
                : calls.delete(
                    one.live, contents: one.contents, force: one.force, wanted: one.wanted),
            region: one.live.place.region, physicalID: one.live.physicalID, replacement: one.replacement,
            span: one.span, suffix: one.suffix)
        step.lookup = one.live.lookup
        return step
    }

    private func creation(_ decision: Decision) -> [PropertyChange] {
        let desired = decision.desired
        return (decision.properties.object.map { Array($0) } ?? []).sorted { $0.name < $1.name }.map { name, value in
            PropertyChange(
                path: name, before: nil, after: secrecy.concealed(wanted: value, at: name, of: desired),
                isSecret: secrecy.isSecret(desired, name, value.scalarText == nil ? nil : value)
                    || value.isOnceOnly(decisions),
                span: desired.span(of: name))
        }
    }

    private func changes(_ decision: Decision) -> [PropertyChange] {
        let desired = decision.desired
        var changes: [PropertyChange] = []
        for difference in decision.differences {
            for leaf in difference.leaves {
                changes.append(
                    PropertyChange(
                        path: leaf.path, before: secrecy.concealed(live: leaf.before, at: leaf.path, of: desired),
                        after: secrecy.concealed(wanted: leaf.after, at: leaf.path, of: desired),
                        isSecret: secrecy.isSecret(desired, leaf.path) || (leaf.after?.isOnceOnly(decisions) ?? false),
                        forcesReplacement: decision.blocking.contains {
                            $0 == difference.property || leaf.path.withoutIndexes == $0
                        }, span: desired.span(of: leaf.path)))
            }
        }
        if let live = decision.live, !decision.isReplaced {
            let tags = TagChanges(decision: decision, live: live)
            func before(_ key: String) -> Value? {
                secrecy.concealed(
                    live: live.tags[key].map { .string($0) },
                    at: desired.frame.type.tagging?.place(of: key) ?? "Tags", of: desired)
            }
            for (key, value) in tags.set {
                if let was = tags.flipped[key], let flag = desired.frame.type.tagging?.flag {
                    changes.append(
                        PropertyChange(
                            path: "Tags.\(key).\(flag)", before: .bool(was), after: .bool(!was),
                            span: desired.span(of: "Tags")))
                    continue
                }
                changes.append(
                    PropertyChange(
                        path: "Tags.\(key)", before: before(key), after: secrecy.texts.masked(value),
                        isSecret: secrecy.isSecret(value), span: desired.span(of: "Tags")))
            }
            for key in tags.removed {
                changes.append(PropertyChange(path: "Tags.\(key)", before: before(key), after: nil))
            }
        }
        return changes.sorted { $0.path < $1.path }
    }

    // MARK: - Order

    /// Steps in an order that respects their needs, ties by id. A need that would close a circle is dropped from the
    /// step that comes first by id, which cannot happen with references alone.
    ///
    /// - Parameter yielding: needs, by step, that give way to all others: what is read off live resources knows less than
    ///   their templates (a role shows the policies that were attached to it by themselves).
    static func sorted(_ steps: [Step], yielding: [String: Set<String>] = [:]) -> [Step] {
        let ids = steps.map(\.id)
        let known = Set(ids)
        var byID = Dictionary(steps.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for id in ids { byID[id]?.needs.removeAll { !known.contains($0) || $0 == id } }
        let all = ids.flatMap { id in (byID[id]?.needs ?? []).map { (node: id, after: $0) } }
        let yields = all.map { yielding[$0.node]?.contains($0.after) == true }
        let firm = zip(all, yields).filter { !$1 }.map(\.0), loose = zip(all, yields).filter(\.1).map(\.0)
        let ordering = Ordering(ids, hard: [:], soft: firm + loose)
        for id in ids { byID[id]?.needs = (ordering.before[id] ?? []).sorted() }
        return ordering.sorted.compactMap { byID[$0] }
    }
}

extension Value {
    /// True when it carries an attribute that AWS answers only once.
    func isOnceOnly(_ decisions: [String: Decision]) -> Bool {
        awaitedAttributes.contains { decisions[$0.address]?.desired.frame.type.attributes[$0.name]?.once == true }
    }
}

/// Which live resources use which, read off their properties: for what no template relates any more.
struct LiveUses {
    private var uses: [String: Set<String>] = [:]

    init(doomed: [Doomed], mains: [String: String], decisions: [String: Decision]) {
        var owners: [String: [String]] = [:]
        for one in doomed {
            // Ids that AWS makes and ARNs are unmistakable; names are not.
            for text in Set(one.live.arns + [one.live.physicalID]) where Self.isUnmistakable(text) {
                owners[text, default: []].append(one.id)
            }
        }
        for user in doomed { add(user.live, as: user.id, owners) }
        // What stays and lets go of it in this run.
        let replaced = Set(doomed.filter { $0.replacement != nil }.map(\.address))
        for (address, id) in mains {
            guard let live = decisions[address]?.live, !replaced.contains(address) else { continue }
            add(live, as: id, owners)
        }
    }

    private mutating func add(_ live: Live, as id: String, _ owners: [String: [String]]) {
        for text in live.properties.texts {
            // An id may be the end of what names it ("origin-access-identity/cloudfront/E2QWRUHAPOMQZL").
            let end = text.split(whereSeparator: { $0 == "/" || $0 == " " }).last.map(String.init)
            for owner in Set([text, end ?? text].flatMap { owners[$0] ?? [] }) where owner != id {
                uses[owner, default: []].insert(id)
            }
        }
    }

    func users(of one: Doomed) -> Set<String> { uses[one.id] ?? [] }

    /// True of ARNs, `sg-0a1b2c3d`, universally unique ids (cache policies) and what looks like `E2QWRUHAPOMQZL` (all
    /// else of CloudFront, and hosted zones).
    static func isUnmistakable(_ text: String) -> Bool {
        if text.hasPrefix("arn:") { return true }
        guard let dash = text.firstIndex(of: "-") else {
            return text.count >= 12 && text.contains(where: \.isNumber)
                && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        }
        let tail = text[text.index(after: dash)...]
        if tail.count >= 8, tail.allSatisfy(\.isHexDigit) { return true }
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}

extension Value {
    /// All strings in the value.
    var texts: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let items): items.flatMap(\.texts)
        case .object(let object): object.values.flatMap(\.texts)
        case .deferred(let deferred): deferred.encoded.texts
        default: []
        }
    }
}
