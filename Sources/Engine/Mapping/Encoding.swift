internal import AWS
internal import Declarations
internal import Values

/// From CloudFormation's words to an API's input, driven by the API model's shapes.
struct Encoding {
    let frame: Frame

    /// The value of the property at a schema path in the form of `shape`; nil shape: names are kept.
    func value(_ value: Value, at path: String, as shape: Shape?) -> Value {
        if let encode = frame.declared[path]?.encode { return encode(value) }
        guard let shape else { return value }
        switch value {
        case .null, .bytes, .deferred: return value
        case .array(let items): return list(items, at: path, as: shape)
        case .object(let object): return structure(object, at: path, as: shape)
        case .bool, .int, .double, .string: return Self.scalar(value, as: shape.kind)
        }
    }

    private func list(_ items: [Value], at path: String, as shape: Shape) -> Value {
        if shape.kind == .list {
            return .array(items.map { value($0, at: path + "[]", as: shape.element?.shape) })
        }
        if let list = shape.member("Items"), shape.member("Quantity") != nil {
            var wrapped: Value.Object = ["Quantity": .int(items.count)]
            if !items.isEmpty || list.isRequired {
                wrapped["Items"] = .array(items.map { value($0, at: path + "[]", as: list.shape.element?.shape) })
            }
            return .object(wrapped)
        }
        if shape.kind == .string { return Value.jsonText(.array(items)) }
        return .array(items)
    }

    private func structure(_ object: Value.Object, at path: String, as shape: Shape) -> Value {
        if shape.isDocument { return .object(object) }
        switch shape.kind {
        case .string: return Value.jsonText(.object(object))
        case .map:
            return .object(object.mapValues { value($0, at: path + "{}", as: shape.value?.shape) })
        default: break
        }
        var encoded: Value = [:]
        for (name, member) in object where !member.isNull {
            let inner = Frame.join(path, name)
            let target = Self.member(for: name, alias: frame.type.names[inner], in: shape)
            encoded = encoded.setting(
                target, to: value(member, at: inner, as: Self.shape(at: target, in: shape)))
        }
        return encoded
    }

    /// The API's member for a CloudFormation name: the alias, the same letters in another case, or the name itself.
    static func member(for name: String, alias: String?, in shape: Shape?) -> String {
        if let alias { return alias }
        guard let shape else { return name }
        if shape.member(name) != nil { return name }
        if shape.member(name.otherCase) != nil { return name.otherCase }
        let folded = name.lowercased()
        return shape.members.first { $0.name.lowercased() == folded }?.name ?? name
    }

    /// The shape at a dotted path of members; a number stands for an item of a list.
    static func shape(at path: String, in shape: Shape?) -> Shape? {
        path.split(separator: ".").reduce(shape) { shape, name in
            if shape?.kind == .map { return shape?.value?.shape }
            guard shape?.kind == .list else { return shape?.member(String(name))?.shape }
            let item = shape?.element?.shape
            return Int(name) == nil ? item?.member(String(name))?.shape : item
        }
    }

    /// A value in the API's own words, with its scalars in the kinds that the API takes.
    static func fitted(_ value: Value, to shape: Shape?) -> Value {
        guard let shape else { return value }
        switch value {
        case .null, .bytes, .deferred: return value
        case .array(let items):
            return shape.kind == .list ? .array(items.map { fitted($0, to: shape.element?.shape) }) : value
        case .object(let object):
            if shape.kind == .map { return .object(object.mapValues { fitted($0, to: shape.value?.shape) }) }
            return .object(Value.Object(object.map { ($0.name, fitted($0.value, to: shape.member($0.name)?.shape)) }))
        case .bool, .int, .double, .string: return scalar(value, as: shape.kind)
        }
    }

    static func scalar(_ value: Value, as kind: Shape.Kind) -> Value {
        switch kind {
        case .string, .timestamp: value.scalarText.map { .string($0) } ?? value
        case .integer, .long: value.int.map { .int($0) } ?? value
        case .boolean: value.bool.map { .bool($0) } ?? value
        case .float, .double:
            if case .string(let text) = value, let number = Double(text) { .double(number) } else { value }
        case .blob: value.string.map { .bytes(Array($0.utf8)) } ?? value
        default: value
        }
    }
}
