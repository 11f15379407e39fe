internal import Diagnostics
internal import Values

/// Turns nodes into expressions.
struct ExpressionReader {
    /// Where the expression stands: it decides which functions are allowed.
    enum Place: Sendable {
        case properties, conditions, rules

        var words: String {
            switch self {
            case .properties: "properties and outputs"
            case .conditions: "conditions"
            case .rules: "rules"
            }
        }
    }

    let place: Place
    let hasLanguageExtensions: Bool
    var findings = Findings()

    init(place: Place, hasLanguageExtensions: Bool) {
        self.place = place
        self.hasLanguageExtensions = hasLanguageExtensions
    }

    private static let plainTags: Set<String> = [
        "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool",
        "tag:yaml.org,2002:null", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map",
    ]

    mutating func read(_ node: Node) -> Expression {
        if let tag = node.tag, tag.hasPrefix("!"), tag != "!" {
            guard let name = FunctionName(tag: tag) else {
                findings.add(.unknownFunction(tag, known: FunctionName.tags, node.span))
                return Expression(.literal(.null), span: node.span)
            }
            var argument = node
            // `!GetAZs` with nothing behind it is `Fn::GetAZs: ""`.
            argument.tag = node.scalar?.text.isEmpty == true ? "!" : nil
            return function(name, argument, span: node.span, isTagged: true)
        }
        if let tag = node.tag, !Self.plainTags.contains(tag) {
            findings.add(
                .unsupported(
                    "CloudFormation does not accept the YAML tag \(tag)", node.span, help: "remove the tag"))
        }
        switch node.content {
        case .scalar(let scalar):
            let value = scalar.value(tag: node.tag)
            if value.isNull { findings.add(.nullValue(node.span)) }
            return Expression(.literal(value), span: node.span)
        case .sequence(let items):
            return Expression(.list(items.map { read($0) }), span: node.span)
        case .mapping(let entries):
            return mapping(entries, node)
        }
    }

    private mutating func mapping(_ entries: [Node.Entry], _ node: Node) -> Expression {
        if entries.count == 1, let name = function(named: entries[0].key), name != .transform {
            let span = Span(file: node.span.file, start: entries[0].keySpan.start, end: entries[0].value.span.end)
            return function(name, entries[0].value, span: span, isTagged: false)
        }
        if let macro = entries.first(where: { $0.key == FunctionName.transform.rawValue }) {
            _ = function(.transform, macro.value, span: macro.keySpan, isTagged: false)
            let others = entries.filter { $0.key != macro.key }
            let members = others.map { Expression.Member(key: $0.key, keySpan: $0.keySpan, value: read($0.value)) }
            return Expression(.map(members), span: node.span)
        }
        if let call = entries.first(where: { $0.key.hasPrefix("Fn::") }) {
            if entries.count > 1 {
                let others = entries.map(\.key).filter { $0 != call.key }
                findings.add(.functionBesideKeys(call.key, others, call.keySpan))
            } else {
                findings.add(.unknownFunction(call.key, known: FunctionName.allCases.map(\.rawValue), call.keySpan))
            }
            return Expression(.literal(.null), span: node.span)
        }
        let members = entries.map { Expression.Member(key: $0.key, keySpan: $0.keySpan, value: read($0.value)) }
        return Expression(.map(members), span: node.span)
    }

    /// `Condition` is an ordinary key outside conditions and rules (IAM policy statements have one).
    private func function(named key: String) -> FunctionName? {
        guard let name = FunctionName(rawValue: key) else { return nil }
        return name == .condition && place == .properties ? nil : name
    }

    private mutating func function(_ name: FunctionName, _ argument: Node, span: Span, isTagged: Bool) -> Expression {
        if name == .transform {
            let macro = argument["Name"]?.scalar?.text
            findings.add(
                .unsupported(
                    macro.map { "the macro '\($0)' is not supported" } ?? "macros are not supported", span,
                    help: "CloudFormation macros run in AWS; write out what the macro makes"))
            return Expression(.literal(.null), span: span)
        }
        let allowed = name.places
        guard allowed.contains(place) else {
            let places = allowed.map(\.words).joined(separator: " and ")
            findings.add(
                .functionNotAllowed(
                    name.rawValue, place.words, span,
                    help: "\(name.rawValue) belongs in \(places)"))
            return Expression(.literal(.null), span: span)
        }
        if (name == .toJSONString || name == .length) && !hasLanguageExtensions {
            findings.add(.needsLanguageExtensions(name.rawValue, span))
        }
        guard let call = call(name, argument, span: span) else { return Expression(.literal(.null), span: span) }
        return Expression(.call(call), span: span)
    }
}

extension FunctionName {
    static let tags = allCases.map {
        "!" + ($0.rawValue.hasPrefix("Fn::") ? String($0.rawValue.dropFirst(4)) : $0.rawValue)
    }

    /// Where CloudFormation accepts the function.
    fileprivate var places: [ExpressionReader.Place] {
        switch self {
        case .ref, .findInMap, .select, .join, .split, .sub, .length: [.properties, .conditions, .rules]
        case .and, .or, .not, .equals: [.conditions, .rules]
        case .condition: [.conditions]
        case .contains, .eachMemberEquals, .eachMemberIn, .refAll, .valueOf, .valueOfAll: [.rules]
        case .choose, .getAtt, .getAZs, .cidr, .base64, .importValue, .toJSONString: [.properties]
        case .transform: []
        }
    }
}
