import AWS
import Declarations
import Resources
import Values

extension String {
    /// As APIs spell CloudFormation's names.
    fileprivate var otherCase: String {
        (first.map { $0.isUppercase ? $0.lowercased() : $0.uppercased() } ?? "") + dropFirst()
    }
}

extension DeclarationCheck {
    /// Tags are written and read in the form that the declaration says.
    mutating func checkTagging() {
        guard let tagging = type.tagging else {
            let takesTags = type.create.call.arguments.contains { if case .tags = $0.source { true } else { false } }
            if takesTags { find("tagging", "the create call sends tags, and the type has none") }
            return
        }
        if let property = facts(at: tagging.property) {
            if tagging.propertyIsMap != property.kinds.contains(.object) {
                find(tagging.property, "is \(tagging.propertyIsMap ? "no map" : "a map") in the schema")
            }
        } else if !tagging.property.isEmpty {
            find(tagging.property, "holds the tags, and is not in the schema")
        }
        let takesTags = type.create.call.arguments.contains { if case .tags = $0.source { true } else { false } }
        if takesTags != (tagging.member != nil) {
            find("tagging", "create call and dialect disagree on tags at creation")
        }
        if let member = tagging.member, let create = APIPath.operation(type.create.call.operation) {
            if let shape = APIPath.shape(at: member, in: create.input) {
                checkForm(of: shape, specification: true, place: create.name, tagging)
            } else {
                find("tagging", "\(create.name) takes no tags as \(member)")
            }
        }
        check(tagging.add, for: "tagging", filled: [tagging.adds])
        if let add = APIPath.operation(tagging.add.operation) {
            if let shape = APIPath.shape(at: tagging.adds, in: add.input) {
                checkForm(of: shape, specification: false, place: add.name, tagging)
            } else {
                find("tagging", "\(add.name) takes no tags as \(tagging.adds)")
            }
        }
        if let remove = tagging.remove {
            check(remove, for: "tagging", filled: [tagging.removes])
            if let operation = APIPath.operation(remove.operation) {
                let element = APIPath.shape(at: tagging.removes, in: operation.input)?.element?.shape
                if element?.kind != (tagging.removesObjects ? .structure : .string) {
                    find(
                        "tagging",
                        "\(operation.name) takes no \(tagging.removesObjects ? "tags" : "keys") as \(tagging.removes)")
                }
            }
        }
        checkReadTags()
    }

    private mutating func checkReadTags() {
        if item.isUnknown { return }
        if case .metadata = type.tagging?.form { return }
        if let path = type.read.tags {
            if item.shape(at: path) == nil { find("tagging", "an item has no tags at \(path)") }
        } else if item.added["$tags"] == nil {
            find("tagging", "nothing reads the tags")
        }
    }

    private mutating func checkForm(of shape: Shape, specification: Bool, place: String, _ tagging: Tagging) {
        switch tagging.form {
        case .map, .metadata:
            if shape.kind != .map { find("tagging", "\(place) takes tags that are no map") }
        case .query:
            if shape.kind != .string { find("tagging", "\(place) takes tags that are no text") }
        case .list(let key, let value):
            checkPair(shape.element?.shape, key, value, place)
            if let flag = tagging.flag, shape.element?.shape.member(flag) == nil {
                find("tagging", "\(place) takes tags without \(flag)")
            }
            for extra in tagging.extras where APIPath.shape(at: extra.member, in: shape.element?.shape) == nil {
                find("tagging", "\(place) takes tags without \(extra.member)")
            }
        case .specification(let kind):
            guard specification else { return checkPair(shape.element?.shape, "Key", "Value", place) }
            let entry = shape.element?.shape
            if let kinds = entry?.member("ResourceType")?.shape.enumeration, !kinds.isEmpty, !kinds.contains(kind) {
                find("tagging", "\(place) does not know the resource type \(kind)")
            }
            checkPair(entry?.member("Tags")?.shape.element?.shape, "Key", "Value", place)
        }
    }

    private mutating func checkPair(_ shape: Shape?, _ key: String, _ value: String, _ place: String) {
        if shape?.member(key) == nil || shape?.member(value) == nil {
            find("tagging", "\(place) takes tags that are no pairs of \(key) and \(value)")
        }
    }

    mutating func checkContents() {
        guard let contents = type.contents else { return }
        if let property = contents.permittedBy, !isSettable(property) {
            find(property, "permits the loss of contents, and is not a property of the schema")
        }
        guard let list = operation(contents.list.operation, for: "contents") else { return }
        check(contents.list, for: "contents")
        let elements = contents.items.compactMap { path -> Shape? in
            guard let shape = APIPath.shape(at: path, in: list.output), shape.kind == .list else {
                find("contents", "\(list.name) answers without a list \(path)")
                return nil
            }
            return shape.element?.shape
        }
        for condition in [contents.except, contents.trifles].compactMap(\.self) {
            for element in elements { check(condition, for: "contents") { APIPath.shape(at: $0, in: element) } }
        }
        if let last = type.delete.calls.last.flatMap({ APIPath.operation($0.operation) }) {
            for argument in contents.force where APIPath.shape(at: argument.member, in: last.input) == nil {
                find("contents", "\(last.name) has no member \(argument.member)")
            }
        }
        guard let remove = contents.remove else { return }
        check(remove, for: "contents", filled: [contents.batch])
        guard let operation = APIPath.operation(remove.operation) else { return }
        guard let taken = APIPath.shape(at: contents.batch, in: operation.input)?.element?.shape else {
            return find("contents", "\(operation.name) takes no list as \(contents.batch)")
        }
        for member in contents.members where contents.encode == nil {
            if taken.member(member) == nil { find("contents", "\(operation.name) takes no \(member)") }
            if !elements.contains(where: { $0.member(member) != nil }) {
                find("contents", "\(list.name) answers without \(member)")
            }
        }
    }

    /// What the declaration says of other resources.
    mutating func checkLinks() {
        for property in type.completes where !isSettable(property) {
            find(property, "is completed, and not a property")
        }
        for claim in type.claims {
            if !isSettable(claim.through) { find(claim.through, "names what is claimed from, and is not a property") }
            if !isKnown(claim.value) { find(claim.value, "is claimed, and neither a property nor an attribute") }
            let other = claim.member.map { "\(claim.list)[].\($0)" } ?? claim.list
            if let schema = Registry.standardSchema(claim.type) {
                if schema.properties[other] == nil {
                    find(other, "is claimed from \(claim.type), which has no such list")
                }
            } else {
                find(claim.type, "is claimed from, and has no schema")
            }
        }
        for loan in type.lends {
            for property in [loan.through] + loan.when where !isSettable(property) {
                find(property, "decides on what is lent, and is not a property")
            }
            if type.attributes[loan.attribute] == nil { find(loan.attribute, "is lent, and not an attribute") }
            if Registry.standardSchema(loan.type)?.attributes.contains(loan.attribute) != true {
                find(loan.attribute, "is lent to \(loan.type), which has no such attribute")
            }
        }
        for property in type.delete.empties where !type.itemSets.contains(where: { $0.property == property }) {
            find(property, "is emptied before deletion, and no item set does it")
        }
        if let foreign = type.foreign { check(foreign) }
    }

    private mutating func check(_ foreign: Foreign) {
        let item = item
        for name in foreign.parents + foreign.shows where !isKnown(name) && item.shape(at: name.otherCase) == nil {
            guard item.shape(at: name) == nil else { continue }
            find(name, "is told of foreign items, and is neither a property, an attribute nor in an item")
        }
        if let except = foreign.except { check(except, for: "foreign") { item.shape(at: $0) } }
        guard let parent = Registry.standard.type(foreign.of), let schema = Registry.standard.schema(foreign.of) else {
            return find("foreign", "lies in \(foreign.of), which is no type")
        }
        func isOfParent(_ name: String) -> Bool {
            parent.attributes[name] != nil || schema.properties[name] != nil || parent.ref == name
        }
        switch foreign.search {
        case .own:
            if !isSettable(foreign.parents[0]) { find(foreign.parents[0], "names the parent in a read of the type") }
        case .scope(.filter(_, let key, let member, _)):
            let input = APIPath.operation(type.read.operation)?.input
            if APIPath.shape(at: member, in: input)?.kind != .list {
                find("foreign", "\(type.read.operation) takes no filters as \(member)")
            }
            if !isOfParent(key) { find("foreign", "filters by \(key), which \(foreign.of) does not have") }
        case .scope: break
        case .names(let listing, let property, let others):
            guard let operation = operation(listing.operation, for: "foreign") else { return }
            if APIPath.shape(at: listing.items, in: operation.output)?.kind != .list {
                find("foreign", "\(listing.operation) answers no list at \(listing.items)")
            }
            for name in [property] + others.map(\.value) where !isSettable(name) {
                find(name, "is given to the read of foreign items, and is not a property")
            }
            for member in others.keys where APIPath.shape(at: member, in: operation.input) == nil {
                find("foreign", "\(listing.operation) takes no \(member)")
            }
        }
    }
}
