public import Declarations
public import Diagnostics
internal import Values

extension BoundTemplate {
    /// The template with the items of `parts` as resources of their own behind the resource that they stand in, whose
    /// list is left out. They are checked as part of that resource beforehand, by its own schema.
    /// - Parameter parts: those of a type.
    /// - Returns: findings name lists that are not written out.
    public func spread(parts: (_ type: String) -> [Part]) -> (BoundTemplate, Findings) {
        var findings = Findings()
        var spread = self
        spread.resources = resources.flatMap { resource in
            parts(resource.type).reduce([resource]) { made, part in
                let (whole, items) = split(made[0], part, findings: &findings)
                return [whole] + made.dropFirst() + items
            }
        }
        return (spread, findings)
    }

    private func split(
        _ resource: BoundResource, _ part: Part, findings: inout Findings
    ) -> (BoundResource, [BoundResource]) {
        guard let properties = resource.properties, case .map(let members) = properties.form,
            let list = members.first(where: { $0.key == part.property })
        else { return (resource, []) }
        let owner = owner(of: resource.scope)
        let evaluator = owner.plainEvaluator
        var whole = resource
        whole.properties = Expression(
            .map(members.filter { $0.key != part.property }), span: properties.span)
        guard !evaluator.isAbsent(list.value) else { return (whole, []) }
        guard case .list(let items) = evaluator.settled(list.value).form else {
            findings.add(.partsNotWritten(part.property, list.value.span, address: address(of: resource)))
            return (resource, [])
        }
        let parent = Expression.Member(
            key: part.parent, keySpan: list.keySpan,
            value: Expression(
                .call(.ref(String(resource.logicalID.dropFirst(owner.inputs.prefix.count)))), span: list.keySpan))
        let present = items.filter { !evaluator.isAbsent($0) }.map(evaluator.settled)
        let made = present.enumerated().compactMap { index, item -> BoundResource? in
            guard case .map(let given) = item.form else {
                findings.add(.partsNotWritten(part.property, item.span, address: address(of: resource)))
                return nil
            }
            return BoundResource(
                logicalID: "\(resource.logicalID).\(part.property).\(index)", scope: resource.scope, type: part.type,
                span: item.span, typeSpan: list.keySpan,
                dependencies: resource.dependencies.union([resource.logicalID]), imports: resource.imports,
                deletionPolicy: resource.deletionPolicy, updateReplacePolicy: resource.updateReplacePolicy,
                creationPolicy: nil, updatePolicy: nil, metadata: nil,
                properties: Expression(.map([parent] + given), span: item.span))
        }
        return (whole, made)
    }
}

extension Evaluator {
    /// What is left of an expression when the branches of `Fn::If` around it are taken.
    func settled(_ expression: Expression) -> Expression {
        guard case .call(.choose(let condition, let then, let otherwise)) = expression.form else { return expression }
        return settled(taken(condition, then, otherwise))
    }
}
