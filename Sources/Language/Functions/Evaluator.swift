internal import Diagnostics
internal import Values

/// Evaluates expressions of one template with the inputs of one stack.
struct Evaluator {
    enum Outcome {
        case value(Value)
        /// `AWS::NoValue`: the member or item is left out.
        case absent
        /// A finding has been recorded.
        case failed
    }

    let template: Template
    let inputs: Inputs
    var parameters: [String: Value]
    /// Decided conditions; a nil value is one that hangs on something open.
    var decided: [String: Bool?] = [:]
    /// True to put something open in the place of what cannot be evaluated, whose finding has been told, so that the rest
    /// can be looked at.
    var isLenient = false
    /// The nested stacks that have been bound.
    var nested: [String: BoundTemplate] = [:]
    var reference: BoundTemplate.Reference
    var imported: BoundTemplate.Import
    var findings = Findings()
    /// What was asked for and is not among the inputs, in order.
    var needs: [Need] = []
    private let mappings: [String: [String: [String: Value]]]
    private let conditions: [String: Expression]

    init(
        template: Template, inputs: Inputs, parameters: [String: Value], reference: @escaping BoundTemplate.Reference,
        imported: @escaping BoundTemplate.Import
    ) {
        self.template = template
        self.inputs = inputs
        self.parameters = parameters
        self.reference = reference
        self.imported = imported
        mappings = template.mappings.reduce(into: [:]) { $0[$1.name] = $1.values }
        conditions = template.conditions.reduce(into: [:]) { $0[$1.name] = $1.expression }
    }

    mutating func evaluate(_ expression: Expression) -> Outcome {
        switch expression.form {
        case .literal(let value):
            if case .string(let text) = value { return resolved(text, expression.span) }
            return .value(value)
        case .list(let items):
            guard let values = all(items) else { return .failed }
            return .value(.array(values))
        case .map(let members):
            var object = Value.Object()
            var failed = false
            for member in members {
                switch evaluate(member.value) {
                case .value(let value): object[member.key] = value
                case .absent: break
                case .failed where isLenient: object[member.key] = open(member.key)
                case .failed: failed = true
                }
            }
            return failed ? .failed : .value(.object(object))
        case .call(let function):
            return call(function, expression.span)
        }
    }

    /// The greatest text that functions may make, in bytes; CloudFormation's templates end at 1 MB.
    static let textLimit = 1_048_576

    /// The value of a whole property tree or output; nil when there is none or evaluation failed, and then there is a
    /// finding.
    mutating func root(_ expression: Expression) -> Value? {
        switch evaluate(expression) {
        case .value(let value): return value
        case .absent: return nil
        case .failed:
            if !findings.hasErrors {
                findings.add(.evaluation("the template", "a reference has no value", expression.span))
            }
            return nil
        }
    }

    /// The value; nil when there is none or evaluation failed.
    mutating func value(_ expression: Expression) -> Value? {
        if case .value(let value) = evaluate(expression) { value } else { nil }
    }

    /// Every value but the absent ones; nil when one failed. All are evaluated, so that all findings are met.
    mutating func all(_ items: [Expression]) -> [Value]? {
        var values: [Value] = []
        var failed = false
        for item in items {
            switch evaluate(item) {
            case .value(let value): values.append(value)
            case .absent: break
            case .failed where isLenient: values.append(open("item"))
            case .failed: failed = true
            }
        }
        return failed ? nil : values
    }

    mutating func fail(_ diagnostic: Diagnostic) -> Outcome {
        findings.add(diagnostic)
        return .failed
    }

    /// A value that stays open because an input is missing and may be.
    func open(_ what: String) -> Value { .deferred(.attribute(address: Self.openAddress, name: what)) }
    static let openAddress = "input"

    // MARK: References

    mutating func referred(_ name: String, _ span: Span) -> Outcome {
        if let value = parameters[name] {
            if case .string(let text) = value { return resolved(text, span) }
            return .value(value)
        }
        if let pseudo = PseudoParameter(rawValue: name) { return value(of: pseudo) }
        guard template.resources.contains(where: { $0.logicalID == name }) else {
            // An unresolved name, or a parameter without a value: both have their finding already.
            return inputs.isPartial && template.parameters.contains { $0.name == name } ? .value(open(name)) : .failed
        }
        return attribute("Ref", of: name, span)
    }

    mutating func attribute(_ attribute: String, of resource: String, _ span: Span) -> Outcome {
        let declared = template.resources.first { $0.logicalID == resource }
        if let declared, declared.isNestedStack { return self.attribute(attribute, ofNested: declared, span) }
        if let declared, declared.isWait { return self.attribute(attribute, ofWait: declared, span) }
        if let value = reference(inputs.prefix + resource, attribute) { return .value(value) }
        return fail(.unknownAttribute(attribute, of: declared?.type ?? resource, known: [], span))
    }

    private mutating func attribute(_ attribute: String, ofWait wait: Template.Resource, _ span: Span) -> Outcome {
        switch (wait.type, attribute) {
        case (WaitCondition.handle, "Ref"): .value(.string(WaitCondition.address(of: wait.logicalID, inputs)))
        case (WaitCondition.type, "Ref"): .value(.string("\(inputs.stackName)-\(wait.logicalID)"))
        case (WaitCondition.type, "Data"): .value(.string(WaitCondition.data))
        default: fail(.unknownAttribute(attribute, of: wait.type, known: wait.waitAttributes, span))
        }
    }

    /// Those that have a value, by name.
    var pseudoParameters: [String: Value] {
        PseudoParameter.allCases.reduce(into: [:]) { found, pseudo in
            if case .value(let value) = value(of: pseudo) { found[pseudo.rawValue] = value }
        }
    }

    private func value(of pseudo: PseudoParameter) -> Outcome {
        switch pseudo {
        case .accountID: .value(.string(inputs.accountID))
        case .notificationARNs: .value(.array([]))
        case .noValue: .absent
        case .partition: .value(.string(inputs.partition))
        case .region: .value(.string(inputs.region))
        case .stackID: .value(.string(inputs.stackID))
        case .stackName: .value(.string(inputs.stackName))
        case .urlSuffix: .value(.string(inputs.urlSuffix))
        }
    }

    // MARK: Dynamic references

    /// A text with its dynamic references replaced.
    mutating func resolved(_ text: String, _ span: Span) -> Outcome {
        guard text.contains("{{resolve:") else { return .value(.string(text)) }
        var parts: [Value] = []
        for piece in DynamicReference.pieces(of: text) {
            switch piece {
            case .text(let text): parts.append(.string(text))
            case .reference(let reference):
                guard let value = dynamic(reference, span) else { return .failed }
                parts.append(value)
            }
        }
        if parts.count == 1 { return .value(parts[0]) }
        return joined(parts, separator: "", "a dynamic reference", span)
    }

    private mutating func dynamic(_ text: String, _ span: Span) -> Value? {
        let reference: DynamicReference
        do throws(DynamicReference.ParsingError) {
            reference = try DynamicReference(text: text)
        } catch {
            findings.add(.invalidDynamicReference(text, error.reason, span))
            return nil
        }
        guard reference.service == .ssm else {
            if let value = inputs.secrets[text] { return value }
            needs.append(.secret(reference, span))
            return .deferred(.attribute(address: DynamicReference.address, name: text))
        }
        return ssm(reference.version.map { "\(reference.name):\($0)" } ?? reference.name, span)
    }

    mutating func ssm(_ name: String, _ span: Span) -> Value? {
        if let value = inputs.ssmParameters[name] { return value }
        needs.append(.ssmParameter(name: name, span))
        if inputs.isPartial { return open("ssm:\(name)") }
        findings.add(
            .unknownInput(
                "the SSM parameter '\(name)' has no value", span, help: "create the parameter, or correct its name"))
        return nil
    }
}
