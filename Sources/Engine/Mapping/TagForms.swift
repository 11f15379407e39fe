internal import Declarations
internal import Values

extension Tagging {
    /// True where there is no room for tags but plumb's.
    var takesOwnOnly: Bool { if case .metadata = form { true } else { false } }

    /// What a template says of the tags; nil where it cannot say anything.
    func given(in properties: Value?) -> Value? { property.isEmpty ? nil : properties?.at(property) }
}

/// Tags in the services' dialects.
struct TagForms {
    let tagging: Tagging

    /// The tags of a read item of a type: where its tagging keeps them, without AWS's own.
    static func of(_ item: Value, type: ResourceType) -> [String: String] {
        guard case .metadata? = type.tagging?.form else {
            return read(type.read.tags.flatMap { item.at($0) } ?? item["$tags"])
        }
        var tags: [String: String] = [:]
        for (name, text) in item["Metadata"]?.object ?? [:] where ownNames.contains(name) {
            tags[name.replacing("plumb-", with: OwnTag.prefix)] = text.scalarText ?? ""
        }
        return tags
    }

    /// plumb's tags as a header can name them; other metadata is a property.
    private static let ownNames = [OwnTag.stack, OwnTag.resource, OwnTag.digest, OwnTag.protect, OwnTag.received]
        .map { $0.replacing(OwnTag.prefix, with: "plumb-") }

    /// The tags of a read item, whatever their form; tags of AWS's own (`aws:`) are left out.
    static func read(_ value: Value?) -> [String: String] { all(value).filter { !$0.key.hasPrefix("aws:") } }

    /// The tags of a read item with AWS's own.
    static func all(_ value: Value?) -> [String: String] {
        var tags: [String: String] = [:]
        if let items = value?.array ?? value?["Items"]?.array ?? value?["TagSet"]?.array {
            for item in items {
                let key = item["Key"] ?? item["key"] ?? item["TagKey"]
                let text = item["Value"] ?? item["value"] ?? item["TagValue"]
                if let key = key?.scalarText { tags[key] = text?.scalarText ?? "" }
            }
        } else if let object = value?.object {
            for (key, text) in object { tags[key] = text.scalarText ?? "" }
        }
        return tags
    }

    /// The key of a tag on the wire.
    static func key(of tag: Value) -> String? { (tag["Key"] ?? tag["key"] ?? tag["TagKey"])?.scalarText }

    /// A boolean member of tags (`Tagging.flag`) by key.
    static func flags(of member: String?, in tags: Value?) -> [String: Bool] {
        guard let member else { return [:] }
        var flags: [String: Bool] = [:]
        for tag in tags?.array ?? [] {
            if let key = key(of: tag) { flags[key] = (tag[member] ?? tag[member.otherCase])?.bool ?? false }
        }
        return flags
    }

    /// The tags of a template's property: a list of `Key` and `Value`, or a map.
    static func desired(_ value: Value?) -> [String: Value] {
        var tags: [String: Value] = [:]
        if let items = value?.array {
            for item in items { if let key = item["Key"]?.scalarText { tags[key] = item["Value"] ?? "" } }
        } else if let object = value?.object {
            for (key, text) in object { tags[key] = text }
        }
        return tags
    }

    /// For the create call's member.
    func forCreation(_ tags: [String: Value], extras: [String: Value] = [:]) -> Value {
        switch tagging.form {
        case .specification(let kind):
            [["ResourceType": .string(kind), "Tags": list(tags, key: "Key", value: "Value")]]
        default: forAdding(tags)
        }
    }

    /// For the call that adds tags.
    func forAdding(_ tags: [String: Value]) -> Value {
        switch tagging.form {
        case .list(let key, let value): list(tags, key: key, value: value)
        case .specification: list(tags, key: "Key", value: "Value")
        case .metadata:
            .object(
                Value.Object(
                    tags.sorted { $0.key < $1.key }.map {
                        ($0.key.replacing(OwnTag.prefix, with: "plumb-"), text($0.value))
                    }))
        case .map: .object(Value.Object(tags.sorted { $0.key < $1.key }.map { ($0.key, text($0.value)) }))
        case .query:
            .string(
                tags.sorted { $0.key < $1.key }.map {
                    "\(Self.escaped($0.key))=\(Self.escaped($0.value.scalarText ?? ""))"
                }.joined(separator: "&"))
        }
    }

    /// For the call that removes tags.
    func forRemoving(_ keys: [String]) -> Value {
        guard tagging.removesObjects else { return .array(keys.sorted().map { .string($0) }) }
        let name = if case .list(let key, _) = tagging.form { key } else { "Key" }
        return .array(keys.sorted().map { [name: .string($0)] })
    }

    private func list(_ tags: [String: Value], key: String, value: String) -> Value {
        .array(tags.sorted { $0.key < $1.key }.map { [key: .string($0.key), value: text($0.value)] })
    }

    private func text(_ value: Value) -> Value { value.scalarText.map { .string($0) } ?? value }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
