import AWS
import Declarations
import Values

extension DeclarationCheck {
    /// The listing, its details and what they make of an item.
    mutating func checkRead() {
        let read = type.read
        check(read)
        for read in read.also {
            var first = item
            item = ItemShape()
            check(read)
            first.others.append(item)
            item = first
        }
        if let gone = read.gone {
            let item = item
            if !item.isUnknown { check(gone, for: "read") { item.shape(at: $0) } }
        }
        if let unfinished = type.create.unfinished {
            let item = item
            if !item.isUnknown { check(unfinished, for: "create") { item.shape(at: $0) } }
        }
    }

    private mutating func check(_ read: Read) {
        guard let listing = operation(read.operation, for: "read") else { return }
        checkErrors(read.absent, of: listing, for: "read")
        let levels = read.items.split(separator: "/").map(String.init)
        var shape = listing.output
        for (depth, level) in levels.enumerated() {
            // A document in a text has no model.
            if depth > 0, shape?.kind == .string {
                shape = nil
                break
            }
            guard let list = APIPath.shape(at: level, in: shape) else {
                return find("read", "\(read.operation) answers without \(level)")
            }
            let element = APIPath.element(of: list)
            if depth > 0 { item.added["$parent"] = shape }
            shape = element
        }
        item.base = shape
        let sources = DrawsOn()
        switch read.scope {
        case .stackTags(let filters, let arguments):
            if APIPath.shape(at: filters, in: listing.input)?.kind != .list {
                find("read", "\(read.operation) takes no filters as \(filters)")
            }
            check(arguments, of: listing, filled: [filters], for: "read", sources)
        case .filter(_, let key, let member, let arguments):
            if APIPath.shape(at: member, in: listing.input)?.kind != .list {
                find("read", "\(read.operation) takes no filters as \(member)")
            }
            if !isKnown(key) { find("read", "filters by \(key), which is neither a property nor an attribute") }
            check(arguments, of: listing, filled: [], for: "read", sources)
        case .everything(let arguments):
            check(arguments, of: listing, filled: [], for: "read", sources)
        case .batch(let member, let key, _, let arguments):
            if APIPath.shape(at: member, in: listing.input)?.kind != .list {
                find("read", "\(read.operation) takes no list as \(member)")
            }
            if !isKnown(key) {
                find("read", "batches are made of \(key), which is neither a property nor an attribute")
            }
            check(arguments, of: listing, filled: [member], for: "read", sources)
        case .each(let arguments):
            item.added["$input"] = listing.input
            check(arguments, of: listing, filled: [], for: "read", sources)
        case .eachItem(let list, let member, let arguments):
            item.added["$input"] = listing.input
            if schema.properties[list + "[]"] == nil { find("read", "\(list) is no list of the schema") }
            if APIPath.shape(at: member, in: listing.input) == nil {
                find("read", "\(read.operation) has no member \(member)")
            }
            check(arguments, of: listing, filled: [member], for: "read", sources)
        }
        if read.gather == nil, !read.spread.isEmpty { find("read", "is spread over lists that nothing gathers") }
        for spread in read.spread {
            for path in spread.by.map({ "\(spread.list)[].\($0)" }) + ["\(spread.list)[]"]
            where schema.properties[path] == nil {
                find("read", "is spread over \(path), which is not in the schema")
            }
        }
        for detail in read.details { check(detail) }
        if let call = read.immutable, let listing = operation(call.operation, for: "read") {
            check(call.arguments, of: listing, filled: [], for: "read", sources)
            if APIPath.shape(at: read.immutableItems, in: listing.output)?.kind != .list {
                find("read", "\(call.operation) answers no list at \(read.immutableItems)")
            }
        }
        // What a function gathers has a form of its own.
        if read.gather != nil { item = ItemShape() }
    }

    private mutating func check(_ detail: Detail) {
        let place = "read \(detail.operation)"
        guard let operation = operation(detail.operation, for: place) else { return }
        checkErrors(detail.absent, of: operation, for: place)
        if let when = detail.when {
            let item = item
            check(when, for: place) { item.shape(at: $0) }
        }
        var answer = operation.output
        if let batch = detail.batch {
            if !batch.member.isEmpty, APIPath.shape(at: batch.member, in: operation.input)?.kind != .list {
                find(place, "takes no list as \(batch.member)")
            }
            // What a function puts into the item has no model.
            let isShaped = type.read.shape != nil && batch.key.hasPrefix("$")
            if !isShaped, item.shape(at: batch.key) == nil {
                find(place, "an item has no \(batch.key) to make batches of")
            }
            var list = operation.output
            for (depth, level) in batch.items.split(separator: "/").map(String.init).enumerated() {
                if depth > 0 { list = list.map(APIPath.element(of:)) }
                list = APIPath.shape(at: level, in: list)
            }
            guard let list else { return find(place, "answers without \(batch.items)") }
            if batch.several, detail.takes.isEmpty {
                item.added[detail.into] = list
                return
            }
            let element = APIPath.element(of: list)
            if APIPath.shape(at: batch.answer, in: element) == nil {
                find(place, "its answers have no \(batch.answer) to be known by")
            }
            answer = element
        }
        check(
            detail.arguments, of: operation, filled: [detail.batch?.member ?? ""].filter { !$0.isEmpty }, for: place,
            DrawsOn(live: true))
        guard let taken = APIPath.shape(at: detail.takes, in: answer) else {
            return find(place, "answers without \(detail.takes)")
        }
        item.added[detail.into] = taken
        for name in detail.fills where !isKnown(name) {
            find(place, "fills \(name), which is neither a property nor an attribute")
        }
    }

    mutating func checkIdentity() {
        switch type.identity {
        case .named(let property, _):
            if schema.properties[property] == nil { find(property, "is the name, and not a property of the schema") }
        case .tagged:
            if type.tagging?.member == nil { find("identity", "goes by tags that the create call does not put on") }
        case .reference(let member, let path):
            let create = APIPath.operation(type.create.call.operation)
            if create != nil, APIPath.shape(at: member, in: create?.input) == nil {
                find("identity", "\(type.create.call.operation) takes no \(member)")
            }
            if !item.isUnknown, item.shape(at: path) == nil { find("identity", "an item has no \(path)") }
        case .key(let properties):
            for property in properties where !isSettable(property) {
                find(property, "is part of the key, and not a property of the schema")
            }
        }
        if let arn = type.arn { checkTemplate(arn, for: "arn") }
    }
}
