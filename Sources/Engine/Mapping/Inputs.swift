internal import AWS
internal import Declarations
internal import Values

/// What the arguments of a call draw on.
struct ArgumentSources {
    /// A property in CloudFormation's words.
    var property: (String) -> Value?
    /// All properties as one object.
    var all: Value = [:]
    /// An attribute of the resource, or its physical id.
    var attribute: (String) -> Value?
    /// The item as read.
    var live: Value = [:]
    /// The item of an item set.
    var item: Value?
    var tags: [String: Value] = [:]
    /// The tags in their wire form, when the type adds members of its own to each.
    var prepared: Value?
    /// From what tokens are derived: text, or deferred while what it is made of has yet to exist.
    var seed: Value = ""
    /// The address to which results of earlier calls belong.
    var address = ""
}

/// Fills the inputs of a type's calls.
struct InputBuilder {
    let frame: Frame

    private var encoding: Encoding { Encoding(frame: frame) }

    /// The input of an operation.
    /// - Parameters:
    ///   - itemPath: The schema path of an item set's items (`Policies[]`), for `.item` arguments.
    ///   - extra: Properties that are added by name when no argument draws on them (`Update`).
    func input(
        _ operation: String, _ arguments: [Argument], from sources: ArgumentSources, itemPath: String = "",
        adding extra: [String] = []
    ) -> Value {
        let shape = Self.model(operation)?.input
        var input: Value = [:]
        for argument in arguments {
            let member = self.member(of: argument, in: shape)
            guard !member.isEmpty,
                let value = value(
                    argument.source, as: Encoding.shape(at: member, in: shape), from: sources, itemPath: itemPath)
            else { continue }
            if value.isMeaningless(for: Encoding.shape(at: member, in: shape)) { continue }
            input = input.merging(member, value)
        }
        for name in extra where !arguments.contains(where: { $0.source.draws(on: name) }) {
            let member = Encoding.member(for: name, alias: nil, in: shape)
            guard let value = sources.property(name), !value.isNull,
                !value.isMeaningless(for: Encoding.shape(at: member, in: shape))
            else { continue }
            let target = Encoding.shape(at: member, in: shape)
            // A list that may not be empty is emptied by not being sent.
            if value.array?.isEmpty == true, target?.kind == .list, (target?.minimum ?? 0) > 0 { continue }
            input = input.setting(member, to: encoding.value(value, at: name, as: target))
        }
        return input
    }

    /// The list that a source gives; empty for none.
    func list(_ source: Argument.Source, from sources: ArgumentSources) -> [Value] {
        value(source, as: nil, from: sources, itemPath: "")?.array ?? []
    }

    static func model(_ operation: String) -> OperationModel? {
        let parts = operation.operationParts
        return APIModel.service(parts.service)?.operation(parts.operation)
    }

    private func member(of argument: Argument, in shape: Shape?) -> String {
        if !argument.member.isEmpty { return argument.member }
        if case .tags = argument.source { return frame.type.tagging?.member ?? "" }
        guard let name = argument.source.property else { return "" }
        return Encoding.member(for: name, alias: nil, in: shape)
    }

    private func value(
        _ source: Argument.Source, as shape: Shape?, from sources: ArgumentSources, itemPath: String
    ) -> Value? {
        switch source {
        case .property(let name):
            guard let value = sources.property(name), !value.isNull else { return nil }
            return encoding.value(value, at: name.schemaPath, as: shape)
        case .properties: return sources.all
        case .object(let members):
            var object = Value.Object()
            for (name, source) in members.sorted(by: { $0.key < $1.key }) {
                object[name] = value(
                    source, as: shape?.member(name)?.shape, from: sources, itemPath: itemPath)
            }
            return object.isEmpty ? nil : .object(object)
        case .attribute(let name): return sources.attribute(name).flatMap { $0.isNull ? nil : $0 }
        case .live(""): return sources.live.withoutMarks
        case .live(let path): return sources.live.at(path)
        case .several(let inner):
            return .array(inner.map { value($0, as: nil, from: sources, itemPath: itemPath) ?? .null })
        case .constant(let value): return value
        case .token(let limit, _):
            return try? Value.sha256(Value.joined([sources.seed, "token"], separator: "/"), digits: min(limit, 64))
        case .item(let path):
            guard let item = sources.item else { return nil }
            guard let path else { return encoding.value(item, at: itemPath, as: shape) }
            return item.at(path).map { encoding.value($0, at: Frame.join(itemPath, path), as: shape) }
        case .tags:
            guard let tagging = frame.type.tagging, !sources.tags.isEmpty else { return nil }
            return sources.prepared ?? TagForms(tagging: tagging).forCreation(sources.tags)
        case .list(let inner):
            return value(inner, as: shape?.element?.shape, from: sources, itemPath: itemPath).map { .array([$0]) }
        case .json(let inner):
            guard let value = value(inner, as: nil, from: sources, itemPath: itemPath) else { return nil }
            return value.string != nil ? value : Value.jsonText(value)
        case .result(let path): return .deferred(.attribute(address: sources.address, name: "result:\(path)"))
        case .mapped(let inner, let function):
            guard let value = value(inner, as: nil, from: sources, itemPath: itemPath) else { return nil }
            let mapped = function(value)
            if mapped.isNull { return nil }
            // What is still a structure of the property has CloudFormation's names.
            guard case .property(let name) = inner, mapped.object != nil else {
                return Encoding.fitted(mapped, to: shape)
            }
            return encoding.value(mapped, at: name, as: shape)
        }
    }
}

extension Argument.Source {
    /// The property that the source is, when it is one.
    var property: String? {
        switch self {
        case .property(let name): name
        case .list(let inner), .json(let inner), .mapped(let inner, _): inner.property
        default: nil
        }
    }
}

extension String {
    /// A path with the positions of items (`Tunnels.0.Name`) as the schema writes it (`Tunnels[].Name`).
    fileprivate var schemaPath: String {
        split(separator: ".").reduce(into: "") { path, part in
            if part.allSatisfy(\.isNumber) { path += "[]" } else { path += path.isEmpty ? String(part) : ".\(part)" }
        }
    }
}

extension Value {
    /// True for an empty text where the API takes none (one of several words, a time, a text of some length): there it
    /// unsets nothing.
    fileprivate func isMeaningless(for shape: Shape?) -> Bool {
        guard self == "", let shape else { return false }
        return !shape.enumeration.isEmpty || shape.kind == .timestamp || (shape.minimum ?? 0) > 0
    }

    /// An item as the API answered it, without what reading put in (`$tags`, `$parent`).
    var withoutMarks: Value {
        guard let object else { return self }
        return .object(Object(object.filter { !$0.name.hasPrefix("$") }.map { ($0.name, $0.value) }))
    }

    /// `setting`, but two objects at the same path become one.
    func merging(_ path: String, _ value: Value) -> Value {
        if let there = at(path)?.object, let more = value.object {
            var merged = there
            for (name, member) in more { merged[name] = member }
            return setting(path, to: .object(merged))
        }
        return setting(path, to: value)
    }
}
