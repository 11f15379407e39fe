internal import AWS
internal import Declarations
internal import Language
internal import Values

/// Reads live resources, in batches by type.
struct Reader: Sendable {
    let cache: ReadCache
    let search: TagSearch
    /// All stacks of the run: tag filters name them together.
    let stacks: [String]
    /// True: every detail is read. False: details of unmentioned properties are left out where the digest shows that
    /// the configuration is as it was last applied.
    let readsEverything: Bool
    /// Takes the calls that AWS denies, so that reading goes on and the user sees all of them. Nil: the first ends it.
    var failures: ReadFailures?

    /// What reading some sought resources of one type brought.
    struct Result: Sendable {
        /// By the position in the sought list.
        var found: [Int: [Live]] = [:]
        /// Others that carry the marks of one of our stacks.
        var marked: [Live] = []
        /// Items that no one asked for and that carry no mark, for reports of foreign objects.
        var others: [Live] = []
    }

    /// `read` as a value; nothing for a type that the run does not know.
    func answer(_ frame: Frame?, place: Place, sought: [Sought]) async -> Swift.Result<Result, AWSFailure> {
        guard let frame else { return .success(Result()) }
        do {
            return .success(try await read(frame, place: place, sought: sought))
        } catch {
            return .failure(error)
        }
    }

    /// - Parameter sought: of one type and one place.
    func read(_ frame: Frame, place: Place, sought all: [Sought]) async throws(AWSFailure) -> Result {
        var known = Result()
        var sought: [Sought] = []
        var positions: [Int] = []
        let current = await current(frame, place: place, sought: all)
        for (index, one) in all.enumerated() {
            if let live = immutable(one, among: current) {
                known.found[index] = [live]
            } else {
                sought.append(one)
                positions.append(index)
            }
        }
        if sought.isEmpty, !all.isEmpty { return known }
        var read = try await readAll(frame, place: place, sought: sought)
        read.found = Dictionary(
            read.found.map { (positions[$0.key], $0.value) }, uniquingKeysWith: { first, _ in first })
        read.found.merge(known.found) { first, _ in first }
        return read
    }

    /// The ARNs of immutable resources that count, the newest of a name first; empty where one call does not pay.
    private func current(_ frame: Frame, place: Place, sought: [Sought]) async -> [String] {
        guard let listing = frame.type.read.immutable, !readsEverything, sought.count > 1 else { return [] }
        let parts = listing.operation.operationParts
        let input = InputBuilder(frame: frame).input(
            listing.operation, listing.arguments,
            from: ArgumentSources(property: { _ in nil }, attribute: { _ in nil }))
        let call = APICall(parts.service, parts.operation, input, region: place.region(of: frame.type))
        // What is not on the first page, or may not be listed, is read one by one.
        guard case .success(let page) = await cache.firstPage(call) else { return [] }
        return (page.at(frame.type.read.immutableItems)?.array ?? []).compactMap(\.string)
    }

    /// A resource that cannot have changed since it was made, as the tag search shows it.
    private func immutable(_ sought: Sought, among current: [String]) -> Live? {
        let type = sought.frame.type
        guard !current.isEmpty, let pattern = type.arn, let tags = sought.tags else { return nil }
        let entries = search.entries.filter { entry in
            guard entry.tags == tags, let parts = Pattern.match(entry.arn, pattern) else { return false }
            let newest = current.first { arn in
                guard let others = Pattern.match(arn, pattern) else { return false }
                return others.allSatisfy { $0.key == "*" || parts[$0.key] == $0.value }
            }
            return newest == entry.arn
        }
        guard entries.count == 1, let arn = entries.first?.arn, let reference = sought.frame.reference.first,
            let path = type.attributes[reference]?.path
        else { return nil }
        var live = Live(
            frame: sought.frame, place: sought.place, item: (Value.object([:])).setting(path, to: .string(arn)))
        live.properties = sought.properties.completed(for: sought.frame)
        for key in sought.keys { live.properties = live.properties.setting(key, to: sought.property(key) ?? .null) }
        live.tags = tags
        live.isPartlyRead = true
        return live
    }

    private func readAll(_ frame: Frame, place: Place, sought: [Sought]) async throws(AWSFailure) -> Result {
        var items: [Value] = []
        var outputs: [Value] = []
        for read in [frame.type.read] + frame.type.read.also {
            let answers = try await answers(to: read, frame, place: place, sought: sought)
            items += answers.items
            outputs += answers.outputs
        }
        if let gather = frame.type.read.gather {
            let output = Self.joined(outputs).setting("$items", to: .array(items))
            return try await gathered(by: gather, output, frame, place, sought)
        }
        var lives = Self.distinct(items).map { Live(frame: frame, place: place, item: $0) }
        if needsTagsToMatch(frame) { lives = try await withTags(lives, sought: sought) }
        if let detail = frame.type.identifyingDetail { lives = try await filled(lives, detail) }
        return try await sort(lives, sought: sought, frame: frame)
    }

    /// What one read answers: its items, and the output of each call.
    /// - Parameter sought: what the calls' inputs are made of.
    func answers(
        to read: Read, _ frame: Frame, place: Place, sought: [Sought]
    ) async throws(AWSFailure) -> (items: [Value], outputs: [Value]) {
        var items: [Value] = []
        var outputs: [Value] = []
        for call in calls(read, frame, place: place, sought: sought) {
            do {
                let pages = try await cache.pages(call)
                outputs.append(Self.joined(pages))
                for page in pages {
                    var found = Self.items(of: page, at: read.items)
                    if read.scope.keepsInput {
                        // A text (an ARN) cannot keep anything beside it.
                        found = found.map { $0.string == nil ? $0 : ["$value": $0] }
                            .map { $0.setting("$input", to: call.input) }
                    }
                    if let shape = read.shape { found = found.map(shape) }
                    items += found.filter { !(read.gone?.holds(for: $0) ?? false) }
                }
            } catch {
                let isAbsent = read.absent.contains {
                    $0.matches(code: error.code.rawValue, message: error.message)
                }
                if !isAbsent { try note(error, frame) }
            }
        }
        return (items, outputs)
    }

    /// Keeps a denial for later; all else ends the reading.
    func note(_ failure: AWSFailure, _ frame: Frame) throws(AWSFailure) {
        guard let failures, failure.kind == .denied else { throw failure }
        failures.note(failure, type: frame.type.name)
    }

    /// Without inline tags a tagged resource can only be told apart once its tags are read.
    private func needsTagsToMatch(_ frame: Frame) -> Bool {
        guard frame.type.read.tags == nil, frame.type.read.details.contains(where: \.isTags) else { return false }
        if case .tagged = frame.type.identity { return true }
        return false
    }

    /// Resources that are spread over several items of AWS: one for each that is sought.
    private func gathered(
        by gather: (Value, Value) -> Value?, _ output: Value, _ frame: Frame, _ place: Place, _ sought: [Sought]
    ) async throws(AWSFailure) -> Result {
        var result = Result()
        for (index, one) in sought.enumerated() {
            var wanted = one.properties
            for key in one.keys { wanted = wanted.setting(key, to: one.property(key) ?? .null) }
            guard let item = gather(output, wanted) else { continue }
            let live = Live(frame: frame, place: place, item: item)
            let complete = try await withDetails([(live, one)], tagsKnown: false)
            result.found[index] = complete.filter { !$0.isGone }
        }
        return result
    }

    private func sort(_ lives: [Live], sought: [Sought], frame: Frame) async throws(AWSFailure) -> Result {
        var result = Result()
        var detailed: [(live: Live, sought: Sought?)] = []
        var owner: [Int?] = []
        var taken: [Int: Int] = [:]
        for live in lives {
            // Several sought resources that cannot be told apart (a user's access keys) take theirs in turn.
            let matching = sought.indices.filter { sought[$0].matches(live) }
            let least = matching.map { taken[$0, default: 0] }.min()
            if let index = matching.first(where: { taken[$0, default: 0] == least }) {
                taken[index, default: 0] += 1
                detailed.append((live, sought[index]))
                owner.append(index)
            } else if let stack = live.stack ?? live.stackByName(stacks), stacks.contains(stack) {
                detailed.append((live, nil))
                owner.append(nil)
            } else {
                result.others.append(live)
            }
        }
        let complete = try await withDetails(detailed, tagsKnown: needsTagsToMatch(frame))
        for (index, live) in complete.enumerated() where !live.isGone {
            if let sought = owner[index] {
                result.found[sought, default: []].append(live)
            } else {
                result.marked.append(live)
            }
        }
        return result
    }

    // MARK: - Calls

    private func calls(_ read: Read, _ frame: Frame, place: Place, sought: [Sought]) -> [APICall] {
        let region = place.region(of: frame.type)
        let parts = read.operation.operationParts
        if let member = read.arns, sought.contains(where: { $0.arn != nil }) {
            let found: [Value] = sought.compactMap { $0.arn.map { .string($0) } }
            let others = sought.filter { $0.arn == nil }
            return [APICall(parts.service, parts.operation, [member: .array(found)], region: region)]
                + (others.isEmpty ? [] : calls(read, frame, place: place, sought: others))
        }
        func call(_ input: Value) -> APICall { APICall(parts.service, parts.operation, input, region: region) }
        let builder = InputBuilder(frame: frame)
        func input(_ arguments: [Argument], _ sought: Sought?) -> Value {
            builder.input(
                read.operation, arguments,
                from: ArgumentSources(
                    property: { sought?.property($0) }, attribute: { sought?.attribute($0) }))
        }
        switch read.scope {
        case .stackTags(let member, let also):
            let filter: Value = [
                "Name": .string("tag:" + OwnTag.stack), "Values": .array(stacks.map { .string($0) }),
            ]
            let base = input(also, nil)
            return [call(base.setting(member, to: .array((base.at(member)?.array ?? []) + [filter])))]
        case .filter(let name, let key, let member, let also):
            let values = sought.compactMap { $0.property(key) ?? $0.attribute(key) }.filter { !$0.hasDeferred }
            let unique = values.reduce(into: [Value]()) { if !$0.contains($1) { $0.append($1) } }
            var filters = stride(from: 0, to: unique.count, by: 200).map { start -> Value in
                ["Name": .string(name), "Values": .array(Array(unique[start...].prefix(200)))]
            }
            // What a tag search has come upon may bear another name than the one that is known.
            if sought.contains(where: { $0.arn != nil && $0.properties[key] == nil }) {
                filters.append(["Name": .string("tag:" + OwnTag.stack), "Values": .array(stacks.map { .string($0) })])
            }
            let base = input(also, nil)
            return filters.map { filter in
                call(base.setting(member, to: .array((base.at(member)?.array ?? []) + [filter])))
            }
        case .everything(let arguments):
            return [call(input(arguments, nil))]
        case .batch(let member, let key, let most, let with):
            var groups: [(input: Value, keys: [Value])] = []
            for one in sought {
                guard let value = one.property(key) ?? one.attribute(key), !value.hasDeferred else { continue }
                let base = input(with, one)
                if let index = groups.firstIndex(where: { $0.input == base }) {
                    if !groups[index].keys.contains(value) { groups[index].keys.append(value) }
                } else {
                    groups.append((base, [value]))
                }
            }
            return groups.flatMap { group in
                stride(from: 0, to: group.keys.count, by: most).map { start in
                    call(group.input.setting(member, to: .array(Array(group.keys[start...].prefix(most)))))
                }
            }
        case .each(let arguments):
            var inputs: [Value] = []
            for one in sought {
                let value = input(arguments, one)
                let isComplete = arguments.allSatisfy { argument in
                    one.value(of: argument) != nil || argument.source.property == nil
                }
                if isComplete, !value.hasDeferred, !inputs.contains(value) { inputs.append(value) }
            }
            return inputs.map(call)
        case .eachItem(let list, let member, let with):
            var inputs: [Value] = []
            for one in sought {
                for item in one.property(list)?.array ?? [] where !item.hasDeferred {
                    let value = input(with, one).setting(member, to: item)
                    if !inputs.contains(value) { inputs.append(value) }
                }
            }
            return inputs.map(call)
        }
    }

    /// The items of an output: the list at a path, or at two paths (`RouteTables/Routes`), or the output itself.
    static func items(of output: Value, at path: String) -> [Value] {
        let levels = path.split(separator: "/").map(String.init)
        guard let first = levels.first else { return [output] }
        var outer = output.at(first)
        // A document in a text (a function's policy).
        if levels.count > 1, let text = outer?.string { outer = try? Value(json: text) }
        let list = outer?.array ?? outer?["Items"]?.array ?? outer.map { $0.object == nil ? [] : [$0] } ?? []
        guard levels.count > 1 else { return list }
        return list.flatMap { parent -> [Value] in
            let children = items(of: parent, at: levels[1])
            return children.map { $0.setting("$parent", to: parent.removing(levels[1])) }
        }
    }

    static func distinct(_ items: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return items.filter { seen.insert($0).inserted }
    }
}

extension Read.Scope {
    /// True when items keep the input of the call that answered them.
    fileprivate var keepsInput: Bool {
        switch self {
        case .each, .eachItem: true
        default: false
        }
    }
}

extension Value {
    func removing(_ member: String) -> Value {
        guard var object else { return self }
        object[member] = nil
        return .object(object)
    }

    /// Without the members at dotted paths.
    func without(_ paths: [String]) -> Value {
        paths.reduce(self) { value, path in
            guard let dot = path.firstIndex(of: ".") else { return value.removing(path) }
            let name = String(path[..<dot])
            guard let inner = value[name] else { return value }
            return value.setting(name, to: inner.without([String(path[path.index(after: dot)...])]))
        }
    }
}

extension Live {
    /// True for what is still listed but counts as absent, as its details tell.
    fileprivate var isGone: Bool { frame.type.read.gone?.holds(for: item) ?? false }

    /// The stack whose generated name an untaggable resource bears.
    func stackByName(_ stacks: [String]) -> String? {
        guard frame.type.tagging == nil, case .named(let property, let rule) = frame.type.identity, rule.contentHash,
            let name = self.name(property)?.scalarText
        else { return nil }
        return stacks.first { rule.logicalID(of: name, stack: $0) != nil }
    }
}

extension GeneratedName {
    /// The logical id in a generated name of an immutable resource: `stack-LogicalId-0123456789`. Logical ids are
    /// alphanumeric, so another stack whose name begins alike cannot be meant.
    func logicalID(of name: String, stack: String) -> String? {
        let head = stack + separator
        guard name.hasPrefix(head), name.count > head.count + 11 else { return nil }
        let hash = name.suffix(10), middle = name.dropFirst(head.count).dropLast(10 + separator.count)
        guard hash.allSatisfy({ $0.isHexDigit && !$0.isUppercase }), name.dropLast(10).hasSuffix(separator) else {
            return nil
        }
        return NestedStack.logicalID(of: String(middle), in: stack)
    }
}
