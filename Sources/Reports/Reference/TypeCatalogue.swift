public import Declarations
internal import Values

/// What plumb manages of each resource type, for programs that compare or document it.
///
/// A property stands in it when plumb sends it, reads it back, compares and updates it; one that is refused stands in
/// `unsupported` with its reason instead. `replacement` is true or "conditional", with a `reason` where CloudFormation's schema
/// does not say so; `change` is "refused" where CloudFormation refuses the update too, and "moves" where it
/// is made by creating and deleting what has no identity of its own. Shapes follow JSON Schema: `properties`, `items`, `additionalProperties`.
public enum TypeCatalogue {
    public static let formatVersion = "1.0"

    /// - Parameter registry: types without a schema are left out.
    public static func render(_ registry: Registry) -> String {
        var types = Value.Object()
        for type in registry.types {
            guard let schema = registry.schema(type.name) else { continue }
            types[type.name] = Entry(type: type, schema: schema).value
        }
        let value: Value = ["format_version": .string(formatVersion), "types": .object(types)]
        return value.prettyJSON + "\n"
    }
}

/// One type of the catalogue.
private struct Entry {
    var type: ResourceType
    var schema: ResourceSchema

    var value: Value {
        [
            "ref": .string(type.ref ?? schema.primaryIdentifier.joined(separator: "|")),
            "properties": .object(members(of: "")),
            "attributes": .array(attributes.map { .string($0) }),
            "unsupported": .object(refused),
        ]
    }

    private var refused: Value.Object {
        var refused = Value.Object()
        for (path, reason) in type.unsupported { refused[path] = .string(reason) }
        return refused
    }

    /// What only AWS sets and `Fn::GetAtt` answers, sorted.
    private var attributes: [String] {
        schema.attributes.union(schema.readOnly)
            // What stands in the items of lists is among the properties.
            .filter { path in !"[{*".contains(where: path.contains) && type.unsupported[path] == nil }
            .filter { name in type.unsupported[String(name.prefix { $0 != "." })] == nil }
            .filter { schema.readOnly.contains($0) || type.attributes[$0] != nil && schema.properties[$0] == nil }
            .sorted()
    }

    private func members(of path: String) -> Value.Object {
        var members = Value.Object()
        for member in schema.members(of: path) {
            let inner = path.isEmpty ? member : "\(path).\(member)"
            if type.unsupported[inner] == nil { members[member] = .object(facts(at: inner)) }
        }
        return members
    }

    private func facts(at path: String) -> Value.Object {
        var facts = shape(at: path)
        if PropertyWords.isRequired(path, in: schema) { facts["required"] = true }
        switch PropertyWords.change(path, type, schema) {
        case .replaces(let reason): (facts["replacement"], facts["reason"]) = (true, reason.map { .string($0) })
        case .mayReplace(let reason):
            (facts["replacement"], facts["reason"]) = ("conditional", reason.map { .string($0) })
        case .isRefused(let reason): (facts["change"], facts["reason"]) = ("refused", .string(reason))
        case .moves(let reason): (facts["change"], facts["reason"]) = ("moves", .string(reason))
        case nil: break
        }
        if schema.readOnly.contains(path) { facts["readOnly"] = true }
        if schema.writeOnly.contains(path) || type.property(path)?.writeOnly == true { facts["writeOnly"] = true }
        if let absence = PropertyWords.absence(type.property(path)?.absent) { facts["description"] = .string(absence) }
        return facts
    }

    /// What a value there is made of: its own type, and those of what it holds.
    private func shape(at path: String) -> Value.Object {
        guard let property = schema.properties[path] else { return [:] }
        var shape = Value.Object()
        let kinds = property.kinds.map { Value.string($0.rawValue) }
        if !kinds.isEmpty { shape["type"] = kinds.count == 1 ? kinds[0] : .array(kinds) }
        if property.isConstant {
            shape["const"] = property.allowed.first
        } else if !property.allowed.isEmpty {
            shape["enum"] = .array(property.allowed)
        }
        let members = members(of: path)
        if !members.isEmpty { shape["properties"] = .object(members) }
        if schema.properties[path + "[]"] != nil { shape["items"] = .object(self.shape(at: path + "[]")) }
        if schema.properties[path + "{}"] != nil {
            shape["additionalProperties"] = .object(self.shape(at: path + "{}"))
        }
        return shape
    }
}
