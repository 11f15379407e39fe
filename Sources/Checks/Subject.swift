internal import Diagnostics
internal import Plans
public import Values

/// A resource as its template wants it, with what stands beside it. References are left open (`Value.deferred`): what a
/// rule cannot see it does not accuse.
public struct Subject: Sendable {
    public var logicalID: String
    public var type: String
    public var properties: Value
    /// The other resources of the template.
    var others: [Neighbour]
    /// What its name must be like, and what it is; nil where the stack file asks for nothing.
    var naming: Naming?

    struct Neighbour: Sendable {
        var logicalID: String
        var type: String
        var properties: Value
    }

    struct Naming: Sendable {
        /// The property that holds the name, or `Tags`.
        var path: String
        /// Nil when it is open, or when there is none.
        var name: String?
        var pattern: String
        /// Nil while the name is open.
        var matches: Bool?
    }

    /// The resources that name this one in a property.
    func neighbours(_ type: String, naming property: String) -> [Neighbour] {
        others.filter { $0.type == type && refers($0.properties[property]) }
    }

    /// The resource that this one names in a property.
    func neighbour(_ type: String, namedBy property: String) -> Neighbour? {
        others.first {
            $0.type == type && Self.refers(properties[property], to: $0.logicalID, $0.properties)
        }
    }

    private func refers(_ value: Value?) -> Bool { Self.refers(value, to: logicalID, properties) }

    /// True for a reference to a resource, and for its own name.
    private static func refers(_ value: Value?, to logicalID: String, _ properties: Value) -> Bool {
        guard let value else { return false }
        // `stack/LogicalId`; nested stacks have slashes in their ids.
        if value.awaited.contains(where: { Address.logicalID(of: $0) == logicalID }) { return true }
        guard let text = value.string else { return false }
        return ["BucketName", "Name"].contains { properties[$0]?.string == text }
    }
}
