internal import Declarations
internal import Values

/// What plumb calls a resource that is known by its creator's reference: `plumb:stack:LogicalId`, or a digest of that where
/// it is long. Another one for each that takes the place of one goes on with `:` and some digits. Route 53 takes 64
/// characters for health checks.
enum CallerReference {
    static let prefix = "plumb:"
    private static let longest = 52

    static func text(stack: String, logicalID: String) -> String {
        let plain = "\(prefix)\(stack):\(logicalID)"
        return plain.count <= longest ? plain : prefix + Digest.sha256(plain).prefix(32)
    }

    /// - Parameter address: `stack/LogicalId`.
    static func text(address: String) -> String {
        let parts = address.split(separator: "/", maxSplits: 1).map(String.init)
        return text(stack: parts.first ?? "", logicalID: parts.dropFirst().first ?? "")
    }

    /// The reference of a creation, with a part of the run's own for types that want each but once.
    static func creation(_ decision: Decision) -> Value {
        let text = Value.string(decision.callerReference)
        guard decision.desired.frame.type.create.spendsReference else { return text }
        let run = Value.deferred(.attribute(address: decision.desired.address, name: RunState.runName))
        return (try? Value.joined([text, run], separator: ":")) ?? text
    }
}
