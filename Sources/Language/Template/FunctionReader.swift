internal import Diagnostics
internal import Values

/// Reads the arguments of each function.
extension ExpressionReader {
    /// Nil, with a finding, when the arguments are wrong.
    mutating func call(_ name: FunctionName, _ argument: Node, span: Span) -> Expression.Function? {
        switch name {
        case .ref: return text(folded(argument), name, "takes a name").map { .ref($0) }
        case .condition: return text(argument, name, "takes the name of a condition").map { .condition($0) }
        case .getAtt: return getAtt(argument)
        case .sub: return sub(argument)
        case .join:
            guard let items = items(argument, name, 2...2, "takes a separator and a list") else { return nil }
            guard items[0].scalar != nil, items[0].tag == nil else {
                return fail(name, "takes a literal separator", items[0].span)
            }
            return .join(separator: read(items[0]), parts: list(items[1], name))
        case .select:
            guard let items = items(argument, name, 2...2, "takes an index and a list") else { return nil }
            return .select(index: read(items[0]), list: list(items[1], name))
        case .split:
            guard let items = items(argument, name, 2...2, "takes a separator and a text") else { return nil }
            guard let separator = items[0].scalar, items[0].tag == nil, !separator.text.isEmpty else {
                return fail(name, "takes a literal separator of at least one character", items[0].span)
            }
            return .split(separator: read(items[0]), text: read(items[1]))
        case .choose:
            guard let items = items(argument, name, 3...3, "takes a condition's name and two values") else {
                return nil
            }
            guard let condition = text(items[0], name, "takes the name of a condition") else { return nil }
            return .choose(condition: condition, then: read(items[1]), otherwise: read(items[2]))
        case .and, .or:
            guard let items = items(argument, name, 2...10, "takes 2 to 10 conditions") else { return nil }
            let parts = items.map { read($0) }
            return name == .and ? .and(parts) : .or(parts)
        case .not:
            return items(argument, name, 1...1, "takes a list of one condition").map { .not(read($0[0])) }
        case .equals:
            return items(argument, name, 2...2, "takes two values").map { .equals(read($0[0]), read($0[1])) }
        case .findInMap: return findInMap(argument)
        case .getAZs: return .getAZs(read(argument))
        case .cidr:
            guard let items = items(argument, name, 2...3, "takes a block, a count and a number of host bits") else {
                return nil
            }
            return .cidr(block: read(items[0]), count: read(items[1]), bits: items.count > 2 ? read(items[2]) : nil)
        case .base64: return .base64(read(argument))
        case .importValue: return .importValue(read(argument))
        case .toJSONString:
            if argument.scalar != nil && argument.tag == nil {
                return fail(name, "takes an object or a list", argument.span)
            }
            return .toJSONString(read(argument))
        case .length: return .length(list(argument, name))
        case .contains, .eachMemberEquals, .eachMemberIn, .valueOf, .valueOfAll:
            guard let items = items(argument, name, 2...2, "takes two arguments") else { return nil }
            return rule(name, items.map { read($0) })
        case .refAll: return rule(name, [read(argument)])
        case .transform: return nil
        }
    }

    private func rule(_ name: FunctionName, _ arguments: [Expression]) -> Expression.Function? {
        Expression.RuleFunction(rawValue: name.rawValue).map { .rule($0, arguments) }
    }

    private mutating func getAtt(_ argument: Node) -> Expression.Function? {
        if let scalar = argument.scalar, argument.tag == nil {
            guard let dot = scalar.text.firstIndex(of: "."), dot != scalar.text.startIndex,
                scalar.text.index(after: dot) != scalar.text.endIndex
            else { return fail(.getAtt, "takes RESOURCE.ATTRIBUTE", argument.span) }
            let attribute = Value.string(String(scalar.text[scalar.text.index(after: dot)...]))
            return .getAtt(
                resource: String(scalar.text[..<dot]), attribute: Expression(.literal(attribute), span: argument.span))
        }
        guard let items = items(argument, .getAtt, 2...8, "takes a resource and an attribute"),
            let resource = text(folded(items[0]), .getAtt, "takes the resource as a literal name")
        else { return nil }
        if items.count == 2 { return .getAtt(resource: resource, attribute: read(items[1])) }
        var parts: [String] = []
        for item in items.dropFirst() {
            guard let part = text(item, .getAtt, "takes an attribute name") else { return nil }
            parts.append(part)
        }
        let attribute = Value.string(parts.joined(separator: "."))
        return .getAtt(resource: resource, attribute: Expression(.literal(attribute), span: items[1].span))
    }

    private mutating func sub(_ argument: Node) -> Expression.Function? {
        var source = argument
        var variables: [Expression.Member] = []
        if argument.sequence != nil {
            guard let items = items(argument, .sub, 1...2, "takes a text and a mapping of variables") else {
                return nil
            }
            source = items[0]
            if items.count == 2 {
                guard let entries = items[1].mapping, items[1].tag == nil else {
                    return fail(.sub, "takes a mapping of variables as its second argument", items[1].span)
                }
                variables = entries.map { .init(key: $0.key, keySpan: $0.keySpan, value: read($0.value)) }
            }
        }
        guard let scalar = source.scalar, source.tag == nil else {
            return fail(.sub, "takes a literal text", source.span)
        }
        let (pieces, invalid) = SubText.pieces(of: scalar.text, variables: Set(variables.map(\.key)))
        for name in invalid {
            findings.add(
                .functionArgument(
                    "Fn::Sub", "cannot use '${\(name)}'", source.span,
                    help:
                        "names hold letters, digits, '_', '.' and ':'; write ${!\(name)} for the literal text ${\(name)}"
                ))
        }
        for variable in variables where !pieces.contains(.variable(variable.key)) {
            findings.add(.unusedVariable(variable.key, variable.keySpan))
        }
        return .sub(pieces, variables: variables)
    }

    /// With the language extensions names may be made by functions, which loops need: a text of `Fn::Sub` without
    /// variables, or one of `Fn::Join` of texts, as it comes out.
    private func folded(_ node: Node) -> Node {
        guard hasLanguageExtensions else { return node }
        var argument = node
        argument.tag = nil
        let entry = node.mapping?.count == 1 && node.tag == nil ? node.mapping?[0] : nil
        if node.tag == "!Sub" || entry?.key == "Fn::Sub", let scalar = (entry?.value ?? argument).scalar,
            !scalar.text.contains("${")
        {
            return Node(.scalar(.init(scalar.text, style: .quoted)), span: node.span)
        }
        if node.tag == "!Join" || entry?.key == "Fn::Join", let parts = (entry?.value ?? argument).sequence,
            parts.count == 2, let separator = parts[0].scalar?.text, let items = parts[1].sequence,
            items.allSatisfy({ $0.scalar != nil && $0.tag == nil })
        {
            let text = items.compactMap { $0.scalar?.text }.joined(separator: separator)
            return Node(.scalar(.init(text, style: .quoted)), span: node.span)
        }
        return node
    }

    private mutating func findInMap(_ argument: Node) -> Expression.Function? {
        guard let items = items(argument, .findInMap, 3...4, "takes a map's name and two keys") else { return nil }
        var fallback: Expression?
        if items.count == 4 {
            guard let entries = items[3].mapping, entries.count == 1, entries[0].key == "DefaultValue" else {
                return fail(.findInMap, "takes {DefaultValue: VALUE} as its fourth argument", items[3].span)
            }
            if !hasLanguageExtensions {
                findings.add(.needsLanguageExtensions("DefaultValue of Fn::FindInMap", items[3].span))
            }
            fallback = read(entries[0].value)
        }
        let arguments = items[0..<3].map { read($0) }
        for argument in arguments where !hasLanguageExtensions {
            switch argument.form {
            case .literal, .call(.ref), .call(.findInMap): break
            default:
                findings.add(
                    .needsLanguageExtensions(
                        "another function than Ref and Fn::FindInMap in Fn::FindInMap", argument.span))
            }
        }
        return .findInMap(map: arguments[0], top: arguments[1], second: arguments[2], fallback: fallback)
    }

    // MARK: Arguments

    private mutating func fail(_ name: FunctionName, _ message: String, _ span: Span) -> Expression.Function? {
        findings.add(.functionArgument(name.rawValue, message, span))
        return nil
    }

    private mutating func text(_ node: Node, _ name: FunctionName, _ message: String) -> String? {
        guard let scalar = node.scalar, node.tag == nil, !scalar.text.isEmpty else {
            _ = fail(name, message, node.span)
            return nil
        }
        return scalar.text
    }

    private mutating func items(
        _ node: Node, _ name: FunctionName, _ count: ClosedRange<Int>, _ message: String
    ) -> [Node]? {
        guard let items = node.sequence, node.tag == nil else {
            _ = fail(name, message, node.span)
            return nil
        }
        guard count.contains(items.count) else {
            _ = fail(name, "\(message); \(items.count) given", node.span)
            return nil
        }
        return items
    }

    /// A list, or a function that may give one.
    private mutating func list(_ node: Node, _ name: FunctionName) -> Expression {
        if node.scalar != nil && node.tag == nil {
            findings.add(.functionArgument(name.rawValue, "takes a list here, not a text", node.span))
        }
        return read(node)
    }
}
