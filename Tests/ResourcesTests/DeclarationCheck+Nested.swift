import AWS
import Declarations
import Values

extension DeclarationCheck {
    /// Members below the top level find their way into the calls that send them, and out of what is read.
    mutating func checkNestedMembers() {
        for property in schema.settable where property != tagProperty && type.unsupported[property] == nil {
            let declared = type.property(property)
            if declared?.encode == nil {
                for call in [type.create.call] + type.create.then {
                    for shape in direct(property, in: call) { walk(property, shape, to: call.operation) }
                }
                for update in type.updates where update.properties.contains(property) {
                    for shape in direct(property, in: update.set, own: true) {
                        walk(property, shape, to: update.set.operation)
                    }
                }
                for set in type.itemSets where set.property == property {
                    guard let batch = set.batch, let operation = APIPath.operation(set.add.operation),
                        let shape = APIPath.shape(at: batch, in: operation.input)
                    else { continue }
                    walk(property, shape, to: set.add.operation)
                }
            }
            if declared?.decode == nil, declared?.writeOnly != true, !item.isUnknown {
                let shape = declared?.at.flatMap { item.shape(at: $0) } ?? item.member(type.names[property] ?? property)
                if let shape { walk(property, shape, to: nil) }
            }
        }
    }

    /// The shapes that a call is sent the property as, when it sends it as it is.
    /// - Parameter own: the call is that of the update that owns the property.
    private func direct(_ property: String, in call: Call, own: Bool = false) -> [Shape] {
        guard let input = APIPath.operation(call.operation)?.input else { return [] }
        var shapes: [Shape] = []
        for argument in call.arguments {
            guard case .property(property) = argument.source, let path = path(of: argument, in: input),
                let shape = APIPath.shape(at: path, in: input)
            else { continue }
            shapes.append(shape)
        }
        let isDrawn = call.arguments.contains { $0.source.draws(on: property) }
        if own, !isDrawn, let shape = APIPath.member(type.names[property] ?? property, of: input)?.shape {
            shapes.append(shape)
        }
        return shapes
    }

    /// - Parameter call: the operation that is sent the value; nil when it is read.
    private mutating func walk(_ path: String, _ shape: Shape, to call: String?, depth: Int = 0) {
        guard depth < 12, let facts = schema.properties[path] else { return }
        if schema.readOnly.contains(path) || type.unsupported[path] != nil { return }
        if call == nil, schema.writeOnly.contains(path) || type.property(path)?.writeOnly == true { return }
        if depth > 0, let declared = type.property(path) {
            if call != nil ? declared.encode != nil : declared.decode != nil || declared.at != nil { return }
        }
        let list = path + "[]"
        if schema.properties[list] != nil {
            let element = APIPath.element(of: shape)
            guard shape.kind == .list || shape.member("Items") != nil else {
                return find(path, "is a list, and \(place(call)) has \(article(shape)) there")
            }
            return walk(list, element, to: call, depth: depth + 1)
        }
        let members = schema.members(of: path)
        guard !members.isEmpty else { return checkScalar(path, facts, shape, call) }
        guard shape.kind == .structure else {
            if shape.kind == .map || shape.isDocument { return }
            return find(path, "is an object, and \(place(call)) has \(article(shape)) there")
        }
        for name in members {
            let inner = path + "." + name
            if schema.readOnly.contains(inner) || type.unsupported[inner] != nil { continue }
            if call == nil, schema.writeOnly.contains(inner) || type.property(inner)?.writeOnly == true { continue }
            if let member = APIPath.member(type.names[inner] ?? name, of: shape) {
                walk(inner, member.shape, to: call, depth: depth + 1)
            } else if !isFixed(inner) || call == nil || call == type.create.call.operation {
                let declared = type.property(inner)
                if call == nil && (declared?.decode != nil || declared?.at != nil) { continue }
                find(inner, "\(place(call)) has no member of this name")
            }
        }
    }

    private func isFixed(_ path: String) -> Bool {
        (schema.createOnly.contains(path) && type.property(path)?.inPlace != true)
            || type.property(path)?.isSetOnce == true
    }

    /// Objects without known members, and scalars: an object is not sent where text is taken, or the other way round.
    private mutating func checkScalar(_ path: String, _ facts: ResourceSchema.Property, _ shape: Shape, _ call: String?)
    {
        let isText = [.string, .blob].contains(shape.kind)
        let equality = type.property(path)?.equality
        let isDocument =
            switch equality {
            case .json, .policy: true
            default: false
            }
        if facts.kinds == [.object], isText, !isDocument {
            find(path, "is an object, and \(place(call)) has text there (a document says so by its equality)")
        }
        if facts.kinds.contains(.object), facts.kinds.count > 1, isText, !isDocument {
            find(path, "is a document or its text, and its equality says neither JSON nor policy")
        }
        let scalars: Set<ResourceSchema.Kind> = [.string, .integer, .number, .boolean]
        if !facts.kinds.isEmpty, scalars.isSuperset(of: facts.kinds), [.structure, .list, .map].contains(shape.kind) {
            find(path, "is a scalar, and \(place(call)) has \(article(shape)) there")
        }
    }

    private func place(_ call: String?) -> String { call ?? "the answer" }
    private func article(_ shape: Shape) -> String { "a value of kind \(shape.kind.rawValue)" }
}
