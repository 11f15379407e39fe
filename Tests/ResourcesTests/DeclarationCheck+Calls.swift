import AWS
import Declarations
import Values

/// What the arguments of a call may draw on.
struct DrawsOn {
    /// Parts of an item as it was read.
    var live = true
    /// The item set whose items are sent.
    var itemSet: String?
    /// The outputs of the step's earlier calls.
    var results: [Shape] = []
}

extension DeclarationCheck {
    mutating func checkChanges() {
        let created = APIPath.operation(type.create.call.operation)?.output
        var filled = filledByTags(type.create.call)
        if case .reference(let member, _) = type.identity { filled.append(member) }
        check(type.create.call, for: "create", filled: filled)
        if let created, APIPath.shape(at: type.create.item, in: created) == nil {
            find("create", "\(type.create.call.operation) answers without \(type.create.item)")
        }
        if let kept = type.create.keeps {
            if APIPath.shape(at: kept.told, in: created) == nil {
                find("create", "\(type.create.call.operation) tells no \(kept.told)")
            }
            if !item.isUnknown, item.shape(at: kept.found) == nil { find("create", "an item has no \(kept.found)") }
            if let property = kept.unless, facts(at: property) == nil { find(property, "is not in the schema") }
            if !type.create.then.contains(where: { $0.takes(kept.told) }) {
                find("create", "nothing keeps \(kept.told)")
            }
        }
        if let taken = type.create.taken { check(taken, for: "create") }
        for call in type.create.then {
            check(call, for: "create", DrawsOn(results: [created].compactMap(\.self)))
        }
        for update in type.updates {
            let place = "update of \(update.properties.joined(separator: ", "))"
            let calls = update.first + [update.set] + update.then
            let own = update.properties.filter { property in
                !calls.contains { $0.draws(on: property) }
            }
            for call in update.first { check(call, for: place) }
            let before = update.first.compactMap { APIPath.operation($0.operation)?.output }
            check(
                update.set, for: place, DrawsOn(results: before),
                filled: own.compactMap { member(of: $0, in: update.set) })
            let results = before + [APIPath.operation(update.set.operation)?.output].compactMap(\.self)
            for call in update.then { check(call, for: place, DrawsOn(results: results)) }
            if let clear = update.clear { check(clear, for: place, DrawsOn(results: before)) }
            guard APIPath.operation(update.set.operation) != nil else { continue }
            for property in own where member(of: property, in: update.set) == nil {
                // Which of the two calls is made says what a boolean is.
                if update.clear != nil, schema.properties[property]?.kinds == [.boolean] { continue }
                find(property, "\(update.set.operation) has no member of this name")
            }
        }
        if let rollout = type.policies?.rollout {
            check(rollout.start, for: "UpdatePolicy", DrawsOn(itemSet: ""))
            if let operation = APIPath.operation(rollout.start.operation) {
                checkErrors(rollout.underWay, of: operation, for: "UpdatePolicy")
            }
            for name in rollout.properties + (type.policies?.unmodified?.properties ?? [])
            where schema.properties[name] == nil {
                find(name, "is in UpdatePolicy's rules, and is not in the schema")
            }
        }
        for set in type.itemSets {
            for call in [set.add, set.remove, set.change].compactMap(\.self) {
                check(
                    call, for: set.property, DrawsOn(itemSet: set.property),
                    filled: [set.batch].compactMap(\.self))
                if let batch = set.batch, call.operation != set.change?.operation,
                    let operation = APIPath.operation(call.operation),
                    APIPath.shape(at: batch, in: operation.input)?.kind != .list
                {
                    find(set.property, "\(call.operation) takes no list as \(batch)")
                }
            }
        }
        var results: [Shape] = []
        for call in type.delete.calls {
            check(call, for: "delete", DrawsOn(results: results))
            if let output = APIPath.operation(call.operation)?.output { results.append(output) }
        }
    }

    private func filledByTags(_ call: Call) -> [String] {
        let takesTags = call.arguments.contains { if case .tags = $0.source { true } else { false } }
        return takesTags ? [type.tagging?.member].compactMap(\.self) : []
    }

    /// The member that a property is sent as when no argument says otherwise.
    func member(of property: String, in call: Call) -> String? {
        APIPath.member(type.names[property] ?? property, of: APIPath.operation(call.operation)?.input)?.name
    }

    /// One call: its operation, arguments, required members, failures and wait.
    mutating func check(
        _ call: Call, for place: String, _ sources: DrawsOn = DrawsOn(), filled: [String] = []
    ) {
        guard let operation = operation(call.operation, for: place) else { return }
        var sources = sources
        if let each = call.each {
            check(each, for: place, sources)
            // A function gives items of a form of its own.
            if case .mapped = each { sources.itemSet = "" } else { sources.itemSet = each.properties.first ?? "" }
        }
        for path in [call.when, call.unless].compactMap(\.self) where facts(at: path) == nil {
            find(path, "decides on \(place), and is not in the schema")
        }
        check(call.arguments, of: operation, filled: filled, for: place, sources)
        let item = item
        for path in call.revision where !item.isUnknown && item.shape(at: path) == nil {
            find(place, "an item has no \(path) that would tell whether it has taken effect")
        }
        checkErrors(call.tolerates + call.retries, of: operation, for: place)
        guard let wait = call.wait, let read = self.operation(wait.operation, for: place) else { return }
        let verb = read.name.prefix { !$0.isUppercase || $0 == read.name.first }
        if !["Describe", "Get", "List", "Head"].contains(String(verb)) {
            find(place, "\(wait.operation) is not a read")
        }
        sources.results += [operation.output].compactMap(\.self)
        check(wait.arguments, of: read, filled: [], for: place, sources)
        checkErrors(wait.endedBy, of: read, for: place)
        for condition in [wait.until, wait.failing].compactMap(\.self) {
            check(condition, for: place) { APIPath.shape(at: $0, in: read.output) }
        }
        if let path = wait.item, APIPath.shape(at: path, in: read.output) == nil {
            find(place, "\(wait.operation) answers without \(path)")
        }
    }

    /// Arguments against the input that they fill, and that nothing is missing from it.
    mutating func check(
        _ arguments: [Argument], of operation: OperationModel, filled: [String], for place: String, _ sources: DrawsOn
    ) {
        var paths = filled
        for argument in arguments {
            check(argument.source, for: place, sources)
            if case .tags = argument.source { continue }
            guard let path = path(of: argument, in: operation.input) else {
                let property = argument.source.properties.first ?? place
                find(
                    property, "\(operation.name) has no member \(argument.member.isEmpty ? property : argument.member)")
                continue
            }
            for filled in argument.source.fills(path) {
                paths.append(filled)
                if APIPath.shape(at: filled, in: operation.input) == nil {
                    find(place, "\(operation.name) has no member \(filled)")
                }
            }
            if let shape = APIPath.shape(at: path, in: operation.input) {
                check(argument.source, fits: shape, path, place)
            }
        }
        missing(from: operation.input, at: "", given: paths).forEach {
            find(place, "\(operation.name) demands \($0), which nothing fills")
        }
    }

    func path(of argument: Argument, in input: Shape?) -> String? {
        if argument.member.isEmpty {
            guard case .property(let name) = argument.source else { return nil }
            return APIPath.member(type.names[name] ?? name, of: input)?.name
        }
        return APIPath.shape(at: argument.member, in: input) == nil ? nil : argument.member
    }

    /// Required members of a structure, and of those below it that are filled in part, that no path reaches.
    private func missing(from shape: Shape?, at prefix: String, given paths: [String]) -> [String] {
        guard let shape else { return [] }
        if shape.kind == .list {
            guard let element = shape.element?.shape else { return [] }
            let heads = Set(paths.compactMap { $0.split(separator: ".").first.map(String.init) })
            return heads.sorted().flatMap { head in
                missing(from: element, at: "\(prefix)\(head).", given: rests(of: paths, below: head))
            }
        }
        guard shape.kind == .structure else { return [] }
        return shape.members.flatMap { member -> [String] in
            let given = paths.contains { $0 == member.name || $0.hasPrefix(member.name + ".") }
            if !given { return member.isRequired && !member.isIdempotencyToken ? [prefix + member.name] : [] }
            let below = rests(of: paths, below: member.name)
            return paths.contains(member.name) || below.isEmpty
                ? [] : missing(from: member.shape, at: prefix + member.name + ".", given: below)
        }
    }

    private func rests(of paths: [String], below head: String) -> [String] {
        paths.compactMap { $0.hasPrefix(head + ".") ? String($0.dropFirst(head.count + 1)) : nil }
    }

    /// What a source draws on exists.
    private mutating func check(_ source: Argument.Source, for place: String, _ sources: DrawsOn) {
        switch source {
        case .property(let path):
            if facts(at: path) == nil { find(path, "is sent by \(place), and not a property of the schema") }
        case .properties: break
        case .attribute(let name):
            if !isKnown(name) { find(name, "is sent by \(place), and neither an attribute nor a property") }
        case .live(let path):
            if !item.isUnknown, item.shape(at: path) == nil { find(place, "an item as read has no \(path)") }
        case .item(let path):
            guard let set = sources.itemSet else { return find(place, "draws on an item outside of an item set") }
            // Lists of `Call.each` that are no property have items of their own.
            if let path, !set.isEmpty, schema.properties["\(set)[].\(path)"] == nil {
                find("\(set)[].\(path)", "is sent by an item set, and not in the schema")
            }
        case .result(let path):
            if !sources.results.contains(where: { APIPath.shape(at: path, in: $0) != nil }) {
                find(place, "no earlier call of the step answers with \(path)")
            }
        case .tags:
            if type.tagging == nil { find(place, "sends tags, and the type has none") }
        case .list(let inner), .json(let inner), .mapped(let inner, _): check(inner, for: place, sources)
        case .several(let inner): for source in inner { check(source, for: place, sources) }
        case .object(let members):
            for (_, source) in members.sorted(by: { $0.key < $1.key }) { check(source, for: place, sources) }
        case .constant, .token: break
        }
    }

    /// A source's form against the member that it fills.
    private mutating func check(_ source: Argument.Source, fits shape: Shape, _ path: String, _ place: String) {
        switch source {
        case .list where shape.kind != .list: find(place, "\(path) is sent a list and is none")
        case .json where shape.kind != .string && shape.kind != .blob: find(place, "\(path) is sent text and is none")
        case .token where shape.kind != .string: find(place, "\(path) is sent a token and is no text")
        case .constant(let value):
            let element = shape.kind == .list ? shape.element?.shape : shape
            for text in (value.array ?? [value]).compactMap(\.string) {
                guard let allowed = element?.enumeration, !allowed.isEmpty, !allowed.contains(text) else { continue }
                find(place, "\(path) is sent \(text), which the API does not know")
            }
        default: break
        }
    }

    /// Failures are told by the code on the wire, which is not always the name in the model. Many codes are not in the
    /// models at all; tables that serve several services hold more codes than one needs.
    mutating func checkErrors(_ errors: [ErrorMatch], of operation: OperationModel, for place: String) {
        let codes = Set(errors.map(\.code))
        for error in errors {
            guard let model = operation.errors.first(where: { $0.name == error.code }) else { continue }
            if !codes.contains(model.code.rawValue) {
                find(place, "\(operation.name) fails with the code \(model.code.rawValue), not \(error.code)")
            }
        }
    }
}

extension Call {
    /// True when it is sent what an earlier call answered at a path.
    fileprivate func takes(_ result: String) -> Bool {
        arguments.contains { if case .result(result) = $0.source { true } else { false } }
    }
}

extension Argument.Source {
    /// The input paths below and at `path` that the source fills.
    func fills(_ path: String) -> [String] {
        switch self {
        case .object(let members): members.sorted { $0.key < $1.key }.flatMap { $0.value.fills("\(path).\($0.key)") }
        case .list(.object(let members)): Self.object(members).fills(path + ".0")
        default: [path]
        }
    }

    /// True when there is a value whatever the template says: a function over several sources is always asked.
    var isAlwaysThere: Bool { if case .mapped(.several, _) = self { true } else { false } }
}
