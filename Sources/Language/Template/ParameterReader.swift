internal import Diagnostics
internal import Values

/// Reads parameters' declarations.
extension TemplateReader {
    private static let parameterKeys = [
        "Type", "Default", "NoEcho", "AllowedValues", "AllowedPattern", "MinLength", "MaxLength", "MinValue",
        "MaxValue",
        "Description", "ConstraintDescription",
    ]

    mutating func parameter(_ entry: Node.Entry) -> Template.Parameter? {
        checkName(entry, "parameter name")
        guard let keys = entry.value.mapping, entry.value.tag == nil else {
            findings.add(
                .wrongShape("the parameter '\(entry.key)'", expected: "a mapping with Type", found: entry.value))
            return nil
        }
        checkKeys(keys, Self.parameterKeys, of: "a parameter")
        guard let typeNode = entry.value["Type"], let text = typeNode.scalar?.text else {
            findings.add(.missingKey("Type", in: "the parameter '\(entry.key)'", entry.keySpan))
            return nil
        }
        guard let type = ParameterType(text) else {
            findings.add(
                .invalidValue(
                    "parameter type", text,
                    allowed:
                        "String, Number, CommaDelimitedList, List<Number>, List<String>, AWS::…::Id, List<AWS::…::Id>, "
                        + "AWS::SSM::Parameter::Name, AWS::SSM::Parameter::Value<…>", typeNode.span))
            return nil
        }
        var parameter = Template.Parameter(name: entry.key, span: entry.keySpan, type: type)
        for key in keys where key.key != "Type" { set(key, in: &parameter) }
        checkConstraints(keys, of: type)
        return parameter
    }

    private mutating func set(_ entry: Node.Entry, in parameter: inout Template.Parameter) {
        let node = entry.value
        switch entry.key {
        case "AllowedValues":
            let wrong = node.sequence.flatMap { items in items.first { $0.literalScalar == nil } }
            guard let items = node.sequence, wrong == nil, node.tag == nil else {
                findings.add(.wrongShape("AllowedValues", expected: "a list of texts", found: wrong ?? node))
                return
            }
            parameter.allowedValues = items.compactMap(\.parameterText)
            return
        default: break
        }
        guard let scalar = node.literalScalar else {
            if Self.parameterKeys.contains(entry.key) {
                findings.add(.wrongShape(entry.key, expected: "a text", found: node))
            }
            return
        }
        switch entry.key {
        case "Default":
            if scalar.value(tag: node.tag).isNull { findings.add(.nullValue(node.span)) }
            parameter.defaultValue = .string(scalar.parameterText(tag: node.tag))
            parameter.defaultSpan = node.span
        case "NoEcho":
            guard let flag = Value.string(scalar.text.lowercased()).bool else {
                findings.add(.invalidValue("NoEcho", scalar.text, allowed: "true, false", node.span))
                return
            }
            parameter.noEcho = flag
        case "AllowedPattern":
            parameter.allowedPattern = scalar.text
            parameter.patternSpan = node.span
            if WholeMatch(java: scalar.text) == nil {
                findings.add(
                    .invalidValue("regular expression", scalar.text, allowed: "Java's regular expressions", node.span))
            }
        case "MinLength": parameter.minLength = whole(entry, scalar)
        case "MaxLength": parameter.maxLength = whole(entry, scalar)
        case "MinValue": parameter.minValue = number(entry, scalar)
        case "MaxValue": parameter.maxValue = number(entry, scalar)
        case "Description":
            parameter.description = scalar.text
            if scalar.text.utf8.count > 4000 {
                findings.add(.invalidValue("description", "…", allowed: "up to 4000 bytes", node.span))
            }
        case "ConstraintDescription": parameter.constraintDescription = scalar.text
        default: break
        }
    }

    /// Numbers are bounded by value, texts by length and pattern.
    ///
    /// Source: CloudFormation User Guide, "Parameters", the properties' own descriptions.
    private mutating func checkConstraints(_ keys: [Node.Entry], of type: ParameterType) {
        let isNumber = type.element == .number && !type.isStoredInSSM
        let others =
            !isNumber ? ["MinValue", "MaxValue"] : type.isList ? [] : ["MinLength", "MaxLength", "AllowedPattern"]
        for key in keys where others.contains(key.key) {
            let instead = isNumber ? "MinValue, MaxValue" : "MinLength, MaxLength"
            findings.add(.constraintOfOtherType(key.key, of: type.text, instead: instead, key.keySpan))
        }
        for (least, most) in [("MinLength", "MaxLength"), ("MinValue", "MaxValue")] {
            guard let lower = keys.first(where: { $0.key == least })?.value.literalScalar,
                let upper = keys.first(where: { $0.key == most })?.value,
                let low = Double(decimal: lower.text),
                let high = upper.literalScalar.flatMap({ Double(decimal: $0.text) }), low > high
            else { continue }
            findings.add(
                .invalidValue(most, high.digits, allowed: "at least \(least), which is \(low.digits)", upper.span))
        }
    }

    private mutating func whole(_ entry: Node.Entry, _ scalar: Node.Scalar) -> Int? {
        if let number = Int(scalar.text), number >= 0 { return number }
        findings.add(.invalidValue(entry.key, scalar.text, allowed: "a whole number of at least 0", entry.value.span))
        return nil
    }

    private mutating func number(_ entry: Node.Entry, _ scalar: Node.Scalar) -> Double? {
        if let number = Double(decimal: scalar.text) { return number }
        findings.add(.invalidValue(entry.key, scalar.text, allowed: "a number", entry.value.span))
        return nil
    }
}

extension Template.Parameter {
    /// The default as `Ref` gives it; nil where it is the name of what has the value.
    var typedDefault: Value? { type.isStoredInSSM ? nil : defaultValue.map { type.bound($0) } }
}

extension ParameterType {
    /// Nil for a type that CloudFormation does not have.
    init?(_ text: String) {
        self.init(element: .string, isList: false, isStoredInSSM: false, text: text)
        var inner = text[...]
        if let stored = inner.inside("AWS::SSM::Parameter::Value<") {
            isStoredInSSM = true
            inner = stored
        }
        if inner == "CommaDelimitedList" {
            isList = true
            return
        }
        if let item = inner.inside("List<") {
            isList = true
            inner = item
        }
        switch inner {
        case "String": element = .string
        case "Number": element = .number
        case "AWS::SSM::Parameter::Name" where !isList: element = .ssmParameterName
        case _ where Self.awsTypes.contains(String(inner)): element = .aws(String(inner))
        default: return nil
        }
    }

    /// Source: AWS CloudFormation User Guide, "Supported AWS-specific parameter types".
    private static let awsTypes: Set<String> = [
        "AWS::EC2::AvailabilityZone::Name", "AWS::EC2::Image::Id", "AWS::EC2::Instance::Id",
        "AWS::EC2::KeyPair::KeyName",
        "AWS::EC2::SecurityGroup::GroupName", "AWS::EC2::SecurityGroup::Id", "AWS::EC2::Subnet::Id",
        "AWS::EC2::VPC::Id",
        "AWS::EC2::Volume::Id", "AWS::Route53::HostedZone::Id",
    ]

    /// The items of comma-delimited text, without the spaces around them. An empty text is one empty item of a list of
    /// texts, as CloudFormation has it.
    func items(of text: String) -> [String] {
        text.isEmpty && element != .string
            ? []
            : text.split(separator: ",", omittingEmptySubsequences: false).map { item in
                let start = item.drop { $0 == " " || $0 == "\n" || $0 == "\t" }
                let end = start.lastIndex { $0 != " " && $0 != "\n" && $0 != "\t" }
                return end.map { String(start[...$0]) } ?? ""
            }
    }
}

extension Substring {
    fileprivate func inside(_ head: String) -> Substring? {
        hasPrefix(head) && hasSuffix(">") ? dropFirst(head.count).dropLast() : nil
    }
}
