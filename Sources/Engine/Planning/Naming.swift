internal import Declarations
internal import Language
internal import Values

extension GeneratedName {
    /// `stack-LogicalId`, cut to the limit with a hash of the whole; in a nested stack with the name of that.
    /// - Parameter generation: What sets a new resource apart from its predecessors; empty for the first.
    func name(stack: String, logicalID: String, generation: String = "") -> String {
        let base = uncut(stack: stack, logicalID: logicalID)
        let suffix =
            (generation.isEmpty ? "" : separator + String(Digest.sha256(generation).prefix(10))) + (ending?.text ?? "")
        let room = limit - suffix.utf8.count
        if base.utf8.count > room {
            let hash = separator + String(Digest.sha256("\(stack)/\(logicalID)").prefix(8))
            return String(base.prefix(room - hash.utf8.count)) + hash + suffix
        }
        return base + suffix
    }

    /// True for a name that `name` gives for the resource in any generation.
    func isGenerated(_ text: String, stack: String, logicalID: String) -> Bool {
        if text == name(stack: stack, logicalID: logicalID) { return true }
        let mark = String(repeating: "x", count: 10)
        let suffixed = name(stack: stack, logicalID: logicalID, generation: mark)
        let end = ending?.text ?? ""
        let head = suffixed.dropLast(10 + end.count)
        return text.count == suffixed.count && text.hasPrefix(head) && text.hasSuffix(end)
            && text.dropLast(end.count).suffix(10).allSatisfy { $0.isHexDigit && !$0.isUppercase }
    }
}

/// Names that AWS demands of resources which are known by their tags or their parent (`Property.generated`).
enum GeneratedNames {
    /// The properties with such names filled in: the live one's while it is kept, else one made from stack and logical
    /// id.
    static func filled(_ properties: Value, _ desired: Desired, live: Live? = nil) -> Value {
        filled(properties, type: desired.frame.type, stack: desired.stack, logicalID: desired.logicalID, live: live)
    }

    static func filled(
        _ properties: Value, type: ResourceType, stack: String, logicalID: String, live: Live? = nil
    ) -> Value {
        var filled = properties
        for property in type.properties {
            guard let rule = property.generated?.fitted(to: filled), filled[property.path] == nil else { continue }
            let name = live?.name(property.path)?.scalarText
            let made = rule.name(stack: stack, logicalID: logicalID)
            filled = filled.setting(property.path, to: .string(name ?? made))
        }
        return filled
    }

    /// The properties with other such names than those that stand already, for a new resource beside the old.
    static func renewed(_ properties: Value, _ desired: Desired, beside others: [Live]) -> Value {
        var renewed = properties
        for property in desired.frame.type.properties {
            guard let rule = property.generated?.fitted(to: renewed), (desired.symbolic[property.path] ?? .null).isNull
            else { continue }
            let taken = others.compactMap { $0.name(property.path)?.scalarText }.sorted()
            let generation = desired.symbolic.canonicalJSON + taken.joined(separator: ",")
            renewed = renewed.setting(
                property.path,
                to: .string(
                    rule.name(stack: desired.stack, logicalID: desired.logicalID, generation: generation)))
        }
        return renewed
    }
}
