internal import Diagnostics
internal import Values

/// Checks that all names of a template lead somewhere, whatever its parameters are.
struct TemplateChecker {
    private let template: Template
    private let parameters: Set<String>
    private let resources: Set<String>
    private let conditions: Set<String>
    private var findings = Findings()

    static func check(_ template: Template) -> Findings {
        var checker = TemplateChecker(template)
        checker.checkNames()
        checker.checkConditions()
        checker.checkRules()
        checker.checkResources()
        checker.checkOutputs()
        checker.findings.add(contentsOf: Findings(unheard(template)))
        return checker.findings
    }

    private init(_ template: Template) {
        self.template = template
        parameters = Set(template.parameters.map(\.name))
        resources = Set(template.resources.map(\.logicalID))
        conditions = Set(template.conditions.map(\.name))
    }

    private mutating func checkNames() {
        for resource in template.resources {
            if let parameter = template.parameters.first(where: { $0.name == resource.logicalID }) {
                findings.add(.duplicateName(resource.logicalID, resource.span, first: parameter.span))
            }
        }
    }

    // MARK: Conditions and rules

    private mutating func checkConditions() {
        for condition in template.conditions {
            switch condition.expression.form {
            case .call(.and), .call(.or), .call(.not), .call(.equals), .call(.condition): break
            // What stands here could not be read, and has its finding.
            case .literal(.null): break
            default:
                findings.add(
                    .functionArgument(
                        "Condition", "'\(condition.name)' is not a condition function", condition.expression.span,
                        help: "use !Equals, !And, !Or, !Not or !Condition"))
            }
            check(condition.expression, in: "conditions", resources: false)
        }
        checkConditionCycles()
    }

    private mutating func checkConditionCycles() {
        var edges: [String: [Graph.Edge]] = [:]
        var spans: [String: Span] = [:]
        for condition in template.conditions {
            spans[condition.name] = condition.span
            var found: [Graph.Edge] = []
            condition.expression.walk { expression in
                switch expression.form {
                case .call(.condition(let name)), .call(.choose(let name, _, _)):
                    found.append(Graph.Edge(target: name, span: expression.span))
                default: break
                }
            }
            edges[condition.name] = found
        }
        for cycle in Graph.cycles(template.conditions.map(\.name), edges: edges) {
            findings.add(
                .conditionCycle(
                    cycle.names, spans[cycle.names[0]] ?? cycle.edges[0].span, related: cycle.related))
        }
    }

    private mutating func checkRules() {
        for rule in template.rules {
            for expression in [rule.condition].compactMap({ $0 }) + rule.assertions.map(\.assert) {
                check(expression, in: "rules", resources: false)
            }
        }
    }

    // MARK: Resources and outputs

    private mutating func checkResources() {
        for resource in template.resources {
            checkCondition(resource.condition, resource.conditionSpan)
            for name in resource.dependsOn where !resources.contains(name.text) {
                findings.add(.unresolvedReference(name.text, known: Array(resources), name.span))
            }
            for expression in [
                resource.properties, resource.deletionPolicy, resource.updateReplacePolicy, resource.creationPolicy,
                resource.updatePolicy, resource.metadata,
            ].compactMap({ $0 }) {
                check(expression, in: "properties", resources: true)
            }
        }
    }

    private mutating func checkOutputs() {
        for output in template.outputs {
            checkCondition(output.condition, output.conditionSpan)
            check(output.value, in: "outputs", resources: true)
            if let name = output.exportName { check(name, in: "export names", resources: false) }
        }
    }

    private mutating func checkCondition(_ name: String?, _ span: Span?) {
        guard let name, let span, !conditions.contains(name) else { return }
        findings.add(.unresolvedCondition(name, known: Array(conditions), span))
    }

    // MARK: Expressions

    /// - Parameter resources: false where CloudFormation evaluates before any resource exists.
    private mutating func check(_ root: Expression, in place: String, resources allowed: Bool) {
        var all: [Expression] = []
        root.walk { all.append($0) }
        for expression in all {
            for reference in expression.references { check(reference, in: place, resources: allowed) }
            guard case .call(let function) = expression.form else { continue }
            switch function {
            case .condition(let name), .choose(let name, _, _):
                checkCondition(name, expression.span)
            case .findInMap(let map, let top, let second, let fallback):
                checkMapping(map, top, second, hasFallback: fallback != nil)
            case .importValue(let name):
                name.walk { inner in
                    for reference in inner.references where resources.contains(reference.name) {
                        findings.add(.notKnownYet("Fn::ImportValue", reference.span))
                    }
                }
            default: break
            }
        }
    }

    private mutating func check(_ reference: Expression.Reference, in place: String, resources allowed: Bool) {
        let name = reference.name
        if reference.attribute == nil, parameters.contains(name) || PseudoParameter(rawValue: name) != nil { return }
        if resources.contains(name) {
            if !allowed {
                findings.add(
                    .functionNotAllowed(
                        reference.attribute == nil ? "a Ref to the resource '\(name)'" : "Fn::GetAtt", place,
                        reference.span,
                        help: "only parameters and pseudo parameters are known there"))
            }
            return
        }
        var known = Array(resources)
        if reference.attribute == nil { known += parameters + PseudoParameter.allCases.map(\.rawValue) }
        findings.add(.unresolvedReference(name, known: known, reference.span))
    }

    private mutating func checkMapping(_ map: Expression, _ top: Expression, _ second: Expression, hasFallback: Bool) {
        guard let name = map.literal?.scalarText, !hasFallback else { return }
        guard let mapping = template.mappings.first(where: { $0.name == name }) else {
            findings.add(
                .unresolvedMapping(
                    "there is no mapping '\(name)'", known: template.mappings.map(\.name).sorted(), map.span))
            return
        }
        if let key = top.literal?.scalarText, mapping.values[key] == nil {
            findings.add(
                .unresolvedMapping(
                    "the mapping '\(name)' has no key '\(key)'", known: mapping.values.keys.sorted(), top.span))
        }
        if let key = second.literal?.scalarText, !mapping.values.values.contains(where: { $0[key] != nil }) {
            findings.add(
                .unresolvedMapping(
                    "no entry of the mapping '\(name)' has the key '\(key)'",
                    known: Set(mapping.values.values.flatMap(\.keys)).sorted(), second.span))
        }
    }
}
