public import Diagnostics
public import Values

/// A template with its parameters checked and its conditions decided.
public struct BoundTemplate: Sendable {
    public let template: Template
    public let inputs: Inputs
    /// Every parameter's value: list parameters as arrays of strings, all others as strings, as CloudFormation sees them.
    public let parameters: [String: Value]
    public let conditions: [String: Bool]
    /// Those whose condition holds, in file order. In place of a nested stack stand its resources.
    public internal(set) var resources: [BoundResource]
    /// Those whose condition holds, in file order.
    public internal(set) var outputs: [BoundOutput]
    /// The conditions as decided; nil for one that hangs on something open.
    let decided: [String: Bool?]
    /// The nested stacks by their logical ids in this template.
    let nested: [String: BoundTemplate]
    let remembered = RememberedSecrets()

    /// The outputs that export something, those of nested stacks included.
    public var exporting: [BoundOutput] {
        outputs.filter { $0.exportName != nil }
            + nested.sorted { $0.key < $1.key }.flatMap(\.value.exporting)
    }

    /// By its name as others see it: `Name`, or `Nested/Name`.
    public func output(_ name: String) -> BoundOutput? { exporting.first { $0.qualifiedName == name } }

    public func resource(_ logicalID: String) -> BoundResource? { resources.first { $0.logicalID == logicalID } }

    /// The condition for which a resource that the template names is not wanted now, its own or that of a nested stack
    /// around it; nil for one that is wanted or not named.
    public func unmetCondition(of logicalID: String) -> String? {
        let parts = logicalID.split(separator: "/", maxSplits: 1).map(String.init)
        guard let resource = template.resources.first(where: { $0.logicalID == parts.first }) else { return nil }
        if let condition = resource.condition, conditions[condition] == false { return condition }
        guard parts.count > 1 else { return nil }
        return nested[parts[0]]?.unmetCondition(of: parts[1])
    }

    /// The names of all exports that the template imports.
    public var imports: Set<String> {
        var all: Set<String> = []
        for resource in resources { all.formUnion(resource.imports) }
        for output in outputs { all.formUnion(output.imports) }
        for inner in nested.values { all.formUnion(inner.imports) }
        return all
    }

    /// The path of the template's file that a resource stands in.
    public func path(of resource: BoundResource) -> String { owner(of: resource.scope).template.path }

    /// The nested template at a path of logical ids.
    func owner(of scope: [String]) -> BoundTemplate {
        scope.reduce(self) { $0.nested[$1] ?? $0 }
    }
}

/// A resource of a bound template.
public struct BoundResource: Sendable {
    /// In a nested stack with those of the stacks around it: `Parent/Child`.
    public let logicalID: String
    /// The logical ids of the nested stacks around it, the outermost first.
    let scope: [String]
    public let type: String
    /// The place of the logical id.
    public let span: Span
    public let typeSpan: Span
    /// The logical ids that it refers to, by `Ref`, `GetAtt`, `Sub` and `DependsOn`, in taken branches only. A nested
    /// stack counts as a whole: what refers to one waits for all that is in it, and what is in one for all that the
    /// nested stack refers to.
    public internal(set) var dependencies: Set<String>
    /// The export names that it imports, or that stacks around it do.
    public internal(set) var imports: Set<String>
    /// That of a nested stack around it where that keeps it.
    public internal(set) var deletionPolicy: DeletionPolicy
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
    /// The logical ids of the nested stacks around it, the outermost first.
    let scope: [String]
    public let span: Span
    public let description: String?
    public let exportName: String?
    public let dependencies: Set<String>
    public let imports: Set<String>
    /// True when a `NoEcho` parameter or a secret reference stands in it.
    public let isSecret: Bool
    let value: Expression

    /// `Name`; in a nested stack `Nested/Name`.
    public var qualifiedName: String { (scope + [name]).joined(separator: "/") }
}
