internal import Declarations
internal import Values

/// From an API's answer to CloudFormation's words.
struct Decoding {
    let frame: Frame

    /// The settable properties as the item shows them; what is not set is left out.
    func properties(of item: Value) -> Value {
        var object = Value.Object()
        for name in frame.settable {
            guard let value = property(name, of: item), !value.isNull else { continue }
            object[name] = value
        }
        return .object(object)
    }

    private func property(_ name: String, of item: Value) -> Value? {
        let declared = frame.declared[name]
        if let decode = declared?.decode {
            return decode(item).map { value($0, at: name) }
        }
        let found: Value? =
            if let path = declared?.at { item.at(path) } else {
                Self.member(name, of: item, as: frame.type.names[name])
            }
        return found.map { value($0, at: name) }
    }

    /// The member of an API object that stands for a CloudFormation name.
    static func member(_ name: String, of object: Value, as alias: String?) -> Value? {
        if let alias { return object.at(alias) }
        if let value = object[name] ?? object[name.otherCase] { return value }
        guard let members = object.object else { return nil }
        let folded = name.lowercased()
        return members.first { $0.name.lowercased() == folded }?.value
    }

    func value(_ value: Value, at path: String) -> Value {
        let facts = frame.schema.properties[path]
        if facts?.kinds.contains(.array) == true || frame.schema.properties[path + "[]"] != nil {
            // CloudFront wraps its lists.
            let items = value.array ?? value["Items"]?.array
            if let items { return .array(items.map { self.value($0, at: path + "[]") }) }
            if value["Quantity"] != nil { return .array([]) }
        }
        if let object = value.object {
            if let names = frame.members[path] { return structure(value, names: names, at: path) }
            if frame.schema.properties[path + "{}"] != nil {
                return .object(object.mapValues { self.value($0, at: path + "{}") })
            }
            return value
        }
        return Self.scalar(value, kinds: facts?.kinds ?? [])
    }

    private func structure(_ value: Value, names: [String], at path: String) -> Value {
        var object = Value.Object()
        for name in names {
            let inner = Frame.join(path, name)
            guard let found = Self.member(name, of: value, as: frame.type.names[inner]), !found.isNull else { continue }
            object[name] = self.value(found, at: inner)
        }
        return .object(object)
    }

    /// A scalar in the schema's type where it can be read so.
    static func scalar(_ value: Value, kinds: [ResourceSchema.Kind]) -> Value {
        guard kinds.count == 1, let kind = kinds.first else { return value }
        switch kind {
        case .string: return value.scalarText.map { .string($0) } ?? value
        case .integer: return value.int.map { .int($0) } ?? value
        case .boolean: return value.bool.map { .bool($0) } ?? value
        case .number:
            if case .string(let text) = value, let number = Double(text) {
                return Int(exactly: number).map { .int($0) } ?? .double(number)
            }
            return value
        case .object, .array:
            // A document that the API carries as text.
            if kind == .object, let text = value.string, let document = try? Value(json: text) { return document }
            return value
        }
    }
}
