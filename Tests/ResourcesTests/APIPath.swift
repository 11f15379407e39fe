import AWS

/// Where a path leads in an API's shapes.
enum APIPath {
    /// The shape at a dotted path below another. A numeric segment indexes a list, any segment a map. Member names are
    /// the API's own. Nil when there is no such place.
    static func shape(at path: String, in shape: Shape?) -> Shape? {
        guard var current = shape else { return nil }
        for segment in path.split(separator: ".").map(String.init) {
            switch current.kind {
            case .list:
                guard Int(segment) != nil, let element = current.element else { return nil }
                current = element.shape
            case .map:
                guard let value = current.value else { return nil }
                current = value.shape
            case .structure:
                guard let member = current.member(segment) else { return nil }
                current = member.shape
            default: return nil
            }
        }
        return current
    }

    /// A structure's member of this name, without regard to the case of the first letter.
    static func member(_ name: String, of shape: Shape?) -> Member? {
        guard let shape, shape.kind == .structure else { return nil }
        if let member = shape.member(name) { return member }
        return shape.members.first { lowered($0.name) == lowered(name) }
    }

    /// What a list holds, also one that is wrapped in `{Quantity, Items}`; the shape itself when it is no list.
    static func element(of shape: Shape) -> Shape {
        if shape.kind == .list { return shape.element?.shape ?? shape }
        if let items = shape.member("Items")?.shape, items.kind == .list { return items.element?.shape ?? shape }
        return shape
    }

    static func operation(_ name: String) -> OperationModel? {
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        return parts.count == 2 ? APIModel.service(parts[0])?.operation(parts[1]) : nil
    }

    static func lowered(_ name: String) -> String { name.prefix(1).lowercased() + name.dropFirst() }
}

/// The form of an item as the engine holds it: what the listing returns, and what details put in.
struct ItemShape {
    var base: Shape?
    var added: [String: Shape] = [:]
    /// The forms of items that further reads add.
    var others: [ItemShape] = []
    /// True when the item's form is not known, because the read itself does not bear out.
    var isUnknown: Bool { base == nil }

    func shape(at path: String) -> Shape? {
        own(path) ?? others.lazy.compactMap { $0.shape(at: path) }.first
    }

    private func own(_ path: String) -> Shape? {
        guard !path.isEmpty else { return base }
        // The longest prefix that a detail put in, else the listing.
        for (name, shape) in added.sorted(by: { $0.key.count > $1.key.count }) {
            if path == name { return shape }
            if path.hasPrefix(name + ".") {
                return APIPath.shape(at: String(path.dropFirst(name.count + 1)), in: shape)
            }
        }
        return APIPath.shape(at: path, in: base)
    }

    func member(_ name: String) -> Shape? {
        added[name] ?? APIPath.member(name, of: base)?.shape ?? others.lazy.compactMap { $0.member(name) }.first
    }
}
