internal import AWS
internal import Declarations
internal import Plans
internal import Values

/// Turns decisions into the exact calls of their steps.
struct StepCalls {
    let frame: Frame
    let place: Place
    let address: String
    /// What plans mask, as it occurs inside strings.
    var secrets = PlannedSecrets()

    private var builder: InputBuilder { InputBuilder(frame: frame) }
    private var type: ResourceType { frame.type }

    // MARK: - Create

    func create(_ decision: Decision) -> [PlannedCall] {
        let wanted = Completion(frame: frame).forCreation(decision.properties)
        var properties = wanted
        if let permission = type.contents?.permittedBy { properties = properties.removing(permission) }
        var sources = ArgumentSources(
            property: { properties.at($0) }, all: properties,
            attribute: { name in decision.predicted(name) ?? .deferred(.attribute(address: address, name: name)) },
            tags: decision.tags, seed: decision.seed, address: address)
        if case .reference(let member, _) = type.identity {
            sources.property = { $0 == member ? CallerReference.creation(decision) : properties.at($0) }
        }
        var calls = expand(type.create.call, sources) + type.create.then.flatMap { expand($0, sources) }
        if !calls.isEmpty {
            if case .reference(let member, _) = type.identity, calls[0].input.at(member) == nil {
                calls[0].input = calls[0].input.setting(member, to: CallerReference.creation(decision))
            }
            calls[0].yields = type.create.item
            calls[0].repeatable = type.create.repeatable
        }
        calls += settings(sources, decision, properties: properties)
        if let tagging = type.tagging, !sendsTags, !decision.tags.isEmpty {
            calls.append(addTags(tagging, decision.tags, sources))
        }
        return calls
    }

    private var sendsTags: Bool {
        type.create.call.arguments.contains(where: \.isTags)
    }

    private var sentByCreate: Set<String> {
        let sources = type.create.call.arguments.map(\.source)
        // A nested path sends a part of its property.
        return sources.contains(where: \.drawsOnAll)
            ? Set(frame.settable)
            : Set(sources.flatMap(\.properties).map { String($0.prefix { $0 != "." }) })
    }

    /// Updates and item sets right after creation, for what the create call does not send.
    private func settings(
        _ sources: ArgumentSources, _ decision: Decision, properties: Value
    ) -> [PlannedCall] {
        let comparison = Comparison(frame: frame)
        var calls: [PlannedCall] = []
        for update in type.updates {
            let open = update.properties.filter {
                !sentByCreate.contains($0) && !comparison.isInitial(properties[$0], at: $0)
            }
            guard !open.isEmpty else { continue }
            calls += planUpdate(update, changed: update.whole ? update.properties : open, sources)
        }
        for set in type.itemSets where !set.inCreate && !sentByCreate.contains(set.property) {
            let initial = comparison.meaning(of: set.property)?.array ?? []
            calls += items(set, from: initial, to: properties[set.property]?.array ?? initial, sources)
        }
        return calls
    }

    // MARK: - Update

    func update(_ decision: Decision) -> [PlannedCall] {
        guard let live = decision.live else { return [] }
        let comparison = Comparison(frame: frame)
        let changed = Set(decision.differences.map(\.property))
        let sources = ArgumentSources(
            property: { name in
                if let value = decision.properties.at(name), !value.isNull {
                    if case .keyed(let key, let defaults)? = frame.declared[name]?.equality, !defaults.isEmpty {
                        return .array(comparison.differingItems(value, live.properties[name], key, defaults))
                    }
                    return value
                }
                return unmentioned(name, live: live, changed: changed.contains(name))
            }, all: decision.properties,
            attribute: { live.attribute($0) }, live: live.item, tags: decision.tags,
            seed: .string("\(decision.desired.digest)/\(address)/\(live.physicalID)"), address: address)
        var calls: [PlannedCall] = []
        if type.create.unfinished?.holds(for: live.item) == true {
            if let wait = type.create.call.wait {
                calls.append(read(wait, sources))
            }
            calls += type.create.then.flatMap { expand($0, sources) }
        }
        for update in type.updates {
            let mine = update.properties.filter(changed.contains)
            guard !mine.isEmpty else { continue }
            let isCleared = mine.allSatisfy { isUnset(decision.properties[$0], at: $0) }
            if isCleared, let clear = update.clear {
                calls += update.first.flatMap { expand($0, sources) }
                calls += expand(clear, sources)
            } else {
                calls += planUpdate(update, changed: update.whole ? update.properties : mine, sources)
            }
        }
        for set in type.itemSets where changed.contains(set.property) {
            let before = decision.differences.first { $0.property == set.property }?.before?.array ?? []
            let after =
                decision.properties[set.property]?.array ?? comparison.meaning(of: set.property)?.array ?? []
            calls += items(set, from: before, to: after, sources)
        }
        if let rollout = type.policies?.rollout, let settings = decision.rollout {
            var own = sources
            own.item = settings
            var start = rollout.start
            if rollout.properties.contains(where: changed.contains) {
                // One that is under way is of other settings: this one comes after it.
                start.retries += rollout.underWay
            } else {
                // It is the one that an interrupted run began.
                start.tolerates += rollout.underWay
            }
            calls += expand(start, own)
        }
        let carriesTags = type.updates.contains { update in
            update.properties.contains(where: changed.contains) && update.set.arguments.contains(where: \.isTags)
        }
        if let tagging = type.tagging, !carriesTags {
            let changes = TagChanges(decision: decision, live: live)
            if !changes.removed.isEmpty, tagging.remove != nil {
                calls.append(removeTags(tagging, changes.removed, sources))
            }
            // The digest is written last: until then the resource counts as edited.
            let isWhole = tagging.remove == nil
            if !changes.isEmpty, isWhole || !changes.set.isEmpty {
                calls.append(addTags(tagging, isWhole ? decision.tags : changes.set, sources))
            }
        }
        // A later call would take the first one's revision for its own.
        for index in calls.indices.filter({ !calls[$0].revision.isEmpty }).dropFirst() {
            calls[index].revision = [:]
            calls[index].repeatable = true
        }
        return calls
    }

    private func isUnset(_ value: Value?, at name: String) -> Bool {
        guard let value, !value.isEmptyOrNull else { return true }
        let comparison = Comparison(frame: frame)
        return comparison.meaning(of: name).map { comparison.same(value, $0, at: name) } ?? false
    }

    /// What an update sends for a property that the template does not mention.
    private func unmentioned(_ name: String, live: Live, changed: Bool) -> Value? {
        if let meaning = Comparison(frame: frame).meaning(of: name) {
            if case .keyed(let key, let defaults)? = frame.declared[name]?.equality, !defaults.isEmpty {
                return .array(Comparison(frame: frame).differingItems([], live.properties[name], key, defaults))
            }
            return meaning
        }
        if case .keyed(let key, let defaults)? = frame.declared[name]?.equality, !defaults.isEmpty, changed {
            return .array(Comparison(frame: frame).differingItems([], live.properties[name], key, defaults))
        }
        guard changed else { return live.properties[name].flatMap { $0.isEmptyOrNull ? nil : $0 } }
        // Unset, and the API has no call that clears it: an empty value does.
        switch frame.schema.properties[name]?.kinds {
        case [.string]: return ""
        case [.array]: return []
        default: return nil
        }
    }

    private func planUpdate(_ update: Update, changed: [String], _ sources: ArgumentSources) -> [PlannedCall] {
        let first = update.first.flatMap { expand($0, sources) }
        var set = update.set
        // Only what changes is sent.
        set.arguments.removeAll { argument in
            let drawn = argument.source.properties.map(\.topLevel)
            return !drawn.isEmpty && drawn.allSatisfy { update.properties.contains($0) && !changed.contains($0) }
        }
        let others = update.then.flatMap(\.arguments).map(\.source) + [update.set.each].compactMap(\.self)
        let elsewhere = others.flatMap(\.properties).map(\.topLevel)
        let shape = InputBuilder.model(set.operation)?.input
        let added = changed.filter { name in
            guard !elsewhere.contains(name) else { return false }
            // Where one call sets and another clears, the call itself says it.
            return update.clear == nil || shape?.member(Encoding.member(for: name, alias: nil, in: shape)) != nil
        }
        return first + expand(set, sources, adding: added)
            + update.then.flatMap { expand($0, sources) }
    }

    // MARK: - Items

    private func items(
        _ set: ItemSet, from before: [Value], to after: [Value], _ sources: ArgumentSources
    ) -> [PlannedCall] {
        let comparison = Comparison(frame: frame)
        let path = set.property + "[]"
        let normal: (Value) -> Value = {
            if case .normalised(let form)? = frame.declared[set.property]?.equality {
                return form([$0])[0] ?? $0
            }
            return $0
        }
        func same(_ left: Value, _ right: Value) -> Bool {
            comparison.same(left, right, at: path) || Comparison.text(normal(left)) == Comparison.text(normal(right))
        }
        var removed = before.filter { old in !after.contains { same($0, old) } }
        let added = after.filter { new in !before.contains { same(new, $0) } }
        func known(_ item: Value) -> Value? { set.known?(item) ?? set.key.flatMap { item[$0] }.map(Comparison.text) }
        func isKnown(_ item: Value, in others: [Value]) -> Bool {
            guard let key = known(item) else { return false }
            return others.contains { known($0) == key }
        }
        if let change = set.change {
            let changed = added.filter { isKnown($0, in: removed) }
            removed.removeAll { isKnown($0, in: added) }
            let new = added.filter { item in !changed.contains(item) }
            return call(set.remove, for: removed, set, sources) + call(change, for: changed, set, sources)
                + call(set.add, for: new, set, sources)
        }
        if set.overwrites { removed.removeAll { isKnown($0, in: added) } }
        let removals = call(set.remove, for: removed, set, sources), additions = call(set.add, for: added, set, sources)
        return set.addsFirst ? additions + removals : removals + additions
    }

    private func call(
        _ call: Call, for items: [Value], _ set: ItemSet, _ sources: ArgumentSources
    ) -> [PlannedCall] {
        guard !items.isEmpty else { return [] }
        if let member = set.batch {
            var planned = plan(call, sources)
            let shape = Encoding.shape(at: member, in: InputBuilder.model(call.operation)?.input)
            planned.input = planned.input.setting(
                member, to: Encoding(frame: frame).value(.array(items), at: set.property, as: shape))
            planned.secrets = secretPaths(planned.input)
            return [planned]
        }
        return items.map { item in
            var own = sources
            own.item = item
            return plan(call, own, itemPath: set.property + "[]")
        }
    }

    // MARK: - Delete

    /// - Parameters:
    ///   - contents: what is in the resource and has to go first, by batches as the removing call takes them.
    ///   - wanted: what its template says, when there is one: the only source of settings that AWS never returns.
    func delete(
        _ live: Live, contents: [Value] = [], force: Bool = false, digest: String = "", wanted: Value = [:]
    ) -> [PlannedCall] {
        let sources = ArgumentSources(
            // A name that templates cannot give is an attribute.
            property: { name in
                live.properties.at(name) ?? live.name(name)
                    ?? (frame.isWriteOnly(name.topLevel) ? wanted.at(name) : nil)
            }, all: live.properties,
            attribute: { live.attribute($0) }, live: live.item,
            seed: .string("\(digest)/\(address)/\(live.physicalID)"),
            address: address)
        var calls: [PlannedCall] = []
        for name in type.delete.empties {
            guard let set = type.itemSets.first(where: { $0.property == name }) else { continue }
            calls += items(set, from: live.properties[name]?.array ?? [], to: [], sources)
        }
        if let remove = type.contents?.remove, let member = type.contents?.batch {
            for batch in contents {
                var planned = plan(remove, sources)
                planned.input = planned.input.setting(member, to: batch)
                calls.append(planned)
            }
        }
        for (index, call) in type.delete.calls.enumerated() {
            var call = call
            if force, index == type.delete.calls.count - 1 { call.arguments += type.contents?.force ?? [] }
            calls += expand(call, sources)
        }
        return calls
    }

    /// Takes our marks off.
    func forget(_ live: Live) -> [PlannedCall] {
        guard let tagging = type.tagging else { return [] }
        let sources = ArgumentSources(
            property: { live.properties[$0] }, attribute: { live.attribute($0) }, live: live.item, address: address)
        let own = live.tags.keys.filter { $0.hasPrefix(OwnTag.prefix) }
        guard !own.isEmpty else { return [] }
        if tagging.remove != nil { return [removeTags(tagging, own.sorted(), sources)] }
        let rest = live.tags.filter { !$0.key.hasPrefix(OwnTag.prefix) }.mapValues { Value.string($0) }
        return [addTags(tagging, rest, sources)]
    }

    /// Takes marks of others off a resource that stays.
    /// - Parameter rest: all tags that it keeps.
    func unmark(_ live: Live, keys: [String], rest: [String: Value]) -> [PlannedCall] {
        guard let tagging = type.tagging else { return [] }
        let sources = ArgumentSources(
            property: { live.properties[$0] }, attribute: { live.attribute($0) }, live: live.item, tags: rest,
            address: address)
        if tagging.remove != nil { return [removeTags(tagging, keys.sorted(), sources)] }
        return [addTags(tagging, rest, sources)]
    }

    // MARK: - Tags

    private func addTags(_ tagging: Tagging, _ tags: [String: Value], _ sources: ArgumentSources) -> PlannedCall {
        var planned = plan(tagging.add, sources)
        if tagging.add.arguments.contains(where: \.isTags) { return planned }
        planned.input = planned.input.setting(
            tagging.adds, to: extended(TagForms(tagging: tagging).forAdding(tags), tagging, sources))
        planned.secrets = secretPaths(planned.input)
        return planned
    }

    private func removeTags(_ tagging: Tagging, _ keys: [String], _ sources: ArgumentSources) -> PlannedCall {
        var planned = plan(tagging.remove ?? tagging.add, sources)
        planned.input = planned.input.setting(
            tagging.removes, to: extended(TagForms(tagging: tagging).forRemoving(keys), tagging, sources))
        return planned
    }

    /// Tags with the members that every tag of the type carries besides key and value.
    func extended(_ tags: Value, _ tagging: Tagging, _ sources: ArgumentSources) -> Value {
        guard let items = tags.array, !tagging.extras.isEmpty || tagging.flag != nil else { return tags }
        let flags = TagForms.flags(of: tagging.flag, in: sources.property(tagging.property))
        return .array(
            items.map { tag in
                var tag = tagging.extras.reduce(tag) { tag, extra in
                    var own = sources
                    own.item = tag
                    return tag.setting(extra.member, to: extraValue(extra, own))
                }
                if let flag = tagging.flag {
                    let key = TagForms.key(of: tag) ?? ""
                    tag = tag.setting(flag, to: .bool(flags[key] ?? false))
                }
                return tag
            })
    }

    private func extraValue(_ extra: Argument, _ sources: ArgumentSources) -> Value {
        switch extra.source {
        case .constant(let value): value
        case .attribute(let name): sources.attribute(name) ?? .null
        case .property(let name): sources.property(name) ?? .null
        case .mapped(.item, let function): function(sources.item ?? .null)
        default: .null
        }
    }

    // MARK: - Calls

    /// The calls that one declared call stands for (`Call.each`).
    private func expand(_ call: Call, _ sources: ArgumentSources, adding: [String] = []) -> [PlannedCall] {
        func isThere(_ path: String) -> Bool { !(sources.property(path)?.isEmptyOrNull ?? true) }
        guard call.when.map(isThere) != false, call.unless.map(isThere) != true else { return [] }
        guard let each = call.each else { return [plan(call, sources, adding: adding)] }
        let probe = builder.list(each, from: sources)
        return probe.map { item in
            var own = sources
            own.item = item
            return plan(call, own, itemPath: (each.property ?? "") + "[]", adding: adding)
        }
    }

    private func plan(
        _ call: Call, _ sources: ArgumentSources, itemPath: String = "", adding: [String] = []
    ) -> PlannedCall {
        let parts = call.operation.operationParts
        var sources = sources
        if let tagging = type.tagging, !tagging.extras.isEmpty || tagging.flag != nil {
            let form = TagForms(tagging: tagging).forCreation(sources.tags)
            sources.prepared = extended(form, tagging, sources)
        }
        let input = builder.input(call.operation, call.arguments, from: sources, itemPath: itemPath, adding: adding)
        var planned = PlannedCall(
            service: parts.service, operation: parts.operation, input: input, region: place.region(of: type),
            tolerates: call.tolerates, retries: call.retries, patience: call.patience,
            wait: call.wait.map { wait($0, sources) }, secrets: secretPaths(input))
        for path in call.revision {
            guard let value = sources.live.at(path) else { continue }
            planned.revision[path] = value
            planned.repeatable = false
        }
        return planned
    }

    private func wait(_ wait: Wait, _ sources: ArgumentSources) -> PlannedWait {
        let parts = wait.operation.operationParts
        return PlannedWait(
            says: wait.says, service: parts.service, operation: parts.operation,
            input: builder.input(wait.operation, wait.arguments, from: sources), until: wait.until,
            failing: wait.failing, endedBy: wait.endedBy, every: wait.every, atMost: wait.atMost, item: wait.item)
    }

    /// A wait without a call that changes anything: its first read stands for the call.
    private func read(_ wait: Wait, _ sources: ArgumentSources) -> PlannedCall {
        let planned = self.wait(wait, sources)
        return PlannedCall(
            service: planned.service, operation: planned.operation, input: planned.input,
            region: place.region(of: type), wait: planned)
    }

    /// Where secrets stand in an input.
    private func secretPaths(_ input: Value) -> [String] {
        // What is awaited is no text yet: the run masks it when it comes.
        let named = frame.secrets.isEmpty ? [] : input.leafPaths { $0.scalarText != nil }.filter(frame.namesSecret)
        let found = secrets.isEmpty ? [] : input.leafPaths(where: secrets.occur)
        return Set(named + found).sorted()
    }
}

extension Value {
    /// The dotted paths of the leaves for which a condition holds.
    func leafPaths(where holds: (Value) -> Bool, at path: String = "") -> [String] {
        switch self {
        case .array(let items):
            items.enumerated().flatMap { $1.leafPaths(where: holds, at: path.isEmpty ? "\($0)" : "\(path).\($0)") }
        case .object(let object):
            object.flatMap { $0.value.leafPaths(where: holds, at: path.isEmpty ? $0.name : "\(path).\($0.name)") }
        default: holds(self) ? [path] : []
        }
    }
}

extension Argument {
    var isTags: Bool { if case .tags = source { true } else { false } }
}
