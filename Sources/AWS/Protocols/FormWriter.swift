internal import Values

/// Writes an input as the form that the query and ec2 protocols send: dotted names, numbered lists.
struct FormWriter {
    enum Dialect { case query, ec2 }

    private let dialect: Dialect
    private var pairs: [(String, String)]

    /// The form's text for an operation.
    static func form(
        _ input: Value, for operation: OperationModel, version: String, dialect: Dialect
    ) throws(WireError) -> String {
        var writer = FormWriter(
            dialect: dialect, pairs: [("Action", operation.name), ("Version", version)])
        if let shape = operation.input { try writer.structure(input, shape, at: "") }
        return writer.pairs.map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }
            .joined(separator: "&")
    }

    private mutating func structure(_ value: Value, _ shape: Shape, at prefix: String) throws(WireError) {
        guard let object = value.object else { throw WireError("\(named(prefix)) is not an object") }
        for member in shape.members {
            guard let item = object[member.name], !item.isNull else { continue }
            try write(item, member, at: joined(prefix, name(of: member)))
        }
    }

    private mutating func write(_ value: Value, _ member: Member, at path: String) throws(WireError) {
        switch member.shape.kind {
        case .structure: try structure(value, member.shape, at: path)
        case .list: try list(value, member, at: path)
        case .map: try map(value, member, at: path)
        default: pairs.append((path, try WireScalar.text(value, member, times: .iso8601)))
        }
    }

    private mutating func list(_ value: Value, _ member: Member, at path: String) throws(WireError) {
        guard let items = value.array, let element = member.shape.element else {
            throw WireError("\(named(path)) is not a list")
        }
        if items.isEmpty {
            // An empty list is said, so that the query protocol can clear one; ec2 has no way to say it.
            if dialect == .query { pairs.append((path, "")) }
            return
        }
        let wraps = dialect == .query && !member.traits.isFlattened
        let base = wraps ? joined(path, element.traits.locationName ?? "member") : path
        for (index, item) in items.enumerated() { try write(item, element, at: "\(base).\(index + 1)") }
    }

    private mutating func map(_ value: Value, _ member: Member, at path: String) throws(WireError) {
        guard let object = value.object, let key = member.shape.key, let element = member.shape.value else {
            throw WireError("\(named(path)) is not an object")
        }
        let base = member.traits.isFlattened ? path : joined(path, "entry")
        for (index, item) in object.enumerated() {
            let entry = "\(base).\(index + 1)"
            pairs.append((joined(entry, key.traits.locationName ?? "key"), item.name))
            try write(item.value, element, at: joined(entry, element.traits.locationName ?? "value"))
        }
    }

    private func name(of member: Member) -> String {
        switch dialect {
        case .query: member.wireName
        case .ec2: member.traits.queryName ?? member.wireName.capitalizedFirst
        }
    }

    private func joined(_ prefix: String, _ name: String) -> String { prefix.isEmpty ? name : "\(prefix).\(name)" }
    private func named(_ path: String) -> String { path.isEmpty ? "the input" : path }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
