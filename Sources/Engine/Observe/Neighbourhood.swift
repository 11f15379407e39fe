internal import AWS
internal import Declarations
internal import Language
internal import Plans
internal import Values

/// Looks for what is on and in our objects and no stack names: one batched read for each type that can be there.
struct Neighbourhood: Sendable {
    let observing: Observing
    let observation: Observation
    /// Ours that are there, by address.
    let owned: [String: Live]
    /// Denied reads: what they would have shown is not told.
    let failures = ReadFailures()

    /// Everything of one type on or in everything of another, in one region.
    private struct Search: Sendable {
        var kind: Kind
        var foreign: Foreign
        var place: Place
        var parents: [(address: String, live: Live)]

        enum Kind: Sendable { case managed(Frame), told(Neighbour) }

        /// The address of one of the parents, which a text names.
        func parent(named text: String) -> String? {
            parents.first { $0.live.physicalID == text || $0.live.arns.contains(text) }?.address
        }
    }

    func found() async throws(AWSFailure) -> [ForeignObject] {
        let answers = await withTaskGroup(of: Result<[ForeignObject], AWSFailure>.self) { group in
            for search in searches {
                group.addTask {
                    do throws(AWSFailure) {
                        return .success(try await found(by: search))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            var answers: [Result<[ForeignObject], AWSFailure>] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        var all: Set<ForeignObject> = []
        for answer in answers { all.formUnion(try answer.get()) }
        return ForeignObjects.inOrder(all)
    }

    private var searches: [Search] {
        let parents = Dictionary(grouping: owned.sorted { $0.key < $1.key }) { $0.value.frame.type.name }
        func searches(_ kind: Search.Kind, _ foreign: Foreign) -> [Search] {
            Dictionary(grouping: parents[foreign.of] ?? []) { $0.value.place }.map { place, parents in
                Search(kind: kind, foreign: foreign, place: place, parents: parents.map { ($0.key, $0.value) })
            }
        }
        return observing.registry.types.flatMap { type -> [Search] in
            guard let foreign = type.foreign, let frame = observing.frames.frame(type.name) else { return [] }
            return searches(.managed(frame), foreign)
        } + observing.registry.neighbours.flatMap { searches(.told($0), $0.foreign) }
    }

    private var reader: Reader {
        var reader = observing.reader
        reader.failures = failures
        return reader
    }

    private func found(by search: Search) async throws(AWSFailure) -> [ForeignObject] {
        switch search.kind {
        case .told(let neighbour):
            let sought = search.parents.map { asking($0.live.frame, search, $0.address, $0.live) }
            guard let frame = sought.first?.frame else { return [] }
            let items = try await reader.answers(to: neighbour.read, frame, place: search.place, sought: sought).items
            return Reader.distinct(items).compactMap { item in
                let tags = TagForms.all(neighbour.read.tags.flatMap { item.at($0) })
                guard tags[OwnTag.stack] == nil else { return nil }
                return object(search, type: neighbour.type, id: neighbour.id, item: item, tags: tags) { item.at($0) }
            }
        case .managed(let frame):
            var lives = try await lives(frame, search).filter { live in
                !(search.foreign.except?.holds(for: live.item) ?? false) && live.stack == nil && !isKnown(live)
            }
            if frame.type.read.tags == nil, frame.type.read.details.contains(where: \.isTags) {
                lives = try await reader.withTags(lives, sought: []).filter { $0.stack == nil }
            }
            return lives.compactMap { live in
                let tags = TagForms.all(frame.type.read.tags.flatMap { live.item.at($0) } ?? live.item["$tags"])
                return object(search, type: frame.type.name, id: frame.reference.first, item: live.item, tags: tags) {
                    live.properties[$0] ?? live.attribute($0)
                }
            }
        }
    }

    private func object(
        _ search: Search, type: String, id: String?, item: Value, tags: [String: String], value: (String) -> Value?
    ) -> ForeignObject? {
        let foreign = search.foreign
        if foreign.except?.holds(for: item) ?? false { return nil }
        let named = foreign.parents.flatMap { value($0)?.texts ?? [] }
        guard let parent = named.lazy.compactMap(search.parent).first else { return nil }
        var names = foreign.shows
        if foreign.isInside, let id { names.insert(id, at: 0) }
        var shows = ForeignObjects.shown(names, value: value)
        if foreign.isInside {
            if let name = tags["Name"], !name.isEmpty { shows.append("Name: \(name)") }
            if let stack = tags["aws:cloudformation:stack-name"] { shows.append("CloudFormation stack: \(stack)") }
        }
        return ForeignObject(parent: parent, type: type, shows: shows)
    }

    // MARK: - Reading below parents

    /// What a search is made of: for the type's own read a resource of which only the parent is known, else the parent.
    private func asking(_ frame: Frame, _ search: Search, _ address: String, _ parent: Live) -> Sought {
        var known: Value = [:]
        if case (.own, .managed) = (search.foreign.search, search.kind) {
            known = known.setting(search.foreign.parents[0], to: parent.reference ?? .null)
        } else {
            for name in parent.frame.type.attributes.keys.sorted() + parent.frame.reference {
                if let value = parent.attribute(name) { known = known.setting(name, to: value) }
            }
        }
        return Sought(
            address: address, stack: Address.stack(of: address), logicalID: "", frame: frame, place: search.place,
            properties: known)
    }

    private func lives(_ frame: Frame, _ search: Search) async throws(AWSFailure) -> [Live] {
        let sought = search.parents.map { asking(frame, search, $0.address, $0.live) }
        var read = frame.type.read
        read.also = []
        switch search.foreign.search {
        case .own: break
        case .scope(let scope): read.scope = scope
        case .names(let listing, let property, let others):
            return try await named(by: listing, as: property, with: others, frame, search.place, sought)
        }
        let items = try await reader.answers(to: read, frame, place: search.place, sought: sought).items
        return Reader.distinct(items).map { Live(frame: frame, place: search.place, item: $0) }
    }

    /// Reads what a listing names, without what is known to be somebody's.
    private func named(
        by listing: Read, as property: String, with others: [String: String], _ frame: Frame, _ place: Place,
        _ sought: [Sought]
    ) async throws(AWSFailure) -> [Live] {
        let known = Set(ours(frame.type).flatMap { $0.arns + [$0.physicalID] })
        let items = try await reader.answers(to: listing, frame, place: place, sought: sought).items
        let open = items.compactMap { item -> Sought? in
            guard let name = item["$value"], let text = name.string, !known.contains(text),
                reader.search.stack(of: [text]) == nil
            else { return nil }
            var properties: Value = [property: name]
            for (member, other) in others {
                properties = properties.setting(other, to: item.at("$input.\(member)") ?? .null)
            }
            return Sought(
                address: text, stack: "", logicalID: "", frame: frame, place: place, properties: properties)
        }
        guard !open.isEmpty else { return [] }
        let answer = try await reader.read(frame, place: place, sought: open)
        return answer.found.sorted { $0.key < $1.key }.flatMap(\.value) + answer.others
    }

    // MARK: - Whose it is

    private func ours(_ type: ResourceType) -> [Live] {
        (observation.found.values.flatMap { $0 } + observation.orphans + observation.strays).filter {
            $0.frame.type.name == type.name
        }
    }

    /// True for what a template of the run names, what is left of one, and what other stacks' marks tell of.
    private func isKnown(_ live: Live) -> Bool {
        let type = live.frame.type
        if reader.search.stack(of: live.arns + [live.physicalID]) != nil { return true }
        let sought = observation.sought.values.filter {
            $0.frame.type.name == type.name && $0.place.region(of: type) == live.place.region(of: type)
        }
        if sought.contains(where: { $0.matches(live) }) { return true }
        if ours(type).contains(where: { isSame($0, live) }) || owned.values.contains(where: { $0.holds(live) }) {
            return true
        }
        return type.needsCarrier && isMarkedElsewhere(live)
    }

    /// What has a key is told apart by that: `Ref` may be the same for several (records of one name).
    private func isSame(_ one: Live, _ other: Live) -> Bool {
        guard case .key(let names) = one.frame.type.identity else { return one.isSame(as: other) }
        let comparison = Comparison(frame: one.frame)
        return names.allSatisfy { comparison.same(one.name($0), other.name($0), at: $0) }
    }

    /// True when a resource of a stack that is not of this run bears its mark.
    private func isMarkedElsewhere(_ live: Live) -> Bool {
        let comparison = Comparison(frame: live.frame)
        return reader.search.strangers.contains { entry in
            entry.tags.contains { key, text in
                guard key.hasPrefix(ChildMark.prefix), let mark = ChildMark(text: text),
                    mark.type == live.frame.type.name
                else { return false }
                let settled = try? mark.properties.settled { address, name in
                    guard address.isEmpty else { return nil }
                    return observing.exports.value(name, region: live.place.region, accountID: live.place.account) {
                        observation.found[$0]?.first?.attribute($1)
                    }
                }
                guard let wanted = settled?.object, !wanted.values.contains(where: \.hasDeferred) else { return false }
                return wanted.allSatisfy { comparison.same($0.value, live.name($0.name), at: $0.name) }
            }
        }
    }
}
