import AWS
import Declarations
import Resources
import Values

extension DeclarationCheck {
    /// Each settable property is supported in every respect, or refused with a reason.
    mutating func checkProperties() {
        for lookup in type.lookups {
            for name in [lookup.property, lookup.by] where !isSettable(name) {
                find(name, "is looked up, and not a property of the schema")
            }
        }
        for property in type.properties where schema.properties[property.path] == nil {
            find(property.path, "is declared, and not in the schema")
        }
        for path in type.names.keys where schema.properties[path] == nil {
            find(path, "has a name for the API, and is not in the schema")
        }
        for path in type.unsupported.keys where schema.properties[path] == nil && !schema.attributes.contains(path) {
            find(path, "is refused, and not in the schema")
        }
        for (path, reason) in type.unsupported where reason.count < 10 { find(path, "is refused without a reason") }
        for property in type.properties {
            let reasons = [property.replaces?.reason, property.fixed, property.moves].compactMap(\.self)
            if reasons.contains(where: { $0.count < 10 }) { find(property.path, "cannot change, without a reason") }
            if reasons.count > 1 { find(property.path, "does more than one thing with a change") }
            if property.moves != nil, schema.createOnly.contains(property.path) {
                find(property.path, "moves with a change, and CloudFormation replaces the resource")
            }
            if property.fixed != nil, schema.createOnly.contains(property.path) {
                find(property.path, "refuses a change, and CloudFormation replaces the resource")
            }
        }
        let twice = Dictionary(grouping: type.properties, by: \.path).filter { $0.value.count > 1 }
        for path in twice.keys.sorted() { find(path, "is declared twice") }
        for property in schema.settable where property != tagProperty { check(property) }
    }

    private mutating func check(_ property: String) {
        let isCreated = ([type.create.call] + type.create.then).contains { $0.draws(on: property) }
        let sets = type.itemSets.filter { $0.property == property }
        let changes = type.updates.filter { $0.properties.contains(property) }.count + sets.count
        if let reason = type.unsupported[property] {
            let isNamed = type.create.call.arguments.contains { $0.source.properties.contains(property) }
            if isNamed || changes > 0 { find(property, "is both sent and refused (\(reason))") }
            return
        }
        if property == type.contents?.permittedBy { return }
        // The property that it stands for is sent.
        if type.lookups.contains(where: { $0.by == property }) { return }
        if let part = type.parts.first(where: { $0.property == property }) { return check(part) }
        if let declared = type.property(property), declared.replaces != nil, declared.writeOnly, declared.absent != nil
        {
            // Known to the template alone: a change of it asks for a new resource (an access key's serial).
            if changes > 0 { find(property, "asks for a new resource, and is sent by an update") }
            return
        }
        if !isCreated && changes == 0 {
            return find(property, "is neither sent by a call nor refused with a reason")
        }
        if changes > 1 { find(property, "is sent by \(changes) updates or item sets; one must own it") }
        let declared = type.property(property)
        let isFixed =
            (schema.createOnly.contains(property) && declared?.inPlace != true) || declared?.isSetOnce == true
        if isFixed && changes > 0 { find(property, "can only be set at creation, and is sent by an update") }
        if isFixed && !isCreated { find(property, "can only be set at creation, and the create call does not send it") }
        if !isFixed && changes == 0 {
            find(property, "may change, and no update sends it (`replaces` or `fixed`, if the API cannot)")
        }
        if let set = sets.first {
            // A call that only asks whether the list is mentioned does not send it.
            let isSent =
                type.create.call.draws(on: property)
                || type.create.then.contains { call in
                    if case .mapped? = call.each { return false }
                    return call.draws(on: property)
                }
            if set.inCreate != isSent { find(property, "its item set and the create call disagree on who sends it") }
            if let key = set.key, schema.properties["\(property)[].\(key)"] == nil {
                find(property, "its items have no \(key) to be known by")
            }
        }
        if declared?.absent == nil && !isRequired(property) && !(declared != nil && isDemanded(property)) {
            find(property, "does not say what its absence means")
        }
        checkDemands(of: property, declared)
        checkReading(of: property, declared)
    }

    /// The items of a part are what its type takes.
    private mutating func check(_ part: Part) {
        if schema.properties[part.property]?.kinds != [.array] { find(part.property, "is spread, and no list") }
        guard let other = Registry.standard.schema(part.type), Registry.standard.type(part.type) != nil else {
            return find(part.property, "is made of \(part.type), which is not declared")
        }
        for member in schema.members(of: part.property + "[]") + [part.parent] where other.properties[member] == nil {
            find(part.property, "\(part.type) has no \(member)")
        }
    }

    private func isRequired(_ property: String) -> Bool { schema.rules[""]?.required.contains(property) ?? false }

    /// A member that the create call demands is always there: without an absence a template must have it.
    private mutating func checkDemands(of property: String, _ declared: Property?) {
        if isRequired(property) || !isDemanded(property) { return }
        if case .named(let name, _) = type.identity, name == property { return }
        switch declared?.absent {
        case .means, .derived, .initially, .refused, nil: return
        case .unset, .chosenByAWS:
            if declared?.generated != nil { return }
            find(property, "is demanded by \(type.create.call.operation), and may be absent from a template")
        }
    }

    /// The create call does not go without it.
    private func isDemanded(_ property: String) -> Bool {
        guard let input = APIPath.operation(type.create.call.operation)?.input else { return false }
        if type.create.call.when == property { return false }
        return type.create.call.arguments.contains { argument in
            argument.source.properties == [property] && !argument.source.isAlwaysThere
                && path(of: argument, in: input).flatMap { input.member($0) }?.isRequired == true
        }
    }

    /// A property can be seen in what is read.
    private mutating func checkReading(of property: String, _ declared: Property?) {
        if item.isUnknown || declared?.decode != nil || declared?.writeOnly == true { return }
        // A function brings the item into its form.
        if schema.writeOnly.contains(property) || type.read.shape != nil { return }
        if let path = declared?.at {
            if item.shape(at: path) == nil { find(property, "is read at \(path), which is not in the answer") }
        } else if item.member(type.names[property] ?? property) == nil {
            find(property, "cannot be read: the answer has no member of this name")
        }
    }

    /// `Ref` and every attribute of the schema are answered.
    mutating func checkAttributes() {
        let created = APIPath.operation(type.create.call.operation)?.output
        for (name, attribute) in type.attributes.sorted(by: { $0.key < $1.key }) {
            if let template = attribute.predicted { checkTemplate(template, for: name) }
            for property in attribute.follows where !isSettable(property) {
                find(name, "follows \(property), which is not a property of the schema")
            }
            if let path = attribute.created, APIPath.shape(at: path, in: created) == nil {
                find(name, "is answered at \(path), which \(type.create.call.operation) does not return")
            }
            if attribute.decode != nil || item.isUnknown { continue }
            let inItem = item.shape(at: attribute.path) != nil
            let inCreated =
                APIPath.shape(at: attribute.path, in: APIPath.shape(at: type.create.item, in: created)) != nil
            if !(attribute.once ? inCreated : inItem), attribute.created == nil || !attribute.once {
                find(name, "is read at \(attribute.path), which is not in the answer")
            }
        }
        let names = schema.attributes.isEmpty ? schema.readOnly : schema.attributes.union(schema.readOnly)
        for name in names.sorted() where !name.contains("[") && !name.contains("{") {
            let root = String(name.prefix { $0 != "." })
            if type.attributes[name] != nil || isSettable(name) { continue }
            if type.unsupported[name] != nil || type.unsupported[root] != nil { continue }
            if case .key = type.identity, schema.primaryIdentifier == [name] { continue }
            find(name, "is an attribute of the schema that nothing answers")
        }
        if let ref = type.ref {
            if !isKnown(ref) { find("ref", "\(ref) is neither a property nor an attribute") }
        } else if case .key = type.identity {
            return
        } else {
            for name in schema.primaryIdentifier where !isKnown(name) { find("ref", "nothing answers \(name)") }
        }
    }
}
