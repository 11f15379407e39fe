internal import AWS
public import Declarations
public import Diagnostics
public import Plans
internal import Values

/// Reads again what a plan takes for granted, and tells what has moved.
public struct FactCheck: Sendable {
    let plan: Plan
    let frames: Frames
    let caller: any Caller

    public init(_ plan: Plan, registry: Registry, caller: any Caller) {
        self.plan = plan
        frames = Frames(registry)
        self.caller = caller
    }

    /// All facts of the plan, read in batches by type, and who calls.
    /// - Returns: `stale-plan` for each fact that does not hold any more, `wrong-account` for another account's
    ///   credentials, and what could not be read.
    public func findings() async -> Findings {
        var findings = Findings()
        guard let region = plan.facts.first?.region ?? plan.stacks.first?.region else { return findings }
        do {
            let answer = try await caller.send(
                APICall("sts", "GetCallerIdentity", [:], region: region), repeatable: true)
            let account = answer["Account"]?.string ?? ""
            if account != plan.account {
                findings.add(
                    EngineDiagnostics.wrongAccount(
                        plan.account, actual: account, caller: answer["Arn"]?.string ?? "", span: nil))
                return findings
            }
        } catch {
            findings.add(EngineDiagnostics.readFailed(error, type: nil))
            return findings
        }
        findings.add(contentsOf: await self.findings(of: plan.facts, exactly: true))
        return findings
    }

    /// What a step takes for granted about its own resource. A deletion is content that it is there and ours: others
    /// of the same run may have changed it.
    func findings(before step: Step) async -> Findings {
        var facts = plan.facts(of: step)
        if step.action == .delete || step.action == .forget {
            for index in facts.indices {
                facts[index].lives = facts[index].lives.filter { $0.physicalID == step.physicalID }.map {
                    Fact.Seen(physicalID: $0.physicalID, tags: $0.tags?.filter { $0.key == OwnTag.stack })
                }
            }
            return await findings(of: facts, exactly: false)
        }
        return await findings(of: facts, exactly: true)
    }

    // MARK: - Reading

    private struct Key: Hashable {
        var type: String
        var region: String
    }

    /// - Parameter exactly: true: what is there besides and all tags count too.
    private func findings(of facts: [Fact], exactly: Bool) async -> Findings {
        var findings = Findings()
        let cache = ReadCache(caller)
        let failures = ReadFailures()
        let stacks = Set(facts.map(\.stack)).sorted()
        let reader = Reader(
            cache: cache, search: TagSearch(), stacks: stacks, readsEverything: true, failures: failures)
        let groups = Dictionary(grouping: facts) { Key(type: $0.type, region: $0.region) }
        for (key, group) in groups.sorted(by: { ($0.key.type, $0.key.region) < ($1.key.type, $1.key.region) }) {
            guard let frame = frames.frame(key.type) else { continue }
            let place = Place(partition: plan.partition, account: plan.account, region: key.region)
            let answer = await reader.answer(frame, place: place, sought: group.map { sought($0, frame, place) })
            switch answer {
            case .failure(let failure): findings.add(EngineDiagnostics.readFailed(failure, type: key.type))
            case .success(let result):
                // What bears the marks and not the name (a predecessor) comes under others.
                for (index, fact) in group.enumerated() {
                    let marked = result.marked.filter { $0.address(stacks) == fact.address }
                    for moved in moved(fact, (result.found[index] ?? []) + marked, exactly: exactly) {
                        findings.add(moved)
                    }
                }
            }
        }
        for entry in failures.all { findings.add(EngineDiagnostics.readFailed(entry.failure, type: entry.type)) }
        return findings
    }

    private func sought(_ fact: Fact, _ frame: Frame, _ place: Place) -> Sought {
        var sought = Sought(
            address: fact.address, stack: fact.stack, logicalID: fact.logicalID, frame: frame, place: place,
            properties: fact.lookup)
        sought.callerReference = fact.callerReference
        return sought
    }

    // MARK: - Comparing

    private func moved(_ fact: Fact, _ lives: [Live], exactly: Bool) -> [Diagnostic] {
        var found: [Diagnostic] = []
        func stale(_ property: String?, _ old: Value?, _ new: Value?) {
            let span = plan.steps.first { $0.address == fact.address }?.span
            found.append(EngineDiagnostics.stale(fact, property, old: old, new: new, span: span))
        }
        for seen in fact.lives {
            guard let live = lives.first(where: { $0.physicalID == seen.physicalID }) else {
                stale(nil, .string(seen.physicalID), nil)
                continue
            }
            let comparison = Comparison(frame: live.frame)
            for (name, old) in seen.properties.object ?? [:] {
                let new = live.properties[name] ?? .null
                if let digest = old.string, digest.hasPrefix(Facts.secretMark) {
                    let mask = Value.string(SecretTexts.mask)
                    if Facts.secretDigest(of: new) != digest, new.string != digest { stale(name, mask, mask) }
                } else if let digest = old.string, digest.hasPrefix(Facts.digestMark) {
                    if Facts.digest(of: new) != digest, new.string != digest { stale(name, nil, new) }
                } else if !comparison.same(old, new, at: name) {
                    stale(name, old, new)
                }
            }
            for (name, old) in seen.attributes.object ?? [:] {
                let name = name.replacing("|", with: ".")
                let new = live.attribute(name) ?? .null
                if new != old { stale(name, old, new) }
            }
            for (key, old, new) in changes(seen.tags, live.tags, exactly: exactly) {
                stale("Tags.\(key)", old.map { .string($0) } ?? .null, new.map { .string($0) })
            }
        }
        // What stands where something is to be made.
        if exactly, fact.lives.isEmpty, !lives.isEmpty {
            let known = plan.facts.filter { $0.address == fact.address }.flatMap(\.lives).map(\.physicalID)
            for live in lives where !known.contains(live.physicalID) { stale(nil, nil, .string(live.physicalID)) }
        }
        return found
    }

    private func changes(
        _ old: [String: String]?, _ new: [String: String], exactly: Bool
    ) -> [(key: String, old: String?, new: String?)] {
        guard let old else { return [] }
        let keys = exactly ? Set(old.keys).union(new.keys) : Set(old.keys)
        return keys.sorted().compactMap { key in
            guard old[key] != new[key] else { return nil }
            guard let digest = old[key], digest.hasPrefix(Facts.secretMark) else { return (key, old[key], new[key]) }
            let isSame = new[key].map { Facts.secretDigest(of: .string($0)) == digest } ?? false
            return isSame ? nil : (key, SecretTexts.mask, new[key].map { _ in SecretTexts.mask })
        }
    }
}
