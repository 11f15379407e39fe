internal import Diagnostics
internal import Values

/// Nested stacks: what is inside one, seen from outside.
extension Evaluator {
    /// The evaluator of a nested stack that has been bound, its parameters as far as they are known by now.
    func inside(_ id: String) -> Evaluator? {
        guard let bound = nested[id], let resource = template.resources.first(where: { $0.logicalID == id }) else {
            return nil
        }
        var outer = self
        var inner = Evaluator(
            template: bound.template, inputs: bound.inputs, parameters: bound.parameters, reference: reference,
            imported: imported)
        inner.decided = bound.decided
        inner.nested = bound.nested
        for member in outer.givenParameters(of: resource) where bound.parameters[member.key]?.hasDeferred == true {
            guard let value = outer.value(member.value),
                let type = bound.template.parameters.first(where: { $0.name == member.key })?.type
            else { continue }
            inner.parameters[member.key] = type.bound(value)
        }
        return inner
    }

    /// The values that a nested stack gives to its template's parameters.
    mutating func givenParameters(of stack: Template.Resource) -> [Expression.Member] {
        stack.property("Parameters").map { members(of: $0) } ?? []
    }

    mutating func attribute(_ attribute: String, ofNested stack: Template.Resource, _ span: Span) -> Outcome {
        guard let bound = nested[stack.logicalID] else {
            // Its findings are told where it stands.
            return inputs.isPartial ? .value(open("\(stack.logicalID).\(attribute)")) : .failed
        }
        if attribute == "Ref" { return .value(.string(bound.inputs.stackID)) }
        guard attribute.hasPrefix(NestedStack.outputPrefix) else {
            return fail(
                .unknownAttribute(
                    attribute, of: NestedStack.type, known: bound.outputs.map { NestedStack.outputPrefix + $0.name },
                    span))
        }
        let name = String(attribute.dropFirst(NestedStack.outputPrefix.count))
        guard let output = bound.outputs.first(where: { $0.name == name }), var inner = inside(stack.logicalID) else {
            return fail(.unknownOutput(name, of: stack.logicalID, known: bound.outputs.map(\.name), span))
        }
        let value = inner.root(output.value)
        findings.add(contentsOf: inner.findings)
        // Outputs are texts.
        return value.map { .value($0.scalarText.map { .string($0) } ?? $0) } ?? .failed
    }

    /// The tags that a nested stack gives all that is in it.
    func tags(ofNested id: String) -> [String: Value] {
        var outer = self
        guard let resource = template.resources.first(where: { $0.logicalID == id }),
            let items = resource.property("Tags").flatMap({ outer.value($0) })?.array
        else { return [:] }
        return items.reduce(into: [:]) { tags, item in
            if let key = item["Key"]?.scalarText, let value = item["Value"] {
                tags[key] = value.scalarText.map { .string($0) } ?? value
            }
        }
    }
}

extension Evaluator {
    /// The members of a mapping, seen through `Fn::If`.
    mutating func members(of expression: Expression) -> [Expression.Member] {
        switch expression.form {
        case .map(let members): members
        case .call(.choose(let condition, let then, let otherwise)):
            members(of: decide(condition) ?? true ? then : otherwise)
        default: []
        }
    }
}

extension ParameterType {
    /// A value that is not wholly known, as `Ref` gives it: a list's text is cut at its commas.
    ///
    /// Ids and ARNs hold no commas, so a text that is joined with commas is the list that was joined.
    func deferred(_ value: Value) -> Value {
        guard isList, value.array == nil else { return value }
        if case .deferred(.join(let separator, .array(let items))) = value,
            separator.allSatisfy({ $0 == "," || $0 == " " }), separator.contains(",")
        {
            return .array(
                items.flatMap { item in
                    item.scalarText.map { self.items(of: $0).map { .string($0) } } ?? [item]
                })
        }
        return (try? Value.split(value, separator: ",")) ?? value
    }

    /// The value that a parameter of the type has; what it is given has been checked.
    func bound(_ value: Value) -> Value {
        if value.hasDeferred { return deferred(value) }
        guard isList, let text = value.scalarText else { return value.scalarText.map { .string($0) } ?? value }
        return .array(items(of: text).map { .string($0) })
    }
}
