internal import AWS
internal import Declarations
internal import Diagnostics
internal import Language
internal import Plans
internal import Values

/// Finds out what has to go, and whether it may.
struct Removal {
    let purpose: Plan.Purpose
    let options: RunOptions
    let cache: ReadCache
    let stacks: [String]
    /// The condition for which a template does not want what it names, by its address.
    let unmetCondition: (String) -> String?
    private(set) var findings = Findings()
    private(set) var kept: [Kept] = []

    init(
        purpose: Plan.Purpose, options: RunOptions, cache: ReadCache, stacks: [String],
        unmetCondition: @escaping (String) -> String?
    ) {
        self.stacks = stacks
        self.unmetCondition = unmetCondition
        self.purpose = purpose
        self.options = options
        self.cache = cache
    }

    mutating func doomed(
        decisions: [String: Decision], orphans: [Live], targets: Targets
    ) async throws(AWSFailure) -> [Doomed] {
        var all: [Doomed] = []
        for (address, decision) in decisions.sorted(by: { $0.key < $1.key })
        where decision.desired.isSelected && targets.includes(address) {
            if purpose == .destroy {
                for (index, live) in decision.lives.enumerated() where live.isOurs(decision.desired) {
                    take(live, decision.desired, .destroyed, "delete" + (index == 0 ? "" : ".\(index + 1)"), nil, &all)
                }
                continue
            }
            if case .replace(let replacement) = decision.kind, !decision.isMoved, let live = decision.live {
                take(live, decision.desired, reason(of: decision), "delete", replacement, &all)
            }
            for (index, live) in decision.surplus.enumerated() {
                // What an interrupted replacement left goes when its users have moved on.
                take(live, decision.desired, .leftOver, "delete.\(index + 2)", .createFirst, &all)
            }
        }
        let sorted = orphans.sorted { ($0.frame.type.name, $0.physicalID) < ($1.frame.type.name, $1.physicalID) }
        for (index, live) in sorted.enumerated() {
            guard let address = live.address(stacks), targets.includes(address) else { continue }
            takeOrphan(live, address, "delete.\(live.frame.type.name).\(index)", &all)
        }
        // What mentions a resource that can hold something may be what it holds.
        let holders = Set(all.filter { $0.live.frame.type.contents != nil }.map(\.live.physicalID))
        var mentioning: [String: [Live]] = [:]
        for one in holders.isEmpty ? [] : all {
            for id in holders.intersection(one.live.properties.texts) { mentioning[id, default: []].append(one.live) }
        }
        for index in all.indices where all[index].reason != .retained {
            let live = all[index].live
            let inside = (mentioning[live.physicalID] ?? []).filter { $0.frame.type.name != live.frame.type.name }
            try await empty(&all[index], decisions[all[index].address]?.desired, inside: inside)
        }
        return all
    }

    private func reason(of decision: Decision) -> Reason { decision.reasons.first ?? .cannotChange(decision.blocking) }

    private mutating func take(
        _ live: Live, _ desired: Desired, _ reason: Reason, _ suffix: String, _ replacement: Replacement?,
        _ all: inout [Doomed]
    ) {
        var one = Doomed(
            address: desired.address, live: live, reason: reason, suffix: suffix, replacement: replacement,
            wanted: desired.symbolic, span: desired.span)
        if live.isProtected {
            refuse(one)
            return
        }
        let policy = purpose == .destroy ? desired.bound.deletionPolicy : desired.bound.updateReplacePolicy
        let isRetained = policy == .retain || (policy == .retainExceptOnCreate && purpose == .destroy)
        if isRetained, reason != .leftOver {
            keep(one, "its policy retains it")
            one.reason = .retained
            one.suffix = "forget"
            if live.frame.type.tagging == nil, live.carried.isEmpty { return }
        }
        all.append(one)
    }

    private mutating func takeOrphan(_ live: Live, _ address: String, _ suffix: String, _ all: inout [Doomed]) {
        let reason = unmetCondition(address).map { Reason.unwanted(condition: $0) } ?? .leftTemplate
        var one = Doomed(
            address: address, live: live, reason: purpose == .destroy ? .destroyed : reason, suffix: suffix)
        if live.isProtected {
            refuse(one)
            return
        }
        if live.tags[OwnTag.protect] == "retain" || live.carried.contains(where: \.mark.isRetained) {
            keep(one, "its policy retains it")
            one.reason = .retained
            one.suffix = suffix.replacing("delete", with: "forget")
        }
        all.append(one)
    }

    private mutating func refuse(_ one: Doomed) {
        findings.add(
            EngineDiagnostics.protected(
                one.address, type: one.live.frame.type.name, id: one.live.physicalID, span: one.span))
    }

    private mutating func keep(_ one: Doomed, _ reason: String) {
        kept.append(
            Kept(
                address: one.address, type: one.live.frame.type.name, physicalID: one.live.physicalID, reason: reason))
    }

    // MARK: - Contents

    /// Lists what is inside, and refuses to lose it without the user's word.
    ///
    /// - Parameter inside: what goes in the same run by a step of its own, which is no loss.
    private mutating func empty(_ one: inout Doomed, _ desired: Desired?, inside: [Live]) async throws(AWSFailure) {
        let live = one.live
        guard let contents = live.frame.type.contents else { return }
        let input = InputBuilder(frame: live.frame).input(
            contents.list.operation, contents.list.arguments,
            from: ArgumentSources(
                property: { live.properties[$0] }, attribute: { live.attribute($0) }, live: live.item))
        let parts = contents.list.operation.operationParts
        let call = APICall(
            parts.service, parts.operation, input, region: live.place.region(of: live.frame.type))
        var items: [Value] = []
        do {
            for page in try await cache.pages(call) {
                for path in contents.items { items += Reader.items(of: page, at: path) }
            }
        } catch {
            guard error.kind == .notFound else { throw error }
        }
        items.removeAll { item in
            (contents.except?.holds(for: item) ?? false)
                || !contents.matching.allSatisfy { item[$0]?.scalarText == live.attribute($0)?.scalarText }
        }
        items.removeAll { item in
            !contents.members.isEmpty
                && inside.contains { other in
                    let matching = other.frame.type.contents?.matching ?? []
                    let comparison = Comparison(frame: other.frame)
                    return other.parts.contains { part in
                        (matching.isEmpty ? contents.members : matching).allSatisfy { name in
                            guard let there = item[name], let own = part.value(name) else {
                                return (item[name] ?? .null).isNull && (part.value(name) ?? .null).isNull
                            }
                            // In its own way of telling two spellings of one thing (a record's name).
                            return there.scalarText == own.scalarText
                                || comparison.same(own, there, at: part.prefix + name)
                        }
                    }
                }
        }
        let weighty = items.filter { !(contents.trifles?.holds(for: $0) ?? false) }
        let isPermitted =
            options.deleteData
            || contents.permittedBy.map { desired?.symbolic[$0]?.bool ?? live.properties[$0]?.bool ?? false } ?? false
        if !weighty.isEmpty, !isPermitted {
            findings.add(
                EngineDiagnostics.dataInside(
                    one.address, type: live.frame.type.name, id: live.physicalID, count: weighty.count,
                    noun: contents.noun))
            return
        }
        one.force = isPermitted
        guard contents.remove != nil, !items.isEmpty else { return }
        let encoded = items.map { item in
            contents.encode?(item)
                ?? .object(Value.Object(contents.members.compactMap { name in item[name].map { (name, $0) } }))
        }
        one.contents = stride(from: 0, to: encoded.count, by: contents.most).map { start in
            .array(Array(encoded[start...].prefix(contents.most)))
        }
    }
}
