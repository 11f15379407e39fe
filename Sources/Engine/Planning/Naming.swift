internal import Declarations
internal import Values

extension GeneratedName {
    /// `stack-LogicalId`, cut to the limit with a hash of the whole.
    /// - Parameter generation: What sets a new resource apart from its predecessors; empty for the first.
    func name(stack: String, logicalID: String, generation: String = "") -> String {
        var base = "\(stack)\(separator)\(logicalID)"
        if lowercase { base = base.lowercased() }
        let suffix = generation.isEmpty ? "" : separator + String(Digest.sha256(generation).prefix(10))
        let room = limit - suffix.utf8.count
        if base.utf8.count > room {
            let hash = separator + String(Digest.sha256("\(stack)/\(logicalID)").prefix(8))
            base = String(base.prefix(room - hash.utf8.count)) + hash
        }
        return base + suffix
    }

    /// True for a name that `name` gives for the resource in any generation.
    func isGenerated(_ text: String, stack: String, logicalID: String) -> Bool {
        if text == name(stack: stack, logicalID: logicalID) { return true }
        let mark = String(repeating: "x", count: 10)
        let suffixed = name(stack: stack, logicalID: logicalID, generation: mark)
        let head = suffixed.dropLast(10)
        return text.count == suffixed.count && text.hasPrefix(head)
            && text.suffix(10).allSatisfy { $0.isHexDigit && !$0.isUppercase }
    }
}
