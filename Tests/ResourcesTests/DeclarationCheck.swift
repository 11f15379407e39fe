import AWS
import Declarations
import Values

/// Proves a declaration against the two models: CloudFormation's schema of the type and the APIs that it calls.
struct DeclarationCheck {
    let type: ResourceType
    let schema: ResourceSchema
    private(set) var findings: [DeclarationFinding] = []
    var item = ItemShape()

    /// Everything that does not bear out, in the order of the declaration.
    static func findings(in type: ResourceType, schema: ResourceSchema?) -> [DeclarationFinding] {
        guard let schema else {
            return [DeclarationFinding(type: type.name, property: "", message: "has no schema in the store")]
        }
        var check = DeclarationCheck(type: type, schema: schema)
        check.checkRead()
        check.checkIdentity()
        check.checkChanges()
        check.checkTagging()
        check.checkProperties()
        check.checkNestedMembers()
        check.checkAttributes()
        check.checkContents()
        check.checkLinks()
        return check.findings
    }

    init(type: ResourceType, schema: ResourceSchema) {
        self.type = type
        self.schema = schema
    }

    mutating func find(_ property: String, _ message: String) {
        let finding = DeclarationFinding(type: type.name, property: property, message: message)
        if !findings.contains(finding) { findings.append(finding) }
    }

    /// A property of the schema that a template may set, by its path.
    func isSettable(_ path: String) -> Bool { schema.properties[path] != nil && !schema.readOnly.contains(path) }

    /// The schema's facts about a path in a value, in which a numeric segment indexes a list (`Tags.0.Key`).
    func facts(at path: String) -> ResourceSchema.Property? {
        var name = ""
        for segment in path.split(separator: ".") {
            if Int(segment) != nil { name += "[]" } else { name += (name.isEmpty ? "" : ".") + segment }
        }
        return schema.properties[name]
    }

    /// The top-level property in which a template gives tags; nil when it cannot.
    var tagProperty: String? {
        type.tagging.flatMap { $0.property.isEmpty ? nil : String($0.property.prefix { $0 != "." }) }
    }

    /// A property or an attribute.
    func isKnown(_ name: String) -> Bool { type.attributes[name] != nil || schema.properties[name] != nil }

    /// The shape of an operation's output; a finding when there is no such operation.
    mutating func operation(_ name: String, for place: String) -> OperationModel? {
        let operation = APIPath.operation(name)
        if operation == nil { find(place, "\(name) is not an operation of the embedded API models") }
        return operation
    }

    /// Paths in a condition, against the output or item that it tests.
    mutating func check(_ condition: Condition, for place: String, _ shape: (String) -> Shape?) {
        func lacks(_ path: String) -> Bool { shape(path) == nil }
        func complain(_ path: String) { find(place, "a condition tests \(path), which is not in the answer") }
        switch condition {
        case .member(let path, let values):
            guard let found = shape(path) else { return complain(path) }
            let allowed = found.enumeration
            for value in values {
                // EC2 writes some states otherwise than its model (`available`, not `Available`).
                if let text = value.string?.lowercased(), !allowed.isEmpty,
                    !allowed.contains(where: { $0.lowercased() == text })
                {
                    find(place, "a condition waits for \(path) to be \(text), which it never is")
                }
            }
        case .present(let path), .missing(let path), .ends(let path, _): if lacks(path) { complain(path) }
        case .same(let left, let right):
            for path in [left, right] where lacks(path) { complain(path) }
        case .count(let path, _):
            if shape(path)?.kind != .list {
                find(place, "a condition counts \(path), which is not a list of the answer")
            }
        case .every(let path, let inner), .some(let path, let inner):
            guard let list = shape(path), list.kind == .list, let element = list.element?.shape else {
                return find(place, "a condition goes through \(path), which is not a list of the answer")
            }
            check(inner, for: place) { $0.isEmpty ? element : APIPath.shape(at: $0, in: element) }
        case .all(let conditions), .any(let conditions):
            for inner in conditions { check(inner, for: place, shape) }
        case .not(let inner): check(inner, for: place, shape)
        }
    }

    /// The names in `${…}` of a template of an ARN or an attribute.
    mutating func checkTemplate(_ template: String, for place: String) {
        for part in template.split(separator: "$").dropFirst(template.hasPrefix("$") ? 0 : 1) where part.hasPrefix("{")
        {
            let name = String(part.dropFirst().prefix { $0 != "}" })
            if ["Partition", "Region", "Account", "URLSuffix", "*"].contains(name) || isKnown(name) { continue }
            find(place, "\(template) draws on \(name), which is neither a property nor an attribute")
        }
    }
}
