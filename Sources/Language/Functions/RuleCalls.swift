internal import Diagnostics
internal import Values

/// Rules and the functions that only they have.
extension Evaluator {
    mutating func rule(_ function: Expression.RuleFunction, _ arguments: [Expression], _ span: Span) -> Outcome {
        switch function {
        case .refAll:
            guard let type = known(arguments[0], function.rawValue) else {
                return undecided(function.rawValue, arguments[0])
            }
            let values = template.parameters.filter { $0.type.text == type }.compactMap { parameters[$0.name] }
            return .value(.array(values))
        case .valueOf: return valueOf(arguments[0], arguments[1], span)
        case .valueOfAll: return valueOfAll(arguments[0], arguments[1], span)
        case .contains, .eachMemberEquals, .eachMemberIn:
            guard let left = argument(arguments[0], function.rawValue),
                let right = argument(arguments[1], function.rawValue)
            else { return .failed }
            if left.hasDeferred || right.hasDeferred { return inputs.isPartial ? .value(true) : .failed }
            guard let items = left.array?.map(Self.compared) else {
                return fail(.evaluation(function.rawValue, "the first argument is not a list", arguments[0].span))
            }
            switch function {
            case .contains: return .value(.bool(items.contains(Self.compared(right))))
            case .eachMemberEquals: return .value(.bool(items.allSatisfy { $0 == Self.compared(right) }))
            default:
                let allowed = Set((right.array ?? [right]).map(Self.compared))
                return .value(.bool(items.allSatisfy { allowed.contains($0) }))
            }
        }
    }

    /// Evaluates the template's rules; a violated assertion is a finding.
    mutating func assertRules() {
        for rule in template.rules {
            if let condition = rule.condition, truth(of: condition) != true { continue }
            for assertion in rule.assertions where truth(of: assertion.assert) == false {
                findings.add(.ruleFailed(rule.name, assertion.description, assertion.assert.span))
            }
        }
    }
}

extension Evaluator {
    /// An attribute of the resource that a parameter names, or a list of them for a list of resources.
    private mutating func valueOf(_ parameter: Expression, _ attribute: Expression, _ span: Span) -> Outcome {
        let function = Expression.RuleFunction.valueOf.rawValue
        guard let name = known(parameter, function) else { return undecided(function, parameter) }
        guard let text = known(attribute, function) else { return undecided(function, attribute) }
        guard let declared = template.parameters.first(where: { $0.name == name }) else {
            return fail(
                .unresolvedReference(name, known: template.parameters.map(\.name), parameter.span))
        }
        guard let kind = declared.type.resourceKind else { return fail(.noAttributes(declared.type.text, span)) }
        guard let value = parameters[name] else { return inputs.isPartial ? .value(open(name)) : .failed }
        return value.array.map { attributes(kind, of: $0, text, span) } ?? self.attribute(kind, of: value, text, span)
    }

    /// The attribute of each resource that a parameter of the type names.
    private mutating func valueOfAll(_ type: Expression, _ attribute: Expression, _ span: Span) -> Outcome {
        let function = Expression.RuleFunction.valueOfAll.rawValue
        guard let wanted = known(type, function) else { return undecided(function, type) }
        guard let text = known(attribute, function) else { return undecided(function, attribute) }
        let inner = ParameterType(wanted)
        guard let kind = inner?.resourceKind else { return fail(.noAttributes(wanted, span)) }
        let values = template.parameters.filter { $0.type.element == inner?.element }.flatMap { parameter in
            parameters[parameter.name].map { $0.array ?? [$0] } ?? [open(parameter.name)]
        }
        return attributes(kind, of: values, text, span)
    }

    private mutating func attributes(
        _ kind: ParameterAttribute.Kind, of values: [Value], _ name: String, _ span: Span
    ) -> Outcome {
        var found: [Value] = []
        for value in values {
            guard case .value(let one) = attribute(kind, of: value, name, span) else { return .failed }
            found.append(one)
        }
        return .value(.array(found))
    }

    /// Open for a resource that is yet to be made, or is not there: the engine tells of the latter.
    private mutating func attribute(
        _ kind: ParameterAttribute.Kind, of value: Value, _ name: String, _ span: Span
    ) -> Outcome {
        guard let attribute = ParameterAttribute(kind, id: value.scalarText ?? "", name: name) else {
            return fail(
                .evaluation(
                    "\(kind.rawValue)", "rules cannot ask for its attribute '\(name)'", span,
                    help: "the attributes are \(kind.allNames)"))
        }
        guard !value.hasDeferred, !attribute.id.isEmpty else { return .value(open(name)) }
        if let known = inputs.parameterAttributes[attribute] { return .value(.string(known)) }
        needs.append(.parameterAttribute(attribute, span))
        return .value(open("\(attribute.id).\(name)"))
    }
}

extension ParameterType {
    fileprivate var resourceKind: ParameterAttribute.Kind? {
        guard case .aws(let type) = element else { return nil }
        return ParameterAttribute.Kind(rawValue: type)
    }
}

extension Template {
    /// True when a rule asks about a resource that a parameter names.
    public var asksAboutParameters: Bool {
        rules.contains { rule in
            ([rule.condition].compactMap { $0 } + rule.assertions.map(\.assert)).contains(where: \.asksAboutParameters)
        }
    }
}

extension Expression {
    fileprivate var asksAboutParameters: Bool {
        if case .call(.rule(let function, _)) = form, function == .valueOf || function == .valueOfAll { return true }
        return children.contains(where: \.asksAboutParameters)
    }
}
