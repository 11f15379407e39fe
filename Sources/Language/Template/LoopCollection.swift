internal import Diagnostics
internal import Values

/// What a loop goes over: a list, written out or made by functions of parameters and mappings.
extension LoopExpansion {
    /// The values; nil, with a finding, when it is no list of texts.
    mutating func collection(_ node: Node, _ name: String) -> [String]? {
        if node.tag == nil, let items = node.sequence, items.allSatisfy({ $0.tag == nil && $0.scalar != nil }) {
            return items.compactMap(\.parameterText)
        }
        var reader = ExpressionReader(place: .properties, hasLanguageExtensions: hasLanguageExtensions)
        let expression = reader.read(node)
        findings.add(contentsOf: reader.findings)
        guard !reader.findings.hasErrors, check(expression, name) else { return nil }
        let refers = expression.refers
        loopsOverParameters = loopsOverParameters || refers
        let values = parameters ?? (refers ? defaults : [:])
        var evaluator = Evaluator.symbolic(
            Template(mappings: mappings, in: node), Inputs(stackName: "", region: "", accountID: ""), parameters: values
        )
        let found = evaluator.value(expression)
        guard let found else {
            // What hangs on parameters is told when they are known.
            if parameters == nil, refers { return [] }
            if !evaluator.findings.hasErrors {
                let unknown = expression.firstReference { values[$0] == nil }
                evaluator.findings.add(
                    .unresolvedReference(unknown?.name ?? name, known: Array(values.keys), unknown?.span ?? node.span))
            }
            findings.add(contentsOf: evaluator.findings)
            return nil
        }
        return texts(found, name, node.span)
    }

    private mutating func texts(_ found: Value, _ name: String, _ span: Span) -> [String]? {
        if found.hasDeferred {
            if found.awaited.contains(where: { $0 != Evaluator.openAddress }) {
                findings.add(.notKnownYet(name, span))
                return nil
            }
            return []
        }
        guard let items = found.array else {
            findings.add(
                .functionArgument(
                    name, "goes over a list, and this is \(found.noun)", span,
                    help: "write the values out as a list, or use a parameter of type CommaDelimitedList"))
            return nil
        }
        // A list among the items stands for its own.
        let flat = items.flatMap { $0.array ?? [$0] }
        let texts = flat.compactMap(\.scalarText)
        guard texts.count == flat.count else {
            findings.add(
                .functionArgument(name, "takes texts in its collection", span, help: "write the values out"))
            return nil
        }
        // An empty list parameter is a list of one empty text, and nothing to go over.
        return texts == [""] ? [] : texts
    }

    /// Loops are written out before anything else is known than parameters and mappings.
    private mutating func check(_ expression: Expression, _ name: String) -> Bool {
        var isPlain = true
        expression.walk { inner in
            guard case .call(let function) = inner.form else { return }
            switch function {
            case .ref, .findInMap, .split, .sub, .join, .select, .length: break
            default: isPlain = false
            }
        }
        if !isPlain {
            findings.add(
                .functionArgument(
                    name, "goes over what Ref, FindInMap, Split, Sub, Join and Select make, and nothing else",
                    expression.span, help: "write the values out"))
        }
        return isPlain
    }
}

extension Expression {
    fileprivate var refers: Bool { firstReference { _ in true } != nil }

    fileprivate func firstReference(_ isMeant: (String) -> Bool) -> Reference? {
        var first: Reference?
        walk { expression in
            if first == nil { first = expression.references.first { isMeant($0.name) } }
        }
        return first
    }
}

extension Template {
    /// One that has mappings and nothing else.
    fileprivate init(mappings: [Mapping], in document: Node) {
        self.init(
            path: document.span.file, description: nil, parameters: [], mappings: mappings, conditions: [], rules: [],
            resources: [], outputs: [], metadata: nil, hasLanguageExtensions: true, document: document,
            loopsOverParameters: false)
    }
}
