internal import Diagnostics
internal import Values

/// Checks the given parameters and turns them into what `Ref` gives: texts, and lists of texts.
extension Evaluator {
    mutating func bindParameters() {
        for name in inputs.parameters.keys.sorted() where !template.parameters.contains(where: { $0.name == name }) {
            let place = inputs.parameterSpans[name] ?? Span(file: template.path, start: .first, end: .first)
            findings.add(.extraParameter(name, known: template.parameters.map(\.name), place))
        }
        for parameter in template.parameters {
            // The line of a secret is not shown.
            let span = parameter.noEcho ? parameter.span : inputs.parameterSpans[parameter.name] ?? parameter.span
            guard let given = inputs.parameters[parameter.name] ?? parameter.defaultValue else {
                if inputs.isPartial {
                    parameters[parameter.name] = open(parameter.name)
                } else {
                    findings.add(.missingParameter(parameter.name, parameter.span, nested: inputs.nesting?.span))
                }
                continue
            }
            let place = inputs.parameters[parameter.name] == nil ? parameter.defaultSpan ?? span : span
            if let value = bound(parameter, given, place) { parameters[parameter.name] = value }
        }
    }

    private mutating func bound(_ parameter: Template.Parameter, _ given: Value, _ span: Span) -> Value? {
        if inputs.nesting != nil, given.array != nil || given.object != nil {
            return wrong(parameter, "is given \(given.noun), and nested stacks take texts only: join it", span)
        }
        if given.hasDeferred {
            // Whose parameter it is can only be read when its name is known.
            if parameter.type.isStoredInSSM, !inputs.isPartial {
                findings.add(.notKnownYet("the SSM parameter of '\(parameter.name)'", span))
                return nil
            }
            return parameter.type.deferred(given)
        }
        guard parameter.type.isStoredInSSM else {
            guard let value = typed(parameter, given, span) else { return nil }
            return check(parameter, value, span) ? value : nil
        }
        // Constraints hold for the name that is given, not for the value behind it.
        guard let name = given.scalarText, !name.isEmpty else {
            findings.add(.parameterValue(parameter.name, "must be the name of an SSM parameter", constraint: nil, span))
            return nil
        }
        guard check(parameter, .string(name), span), let value = ssm(name, span) else { return nil }
        return value.hasDeferred ? value : typed(parameter, value, span)
    }

    /// The value in the parameter's type.
    private mutating func typed(_ parameter: Template.Parameter, _ given: Value, _ span: Span) -> Value? {
        var items: [String]
        if let list = given.array {
            items = list.compactMap(\.scalarText)
            guard items.count == list.count else { return wrong(parameter, "must be a list of texts", span) }
            if !parameter.type.isList { return wrong(parameter, "is one value, not a list", span) }
        } else if let text = given.scalarText {
            items = parameter.type.isList ? parameter.type.items(of: text) : [text]
        } else {
            return wrong(parameter, "must be a text", span)
        }
        for item in items {
            switch parameter.type.element {
            case .number where Double(decimal: item) == nil:
                return wrong(parameter, "is '\(shown(item, parameter))', not a number", span)
            case .aws(let type):
                guard let prefixes = Self.idPrefixes[type], !prefixes.contains(where: item.hasPrefix) else { continue }
                return wrong(parameter, "is '\(shown(item, parameter))', which is not a valid \(type)", span)
            default: continue
            }
        }
        return parameter.type.isList ? .array(items.map { .string($0) }) : .string(items[0])
    }

    private static let idPrefixes: [String: [String]] = [
        "AWS::EC2::Image::Id": ["ami-"], "AWS::EC2::Instance::Id": ["i-"], "AWS::EC2::SecurityGroup::Id": ["sg-"],
        "AWS::EC2::Subnet::Id": ["subnet-"], "AWS::EC2::VPC::Id": ["vpc-"], "AWS::EC2::Volume::Id": ["vol-"],
    ]

    private mutating func wrong(_ parameter: Template.Parameter, _ reason: String, _ span: Span) -> Value? {
        findings.add(.parameterValue(parameter.name, reason, constraint: parameter.constraintDescription, span))
        return nil
    }

    private func shown(_ text: String, _ parameter: Template.Parameter) -> String {
        parameter.noEcho || inputs.nesting?.secretParameters.contains(parameter.name) == true ? "****" : text
    }

    private mutating func check(_ parameter: Template.Parameter, _ value: Value, _ span: Span) -> Bool {
        let items = value.array?.compactMap(\.scalarText) ?? [value.scalarText ?? ""]
        var isValid = true
        for item in items {
            guard let reason = violation(parameter, item) else { continue }
            _ = wrong(parameter, reason, span)
            isValid = false
        }
        return isValid
    }

    private func violation(_ parameter: Template.Parameter, _ text: String) -> String? {
        let value = shown(text, parameter)
        if !parameter.allowedValues.isEmpty, !parameter.allowedValues.contains(text) {
            return "is '\(value)'; allowed: \(parameter.allowedValues.joined(separator: ", "))"
        }
        if let pattern = parameter.allowedPattern, let match = WholeMatch(java: pattern), !match.matchesWhole(text) {
            return "is '\(value)', which does not match \(pattern)"
        }
        // Source: AWS CloudFormation quotas, parameter values.
        if text.utf8.count > 4096 { return "has \(text.utf8.count) bytes; CloudFormation allows 4096" }
        let length = text.unicodeScalars.count
        if let least = parameter.minLength, length < least {
            return "has \(length) characters; at least \(least) are needed"
        }
        if let most = parameter.maxLength, length > most {
            return "has \(length) characters; at most \(most) are allowed"
        }
        guard case .number = parameter.type.element, let number = Double(decimal: text) else { return nil }
        if let least = parameter.minValue, number < least {
            return "is \(value); the least is \(least.digits)"
        }
        if let most = parameter.maxValue, number > most {
            return "is \(value); the greatest is \(most.digits)"
        }
        return nil
    }
}

extension Span.Position {
    static let first = Span.Position(line: 1, column: 1)
}
