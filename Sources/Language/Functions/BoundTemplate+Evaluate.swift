public import Diagnostics
public import Values

extension BoundTemplate {
    /// The value of a resource's attribute (`Ref` for its physical id): known, or deferred; nil when there is none.
    public typealias Reference = (_ logicalID: String, _ attribute: String) -> Value?
    /// The value of an export, known or deferred; nil when nothing exports the name.
    public typealias Import = (_ exportName: String) -> Value?

    /// The address of the deferred attribute that stands for an import in symbolic properties.
    public static let importAddress = "import"

    /// `stack/LogicalId`.
    public func address(of resource: BoundResource) -> String { "\(inputs.root)/\(resource.logicalID)" }

    /// The resource's properties as CloudFormation shapes them, an object. Functions over deferred values are deferred
    /// too; `AWS::NoValue` leaves a member out.
    public func properties(
        of resource: BoundResource, reference: @escaping Reference, imported: @escaping Import
    ) -> (Value, Findings) {
        guard let expression = resource.properties else { return ([:], Findings()) }
        var evaluator = evaluator(resource.scope, reference, imported)
        let value = evaluator.root(expression) ?? [:]
        return (value, Self.addressed(evaluator.findings, address(of: resource)))
    }

    /// The same with every reference to another resource and every import left symbolic, so that it does not depend on
    /// live ids: the base of the configuration digest.
    public func symbolicProperties(of resource: BoundResource) -> Value {
        guard let expression = resource.properties else { return [:] }
        var evaluator = owner(of: resource.scope).plainEvaluator
        evaluator.isLenient = true
        return evaluator.value(expression) ?? [:]
    }

    /// The tags that the nested stacks around a resource give it; the inner ones win.
    public func inheritedTags(
        of resource: BoundResource, reference: @escaping Reference, imported: @escaping Import
    ) -> [String: Value] {
        guard !resource.scope.isEmpty else { return [:] }
        var evaluator: Evaluator? = evaluator([], reference, imported)
        var tags: [String: Value] = [:]
        for id in resource.scope {
            tags.merge(evaluator?.tags(ofNested: id) ?? [:]) { $1 }
            evaluator = evaluator?.inside(id)
        }
        return tags
    }

    /// The same with every reference left symbolic.
    public func symbolicInheritedTags(of resource: BoundResource) -> [String: Value] {
        let root = inputs.root
        return inheritedTags(
            of: resource, reference: { .deferred(.attribute(address: "\(root)/\($0)", name: $1)) },
            imported: { .deferred(.attribute(address: Self.importAddress, name: $0)) })
    }

    /// An output's value; nil when evaluation failed.
    public func value(
        of output: BoundOutput, reference: @escaping Reference, imported: @escaping Import
    ) -> (Value?, Findings) {
        var evaluator = evaluator(output.scope, reference, imported)
        let value = evaluator.root(output.value)
        return (value, evaluator.findings)
    }

    /// - Parameter scope: the logical ids of the nested stacks to go into.
    private func evaluator(
        _ scope: [String], _ reference: @escaping Reference, _ imported: @escaping Import
    ) -> Evaluator {
        var evaluator = Evaluator(
            template: template, inputs: inputs, parameters: parameters, reference: reference, imported: imported)
        evaluator.decided = decided
        evaluator.nested = nested
        return scope.reduce(evaluator) { $0.inside($1) ?? $0 }
    }

    static func addressed(_ findings: Findings, _ address: String) -> Findings {
        Findings(
            findings.all.map { diagnostic in
                var diagnostic = diagnostic
                diagnostic.address = diagnostic.address ?? address
                return diagnostic
            })
    }
}
