internal import Declarations
internal import Values

/// A resource type with its schema, indexed for walking.
struct Frame: Sendable {
    let type: ResourceType
    let schema: ResourceSchema
    /// The member names below an object's path (`""` for the resource), sorted.
    let members: [String: [String]]
    /// Declared properties by path.
    let declared: [String: Property]
    /// Top-level properties that the schema lets a template set and the type itself manages, sorted.
    let settable: [String]
    /// Members below the top that AWS never returns, sorted.
    let hiddenMembers: [String]
    /// Paths of properties that are secrets wherever they come from.
    let secrets: [String]
    /// Settable properties whose change replaces the resource as a whole.
    let createOnly: Set<String>
    /// Those of them whose change moves it instead (`Property.moves`).
    let moving: Set<String>
    /// Those of them whose change is refused.
    let fixed: Set<String>

    init(_ type: ResourceType, _ schema: ResourceSchema) {
        self.type = type
        self.schema = schema
        var members: [String: [String]] = [:]
        for path in schema.properties.keys where !path.hasSuffix("[]") && !path.hasSuffix("{}") {
            let cut = path.lastIndex(of: ".")
            let parent = cut.map { String(path[..<$0]) } ?? ""
            let name = cut.map { String(path[path.index(after: $0)...]) } ?? path
            members[parent, default: []].append(name)
        }
        self.members = members.mapValues { $0.sorted() }
        declared = Dictionary(type.properties.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let parts = type.parts.map(\.property)
        settable = schema.settable.filter { type.unsupported[$0] == nil && !parts.contains($0) }
        hiddenMembers = type.properties.filter { $0.writeOnly && $0.path.contains(".") }.map(\.path).sorted()
        createOnly = schema.createOnly.union(type.properties.filter(\.isSetOnce).map(\.path))
            .subtracting(type.properties.filter(\.inPlace).map(\.path))
        secrets = type.properties.filter(\.secret).map(\.path)
        moving = Set(type.properties.filter { $0.moves != nil }.map(\.path))
        fixed = Set(type.properties.filter { $0.fixed != nil }.map(\.path))
    }

    /// True for a path (`Origins[0].Header`) of a value that is a secret wherever it comes from.
    func isSecret(_ path: String) -> Bool {
        !secrets.isEmpty && secrets.contains(where: path.withoutIndexes.isAtOrBelow)
    }

    /// True for an input path whose last member has the name of a secret property: what an API calls them is the same.
    func namesSecret(_ inputPath: String) -> Bool {
        guard !secrets.isEmpty, let name = inputPath.split(separator: ".").last(where: { Int($0) == nil }) else {
            return false
        }
        return secrets.contains { path in
            let own = path.split(separator: ".").last.map(String.init) ?? path
            return own == name || own.otherCase == name
        }
    }

    /// A copy in which what is secret by itself is masked.
    func masked(_ properties: Value) -> Value {
        secrets.reduce(properties) { $0.masking($1, with: SecretTexts.mask) }
    }

    func isWriteOnly(_ name: String) -> Bool {
        let property = declared[name]
        if property?.writeOnly == true { return true }
        return schema.writeOnly.contains(name) && property?.at == nil && property?.decode == nil
    }

    /// The name that `Ref` and physical ids use; several are joined by `|`.
    var reference: [String] {
        if let ref = type.ref { return [ref] }
        if !schema.primaryIdentifier.isEmpty { return schema.primaryIdentifier }
        if case .key(let names) = type.identity { return names }
        return []
    }

    static func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}

extension String {
    /// The text with its first letter in the other case: how APIs spell CloudFormation's names.
    var otherCase: String {
        guard let first else { return self }
        return (first.isUppercase ? first.lowercased() : first.uppercased()) + dropFirst()
    }
}
