internal import AWS
internal import Declarations
internal import Diagnostics
internal import Language
internal import Values

/// What is in AWS of the resources of a run.
struct Observation: Sendable {
    /// Live candidates by address of a desired resource.
    var found: [String: [Live]] = [:]
    /// How they were looked for, by address.
    var sought: [String: Sought] = [:]
    /// Ours, and named by no template.
    var orphans: [Live] = []
    /// Ours as marks on other resources tell, and not where their template looks for them.
    var strays: [Live] = []
    /// Marks whose resource cannot be looked up.
    var unresolved: [UnresolvedMark] = []
    /// Not ours, but read along with ours.
    var others: [Live] = []
}

/// Reads in rounds: first what can be looked up by name or tag, then what needs the ids found so far.
struct Observing: Sendable {
    var resources: DesiredResources
    let registry: Registry
    let frames: Frames
    let reader: Reader
    let exports: Exports
    let bodies: SourceBodies
    /// Where each stack lives, by its name.
    let homes: [String: Place]
    let places: [Place]
    let failures: ReadFailures

    /// What was found. Reads that failed are in `failures`, and what hangs on them is missing.
    func run() async -> Observation {
        var observation = Observation()
        var open = Set(resources.ordered.map(\.address))
        var isFirst = true
        var isLast = false
        while true {
            let probes = self.probes(observation.found)
            var batches: [Key: [Sought]] = [:]
            for desired in resources.ordered where open.contains(desired.address) {
                guard let probe = probes[desired.address] else { continue }
                let sought = self.sought(desired, probe)
                guard sought.isReady || isLast && sought.isPartlyReady else { continue }
                batches[Key(type: desired.frame.type.name, place: desired.place), default: []].append(sought)
                observation.sought[desired.address] = sought
                open.remove(desired.address)
            }
            if isFirst {
                for type in frames.types where type.isUnsearchable {
                    for place in places where batches[Key(type: type.name, place: place)] == nil {
                        batches[Key(type: type.name, place: place)] = []
                    }
                }
                isFirst = false
            }
            if failures.endsReading || batches.isEmpty && isLast { break }
            if batches.isEmpty {
                // Nothing more becomes known.
                isLast = true
                continue
            }
            await read(batches, into: &observation)
            await readPredecessors(into: &observation, except: open)
        }
        if !failures.endsReading {
            await readUnderFoundNames(into: &observation)
            await readPredecessors(into: &observation)
            await readOrphans(into: &observation)
            await readStrays(into: &observation)
        }
        observation.takeMarks(resources)
        observation.placeStrays(resources)
        return observation
    }

    /// Reads some resources again, whole: those that a plan is about to change.
    func reread(_ addresses: Set<String>, into observation: inout Observation) async {
        let probes = self.probes(observation.found)
        var batches: [Key: [Sought]] = [:]
        for desired in resources.ordered where addresses.contains(desired.address) {
            guard let probe = probes[desired.address] else { continue }
            var sought = self.sought(desired, probe)
            sought.digest = nil
            sought.tags = nil
            batches[Key(type: desired.frame.type.name, place: desired.place), default: []].append(sought)
        }
        var again = Observation()
        await read(batches, into: &again)
        observation.found.merge(again.found) { $1 }
        await readPredecessors(into: &observation, except: Set(resources.byAddress.keys).subtracting(addresses))
        observation.takeMarks(resources)
        observation.placeStrays(resources)
    }

    /// One type in one place.
    struct Key: Hashable, Sendable {
        var type: String
        var place: Place
    }

    /// What reading one type in one place brought.
    struct Batch: Sendable {
        var key: Key
        var sought: [Sought]
        var result: Swift.Result<Reader.Result, AWSFailure>
    }

    /// Reads all types at once.
    /// - Returns: what could be read, sorted by type and region; failures are noted.
    func answers(_ batches: [Key: [Sought]]) async -> [(key: Key, sought: [Sought], result: Reader.Result)] {
        let reader = reader, frames = frames
        var read = await withTaskGroup(of: Batch.self) { group in
            for batch in batches {
                group.addTask {
                    let frame = frames.frame(batch.key.type)
                    return await Batch(
                        key: batch.key, sought: batch.value,
                        result: reader.answer(frame, place: batch.key.place, sought: batch.value))
                }
            }
            var read: [Batch] = []
            for await batch in group { read.append(batch) }
            return read
        }
        read.sort { ($0.key.type, $0.key.place.region) < ($1.key.type, $1.key.place.region) }
        var answers: [(key: Key, sought: [Sought], result: Reader.Result)] = []
        for batch in read {
            switch batch.result {
            case .success(let result): answers.append((batch.key, batch.sought, result))
            case .failure(let failure): failures.note(failure, type: batch.key.type)
            }
        }
        return answers
    }

    private func read(_ batches: [Key: [Sought]], into observation: inout Observation) async {
        for answer in await answers(batches) {
            for (position, lives) in answer.result.found {
                observation.found[answer.sought[position].address] = lives
            }
            observation.others += answer.result.others
            for live in answer.result.marked where isOrphan(live) { add(live, to: &observation) }
        }
    }

    private func add(_ live: Live, to observation: inout Observation) {
        let isKnown = observation.orphans.contains {
            $0.frame.type.name == live.frame.type.name && $0.physicalID == live.physicalID
        }
        if !isKnown { observation.orphans.append(live) }
    }

    /// True when no template names it: neither the address, nor the address with this type.
    private func isOrphan(_ live: Live) -> Bool {
        guard let stack = live.stack ?? live.stackByName(reader.stacks), reader.stacks.contains(stack) else {
            return false
        }
        guard isHome(live.place, of: stack, for: live.frame.type) else { return false }
        let logicalID = live.logicalID ?? live.generatedLogicalID(stack) ?? ""
        return resources.byAddress["\(stack)/\(logicalID)"]?.frame.type.name != live.frame.type.name
    }

    /// False for a region that is not the stack's: what bears the stack's marks there is of a stack of the same name,
    /// deployed a second time.
    func isHome(_ place: Place, of stack: String, for type: ResourceType) -> Bool {
        homes[stack].map { $0.region(of: type) == place.region(of: type) } ?? true
    }

    /// Looks up what the tag search found beyond what was read: resources that no template names, and such as bear a
    /// name that their template has changed.
    private func readOrphans(into observation: inout Observation) async {
        var batches: [Key: [Sought]] = [:]
        for entry in reader.search.entries {
            for sought in sought(entry)
            where resources.byAddress[sought.address]?.frame.type.name != sought.frame.type.name
                && !(observation.found[sought.address] ?? []).contains(where: { $0.isKnown(as: entry.arn) })
            {
                batches[Key(type: sought.frame.type.name, place: entry.place), default: []].append(sought)
            }
        }
        guard !batches.isEmpty else { return }
        var late = Observation()
        await read(batches, into: &late)
        for live in late.found.sorted(by: { $0.key < $1.key }).flatMap(\.value) {
            if isOrphan(live) {
                add(live, to: &observation)
            } else if let stack = live.stack, let id = live.logicalID, resources.byAddress["\(stack)/\(id)"] != nil {
                let known = observation.found["\(stack)/\(id)"] ?? []
                if !known.contains(where: { $0.isSame(as: live) }) {
                    observation.found["\(stack)/\(id)"] = known + [live]
                }
            }
        }
        for live in late.orphans { add(live, to: &observation) }
    }

    /// Looks again for what was looked for below a name that its parent turned out not to bear: the name that plumb makes is
    /// expected until the parent has been read, and a replacement has given it another one.
    private func readUnderFoundNames(into observation: inout Observation) async {
        // A name passes on through as many resources as refer to one another.
        for _ in 0..<8 {
            let probes = self.probes(observation.found)
            var batches: [Key: [Sought]] = [:]
            for desired in resources.ordered {
                guard let before = observation.sought[desired.address], let probe = probes[desired.address] else {
                    continue
                }
                let sought = self.sought(desired, probe)
                guard sought.isReady, sought.lookup != before.lookup else { continue }
                batches[Key(type: desired.frame.type.name, place: desired.place), default: []].append(sought)
                observation.sought[desired.address] = sought
                // What was found under the other name is another's, except what bears our marks.
                observation.found[desired.address]?.removeAll {
                    !$0.isMarked(stack: desired.stack, logicalID: desired.logicalID)
                }
            }
            if batches.isEmpty { return }
            var again = Observation()
            await read(batches, into: &again)
            for (address, lives) in again.found {
                let known = (observation.found[address] ?? []).filter { old in !lives.contains { $0.isSame(as: old) } }
                observation.found[address] = lives + known
            }
            let met = again.found.values.flatMap { $0 }
            observation.others.removeAll { other in met.contains { $0.isSame(as: other) } }
            observation.others += again.others.filter { other in
                !observation.others.contains { $0.isSame(as: other) }
            }
        }
    }

    /// Looks up what bears the marks of a desired resource but not the name that the template gives it now.
    /// - Parameter except: addresses that have not been read yet.
    private func readPredecessors(
        into observation: inout Observation, except: Set<String> = []
    ) async {
        var batches: [Key: [Sought]] = [:]
        for entry in reader.search.entries {
            for sought in sought(entry)
            where !except.contains(sought.address)
                && resources.byAddress[sought.address]?.frame.type.name == sought.frame.type.name
                && !(observation.found[sought.address] ?? []).contains(where: { $0.isKnown(as: entry.arn) })
            {
                batches[Key(type: sought.frame.type.name, place: entry.place), default: []].append(sought)
            }
        }
        guard !batches.isEmpty else { return }
        var late = Observation()
        await read(batches, into: &late)
        for (address, lives) in late.found {
            let known = Set((observation.found[address] ?? []).map(\.physicalID))
            observation.found[address, default: []] += lives.filter { !known.contains($0.physicalID) }
        }
    }

    /// What is looked for when a tag search has come upon a resource.
    /// - Returns: one for each type with ARNs of that form: those of alarms do not tell their kind.
    private func sought(_ entry: TagSearch.Entry) -> [Sought] {
        guard let stack = entry.tags[OwnTag.stack], let id = entry.tags[OwnTag.resource] else { return [] }
        return frames.types.compactMap { type in
            guard let pattern = type.arn, let parts = Pattern.match(entry.arn, pattern),
                let frame = frames.frame(type.name)
            else { return nil }
            guard isHome(entry.place, of: stack, for: type) else { return nil }
            var properties: Value = [:]
            // A name that several revisions share stands for the newest; the ARN for the one that was found.
            let shared = frame.type.create.revises ? frame.type.identity.givenName : nil
            for (name, text) in parts where frame.schema.properties[name] != nil && name != shared {
                properties = properties.setting(name, to: .string(text))
            }
            return Sought(
                address: "\(stack)/\(id)", stack: stack, logicalID: id, frame: frame, place: entry.place,
                properties: properties, arn: entry.arn)
        }
    }

    // MARK: - Desired properties as far as they are known

    /// Decisions that only serve to answer references: what was found is kept, the rest is predicted.
    private func probes(_ found: [String: [Live]]) -> [String: Decision] {
        var probes: [String: Decision] = [:]
        for desired in resources.ordered {
            let known = probes
            let (value, _) = desired.template.properties(
                of: desired.bound,
                reference: { id, name in known["\(desired.stack)/\(id)"]?.attribute(name) },
                imported: { exports.value($0, for: desired, attribute: { known[$0]?.attribute($1) }) })
            var properties = bodies.filled(desired.frame.schema.normalised(value), desired)
            properties = desired.foundProperties.filled(properties, desired.address, desired.frame.type) {
                known[$0]?.attribute($1)
            }
            let live = found[desired.address]?.first
            if case .named(let property, let rule) = desired.frame.type.identity, properties[property] == nil {
                let name =
                    live?.name(property)
                    ?? .string(
                        rule.fitted(to: properties).name(stack: desired.stack, logicalID: desired.logicalID))
                properties = properties.setting(property, to: name)
            }
            if live == nil { properties = GeneratedNames.filled(properties, desired) }
            properties = properties.completed(for: desired.frame)
            probes[desired.address] = Decision(
                desired: desired, kind: live == nil ? .create : .none, properties: properties, live: live)
        }
        return probes
    }

    private func sought(_ desired: Desired, _ probe: Decision) -> Sought {
        var properties = probe.properties
        // A name that the template does not give is matched by rule, not by value.
        if case .named(let property, _) = desired.frame.type.identity, !desired.mentioned.contains(property) {
            properties = properties.removing(property)
        }
        var sought = Sought(
            address: desired.address, stack: desired.stack, logicalID: desired.logicalID, frame: desired.frame,
            place: desired.place, properties: properties, digest: desired.digest, mentioned: desired.mentioned,
            callerReference: desired.callerReference)
        sought.wanted = resources.wanted[desired.address] ?? []
        sought.tags = expectedTags(desired, probe.properties)
        return sought
    }

    private func expectedTags(_ desired: Desired, _ properties: Value) -> [String: String]? {
        guard let tagging = desired.frame.type.tagging else { return nil }
        var tags: [String: Value] = [:]
        if !tagging.takesOwnOnly {
            tags = desired.stackTags
            tags.merge(TagForms.desired(tagging.given(in: properties))) { $1 }
        }
        tags.merge(desired.ownTags) { $1 }
        var texts: [String: String] = [:]
        for (key, value) in tags {
            guard let text = value.scalarText else { return nil }
            texts[key] = text
        }
        return texts
    }
}

extension ResourceType {
    /// True for types that tag searches do not cover and whose own listing tells which are ours: they are always
    /// listed, so that what left its template is found. The Resource Groups Tagging API answers nothing for IAM roles
    /// and users and for Auto Scaling.
    var isUnsearchable: Bool {
        let service = read.operation.operationParts.service
        switch read.scope {
        case .each, .eachItem, .batch, .filter: return false
        case .everything, .stackTags: break
        }
        if case .named(_, let rule) = identity, rule.contentHash, tagging == nil { return true }
        return ["iam", "autoscaling"].contains(service) && read.tags != nil
    }
}

extension Live {
    fileprivate func isKnown(as arn: String) -> Bool { physicalID == arn || arns.contains(arn) }

    func generatedLogicalID(_ stack: String) -> String? {
        guard case .named(let property, let rule) = frame.type.identity, let name = self.name(property)?.scalarText
        else { return nil }
        return rule.logicalID(of: name, stack: stack)
    }
}
