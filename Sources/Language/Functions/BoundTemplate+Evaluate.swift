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
    public func address(of resource: BoundResource) -> String { "\(inputs.stackName)/\(resource.logicalID)" }

    /// The resource's properties as CloudFormation shapes them, an object. Functions over deferred values are deferred
    /// too; `AWS::NoValue` leaves a member out.
    public func properties(
        of resource: BoundResource, reference: @escaping Reference, imported: @escaping Import
    ) -> (Value, Findings) {
        guard let expression = resource.properties else { return ([:], Findings()) }
        var evaluator = evaluator(reference, imported)
        let value = evaluator.root(expression) ?? [:]
        return (value, Self.addressed(evaluator.findings, address(of: resource)))
    }

    /// The same with every reference to another resource and every import left symbolic, so that it does not depend on
    /// live ids: the base of the configuration digest.
    public func symbolicProperties(of resource: BoundResource) -> Value {
        guard let expression = resource.properties else { return [:] }
        var evaluator = Evaluator.symbolic(template, inputs, parameters: parameters)
        evaluator.decided = decided
        return evaluator.value(expression) ?? [:]
    }

    /// An output's value; nil when evaluation failed.
    public func value(
        of output: BoundOutput, reference: @escaping Reference, imported: @escaping Import
    ) -> (Value?, Findings) {
        var evaluator = evaluator(reference, imported)
        let value = evaluator.root(output.value)
        return (value, evaluator.findings)
    }

    private func evaluator(_ reference: @escaping Reference, _ imported: @escaping Import) -> Evaluator {
        var evaluator = Evaluator(
            template: template, inputs: inputs, parameters: parameters, reference: reference, imported: imported)
        evaluator.decided = decided
        return evaluator
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
