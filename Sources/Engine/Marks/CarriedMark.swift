internal import Declarations
internal import Language
internal import Values

/// A mark as it was found on a live carrier.
struct CarriedMark: Sendable {
    var mark: ChildMark
    /// The tag's key.
    var key: String
    /// The stack of both.
    var stack: String
    /// The resource whose tag it is.
    var carrier: String
    var carrierID: String
    var carrierType: String
    /// True when nothing of the carrier's stack may be deleted.
    var isProtected: Bool

    /// The address of what it tells of.
    var address: String { "\(stack)/\(mark.logicalID)" }

    /// Addresses that the child's key refers to.
    var references: Set<String> {
        Set(mark.properties.awaitedAttributes.filter { !$0.address.isEmpty }.map { "\(stack)/\($0.address)" })
    }

    /// The marks on a live resource of ours.
    static func all(on live: Live) -> [CarriedMark] {
        guard let stack = live.tags[OwnTag.stack], let id = live.tags[OwnTag.resource] else { return [] }
        return live.tags.sorted { $0.key < $1.key }.compactMap { key, value in
            guard key.hasPrefix(ChildMark.prefix), let mark = ChildMark(text: value) else { return nil }
            return CarriedMark(
                mark: mark, key: key, stack: stack, carrier: "\(stack)/\(id)", carrierID: live.physicalID,
                carrierType: live.frame.type.name, isProtected: live.isProtected)
        }
    }
}

/// A mark whose resource cannot be looked up, because an export is not known.
struct UnresolvedMark: Sendable {
    var mark: CarriedMark
    var export: String
    /// What the export is made of and was not looked at; empty when nothing exports the name.
    var exporters: Set<String>
}

extension Observing {
    /// Looks up what marks on carriers name and no template asks for any more: children that left their template, and
    /// such as are now to be found elsewhere.
    func readStrays(into observation: inout Observation) async {
        var lives: [String: [Live]] = observation.found
        for orphan in observation.orphans {
            guard let address = orphan.address(reader.stacks) else { continue }
            lives[address, default: []].append(orphan)
        }
        let carriers = lives.sorted { $0.key < $1.key }.flatMap(\.value).filter { $0.frame.type.canCarry }
        var open = carriers.flatMap(CarriedMark.all)
        let all = open
        // A stray's own id may be what another is looked up by.
        while !open.isEmpty {
            let known = observation.strays.count
            await read(open, lives, into: &observation)
            let new = observation.strays[known...].compactMap { stray in stray.carried.first.map { ($0, stray) } }
            for (mark, stray) in new { lives[mark.address, default: []].append(stray) }
            let addresses = Set(new.map(\.0.address))
            open = all.filter { !$0.references.isDisjoint(with: addresses) }
        }
    }

    private func read(
        _ carried: [CarriedMark], _ lives: [String: [Live]], into observation: inout Observation
    ) async {
        var batches: [Key: [Sought]] = [:]
        var marks: [Key: [CarriedMark]] = [:]
        for mark in carried {
            guard let frame = frames.frame(mark.mark.type) else { continue }
            for place in places where isHome(place, of: mark.stack, for: frame.type) {
                let key = Key(type: frame.type.name, place: place)
                if let unresolved = unresolved(mark, place, lives) {
                    let isTold = observation.unresolved.contains {
                        $0.mark.key == mark.key && $0.mark.carrierID == mark.carrierID
                    }
                    if !isTold { observation.unresolved.append(unresolved) }
                    continue
                }
                for sought in sought(mark, frame, place, lives) {
                    guard let stray = SpreadParts.unwanted(sought, observation.sought) else { continue }
                    batches[key, default: []].append(stray)
                    marks[key, default: []].append(mark)
                }
            }
        }
        guard !batches.isEmpty else { return }
        for answer in await answers(batches) {
            for (position, found) in answer.result.found.sorted(by: { $0.key < $1.key }) {
                guard let mark = marks[answer.key]?[position] else { continue }
                for live in found { add(live, mark, to: &observation) }
            }
        }
    }

    /// Set when a mark refers to an export whose value is not known.
    private func unresolved(_ mark: CarriedMark, _ place: Place, _ lives: [String: [Live]]) -> UnresolvedMark? {
        for (address, name) in mark.mark.properties.awaitedAttributes where address.isEmpty {
            guard let value = exported(name, place, lives) else {
                return UnresolvedMark(mark: mark, export: name, exporters: [])
            }
            guard value.hasDeferred else { continue }
            return UnresolvedMark(mark: mark, export: name, exporters: Set(value.awaitedAttributes.map(\.address)))
        }
        return nil
    }

    private func exported(_ name: String, _ place: Place, _ lives: [String: [Live]]) -> Value? {
        exports.value(name, region: place.region, accountID: place.account) { lives[$0]?.first?.attribute($1) }
    }

    /// What a mark's words stand for, once for each live resource that its first reference may mean: an interrupted
    /// replacement leaves two.
    private func sought(_ mark: CarriedMark, _ frame: Frame, _ place: Place, _ lives: [String: [Live]]) -> [Sought] {
        let most = mark.references.map { lives[$0]?.count ?? 0 }.max() ?? 1
        return (0..<max(most, 1)).compactMap { turn in
            let settled = try? mark.mark.properties.settled { address, name in
                if address.isEmpty { return exported(name, place, lives) }
                guard let known = lives["\(mark.stack)/\(address)"], !known.isEmpty else { return nil }
                return known[min(turn, known.count - 1)].attribute(name)
            }
            guard let settled, !settled.hasDeferred else { return nil }
            var properties = frame.schema.normalised(settled)
            properties = GeneratedNames.filled(
                properties, type: frame.type, stack: mark.stack, logicalID: mark.mark.logicalID)
            var sought = Sought(
                address: mark.address, stack: mark.stack, logicalID: mark.mark.logicalID,
                frame: frame, place: place, properties: properties.completed(for: frame))
            sought.callerReference = CallerReference.text(stack: mark.stack, logicalID: mark.mark.logicalID)
            return sought
        }
    }

    /// A stray of a type that its template has under the same logical id is that resource's predecessor; any other one
    /// has left the template.
    private func add(_ live: Live, _ mark: CarriedMark, to observation: inout Observation) {
        if !live.frame.type.read.spread.isEmpty { return SpreadParts.add(live, mark, to: &observation) }
        if let index = observation.strays.firstIndex(where: { $0.isSame(as: live) }) {
            observation.strays[index].carried.append(mark)
        } else {
            // Another resource of the template may have taken it over.
            if observation.found.values.contains(where: { $0.contains { $0.isSame(as: live) } }) { return }
            var live = live
            live.carried = [mark]
            observation.strays.append(live)
        }
    }
}

extension Observation {
    /// Gives what has lost its own marks (an object that was overwritten) those that its carrier keeps.
    mutating func takeMarks(_ resources: DesiredResources) {
        let bare = resources.ordered.filter { desired in
            desired.frame.type.tagging?.takesOwnOnly == true
                && (found[desired.address] ?? []).contains { $0.tags[OwnTag.stack] == nil }
        }
        guard !bare.isEmpty else { return }
        let carriers = found.values.flatMap { $0 }.filter { $0.frame.type.canCarry }
        let carried = carriers.flatMap(CarriedMark.all)
        for desired in bare {
            guard let text = desired.childMarks.first, let lives = found[desired.address] else { continue }
            let marks = carried.filter { $0.stack == desired.stack && $0.mark.text == text }
            found[desired.address] = lives.map { live in
                var live = live
                if live.tags[OwnTag.stack] == nil { live.carried = marks }
                return live
            }
        }
    }

    /// Puts strays beside what was found.
    mutating func placeStrays(_ resources: DesiredResources) {
        for stray in strays {
            guard let mark = stray.carried.first else { continue }
            let address = mark.address
            let isPredecessor = resources.byAddress[address]?.frame.type.name == stray.frame.type.name
            if isPredecessor, let index = found[address]?.firstIndex(where: { SpreadParts.belong($0, stray) }) {
                found[address]?[index].absorb(stray)
            } else if isPredecessor {
                let known = found[address] ?? []
                if !known.contains(where: { $0.isSame(as: stray) }) { found[address] = known + [stray] }
            } else if !orphans.contains(where: { $0.isSame(as: stray) }) {
                orphans.append(stray)
            }
        }
    }

    /// Strays' marks that a live carrier keeps as long as they are there.
    func keptMarks(on carrier: Live) -> [String: Value] {
        var kept: [String: Value] = [:]
        for mark in strays.flatMap(\.carried) + unresolved.map(\.mark)
        where mark.carrierID == carrier.physicalID && mark.carrierType == carrier.frame.type.name {
            kept[mark.key] = mark.mark.text.map { .string($0) }
        }
        return kept
    }
}
