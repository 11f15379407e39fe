internal import Values

/// Writes inputs as XML by their shapes.
enum XMLInput {
    static func structure(_ value: Value, _ shape: Shape, name: String) throws(WireError) -> XMLElement {
        guard let object = value.object else { throw WireError("\(shape.name) is not an object") }
        var element = XMLElement(name: name)
        for member in shape.members where member.location == nil {
            guard let item = object[member.name], !item.isNull else { continue }
            if member.traits.isXMLAttribute {
                let text = try WireScalar.text(item, member, times: .iso8601)
                element.attributes.append(.init(name: member.wireName, value: text))
            } else {
                element.children += try elements(item, member, name: member.wireName)
            }
        }
        return element
    }

    static func addNamespace(_ namespace: Traits.XMLNamespace?, to element: inout XMLElement) {
        guard let namespace, !namespace.uri.isEmpty else { return }
        let name = namespace.prefix.map { $0.isEmpty ? "xmlns" : "xmlns:\($0)" } ?? "xmlns"
        guard !element.attributes.contains(where: { $0.name == name }) else { return }
        element.attributes.insert(.init(name: name, value: namespace.uri), at: 0)
    }

    /// One element, or one for each item of a flattened list or map.
    private static func elements(_ value: Value, _ member: Member, name: String) throws(WireError) -> [XMLElement] {
        var made: [XMLElement]
        switch member.shape.kind {
        case .list: made = try list(value, member, name: name)
        case .map: made = try map(value, member, name: name)
        case .structure: made = [try structure(value, member.shape, name: name)]
        default: made = [XMLElement(name: name, text: try WireScalar.text(value, member, times: .iso8601))]
        }
        for index in made.indices { addNamespace(member.traits.xmlNamespace, to: &made[index]) }
        return made
    }

    private static func list(_ value: Value, _ member: Member, name: String) throws(WireError) -> [XMLElement] {
        guard let items = value.array, let element = member.shape.element else {
            throw WireError("\(member.name) is not a list")
        }
        var made: [XMLElement] = []
        let itemName = member.traits.isFlattened ? name : element.traits.locationName ?? "member"
        for item in items { made += try elements(item, element, name: itemName) }
        return member.traits.isFlattened ? made : [XMLElement(name: name, children: made)]
    }

    private static func map(_ value: Value, _ member: Member, name: String) throws(WireError) -> [XMLElement] {
        guard let object = value.object, let key = member.shape.key, let item = member.shape.value else {
            throw WireError("\(member.name) is not an object")
        }
        var entries: [XMLElement] = []
        for (entryName, entryValue) in object {
            var entry = XMLElement(name: member.traits.isFlattened ? name : "entry")
            entry.children += try elements(.string(entryName), key, name: key.traits.locationName ?? "key")
            entry.children += try elements(entryValue, item, name: item.traits.locationName ?? "value")
            entries.append(entry)
        }
        return member.traits.isFlattened ? entries : [XMLElement(name: name, children: entries)]
    }
}
