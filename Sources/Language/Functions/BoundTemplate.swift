public import Diagnostics
public import Values

/// A template with its parameters checked and its conditions decided.
public struct BoundTemplate: Sendable {
    public let template: Template
    public let inputs: Inputs
    /// Every parameter's value: list parameters as arrays of strings, all others as strings, as CloudFormation sees them.
    public let parameters: [String: Value]
    public let conditions: [String: Bool]
    /// Those whose condition holds, in file order.
    public internal(set) var resources: [BoundResource]
    /// Those whose condition holds, in file order.
    public internal(set) var outputs: [BoundOutput]
    /// The conditions as decided; nil for one that hangs on something open.
    let decided: [String: Bool?]

    public func resource(_ logicalID: String) -> BoundResource? { resources.first { $0.logicalID == logicalID } }

    /// The names of all exports that the template imports.
    public var imports: Set<String> {
        outputs.reduce(into: resources.reduce(into: []) { $0.formUnion($1.imports) }) { $0.formUnion($1.imports) }
    }
}

/// A resource of a bound template.
public struct BoundResource: Sendable {
    public let logicalID: String
    public let type: String
    /// The place of the logical id.
    public let span: Span
    public let typeSpan: Span
    /// The logical ids that it refers to, by `Ref`, `GetAtt`, `Sub` and `DependsOn`, in taken branches only.
    public let dependencies: Set<String>
    /// The logical ids of `DependsOn` alone, those left out whose condition does not hold.
    public let dependsOn: [String]
    /// The export names that it imports.
    public let imports: Set<String>
    public let deletionPolicy: DeletionPolicy
    public let updateReplacePolicy: DeletionPolicy
    /// References to other resources in these are deferred.
    public let creationPolicy: Value?
    public let updatePolicy: Value?
    public let metadata: Value?
    var properties: Expression?
}

/// What becomes of a resource that leaves the stack (`DeletionPolicy`) or is replaced (`UpdateReplacePolicy`).
public enum DeletionPolicy: String, Sendable, Hashable, CaseIterable {
    case delete = "Delete"
    case retain = "Retain"
    case retainExceptOnCreate = "RetainExceptOnCreate"
    case snapshot = "Snapshot"
}

/// An output of a bound template.
public struct BoundOutput: Sendable {
    public let name: String
    public let span: Span
    public let description: String?
    public let exportName: String?
    public let dependencies: Set<String>
    public let imports: Set<String>
    /// True when a `NoEcho` parameter or a secret reference stands in it.
    public let isSecret: Bool
    let value: Expression
}
