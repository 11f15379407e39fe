internal import Transport
internal import Values

/// Reads outputs from XML by their shapes.
enum XMLOutput {
    static func root(of response: HTTPResponse) throws(WireError) -> XMLElement {
        do {
            return try XMLReader.root(of: response.body)
        } catch {
            throw WireError("the answer is not XML: line \(error.line): \(error.message)")
        }
    }

    /// The members that the element holds; those that travel elsewhere are left out.
    static func structure(_ element: XMLElement, _ shape: Shape) throws(WireError) -> Value {
        var object = Value.Object()
        for member in shape.members where member.isInBodyOfAnswer {
            if member.traits.isXMLAttribute {
                if let text = element.attribute(member.wireName) {
                    object[member.name] = try WireScalar.value(text, member.shape)
                }
            } else if member.traits.isFlattened, [.list, .map].contains(member.shape.kind) {
                let found = flattened(member, in: element)
                guard !found.isEmpty else { continue }
                object[member.name] =
                    member.shape.kind == .list ? try list(found, member.shape) : try map(found, member.shape)
            } else if let child = element.child(local(member.wireName)) {
                object[member.name] = try value(child, member)
            }
        }
        return .object(object)
    }

    static func value(_ element: XMLElement, _ member: Member) throws(WireError) -> Value {
        switch member.shape.kind {
        case .structure: return try structure(element, member.shape)
        case .list: return try list(element.children, member.shape)
        case .map: return try map(element.children, member.shape)
        case .string: return .string(element.text)
        case .blob: return try WireScalar.value(element.text, member.shape)
        default: return try WireScalar.value(element.text.trimmed, member.shape)
        }
    }

    private static func list(_ elements: [XMLElement], _ shape: Shape) throws(WireError) -> Value {
        guard let element = shape.element else { return [] }
        var items: [Value] = []
        items.reserveCapacity(elements.count)
        for child in elements { items.append(try value(child, element)) }
        return .array(items)
    }

    private static func map(_ entries: [XMLElement], _ shape: Shape) throws(WireError) -> Value {
        guard let key = shape.key, let element = shape.value else { return [:] }
        var object = Value.Object()
        for entry in entries {
            guard let name = entry.child(key.traits.locationName ?? "key"),
                let item = entry.child(element.traits.locationName ?? "value")
            else { continue }
            object[name.text] = try value(item, element)
        }
        return .object(object)
    }

    /// A flattened list's items carry the member's name; some older models put the name at the list's element.
    private static func flattened(_ member: Member, in element: XMLElement) -> [XMLElement] {
        let found = element.children(local(member.wireName))
        guard found.isEmpty, let other = member.shape.element?.traits.locationName else { return found }
        return element.children(local(other))
    }

    private static func local(_ name: String) -> String {
        name.split(separator: ":").last.map(String.init) ?? name
    }
}

extension String {
    /// Without white space at its ends.
    var trimmed: String {
        let bytes = Array(utf8)
        guard let first = bytes.firstIndex(where: { $0 > 32 }), let last = bytes.lastIndex(where: { $0 > 32 }) else {
            return ""
        }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
