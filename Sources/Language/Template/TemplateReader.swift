internal import Diagnostics
internal import Values

/// Turns a document into a template, section by section, and goes on after a finding.
struct TemplateReader {
    static let sections = [
        "AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Rules", "Mappings", "Conditions",
        "Transform", "Resources", "Outputs",
    ]

    let document: Node
    var findings = Findings()
    var hasLanguageExtensions = false
    /// True when a section is too large to go on: what refers into it would only be noise.
    private var exceedsLimits = false

    init(document: Node) { self.document = document }

    /// - Parameter values: of parameters and pseudo parameters, for loops; nil before binding.
    mutating func template(_ values: [String: Value]?) -> Template? {
        guard let entries = document.mapping else {
            findings.add(.wrongShape("a template", expected: "a mapping of sections", found: document))
            return nil
        }
        for entry in entries where !Self.sections.contains(entry.key) { unknownSection(entry) }
        transforms()
        checkVersion()
        let description = description(document, "Description")
        refuseLoops(document["Mappings"])
        let parameters = section("Parameters", limit: 200).compactMap { parameter($0) }
        let mappings = section("Mappings", limit: 200).compactMap { mapping($0) }
        var loops = LoopExpansion(
            parameters: values, defaults: parameters.reduce(into: [:]) { $0[$1.name] = $1.typedDefault },
            hasLanguageExtensions: hasLanguageExtensions, mappings: mappings)
        let expanded = loops.expand(document)
        findings.add(contentsOf: loops.findings)
        let reader = TemplateReader(document: expanded, hasLanguageExtensions: hasLanguageExtensions)
        return assemble(
            reader, description: description, parameters: parameters, mappings: mappings,
            loopsOverParameters: loops.loopsOverParameters)
    }

    private init(document: Node, hasLanguageExtensions: Bool) {
        self.document = document
        self.hasLanguageExtensions = hasLanguageExtensions
    }

    private mutating func assemble(
        _ expanded: TemplateReader, description: String?, parameters: [Template.Parameter],
        mappings: [Template.Mapping], loopsOverParameters: Bool
    ) -> Template? {
        var expanded = expanded
        switch expanded.document["Resources"] {
        case nil: findings.add(.missingKey("Resources", in: "the template", document.span))
        case let node? where node.mapping?.isEmpty == true && !loopsOverParameters:
            findings.add(.noResources(node.span))
        default: break
        }
        let template = Template(
            path: document.span.file, description: description, parameters: parameters,
            mappings: mappings,
            conditions: expanded.section("Conditions", limit: 1000).map { expanded.condition($0) },
            rules: expanded.section("Rules", limit: 1000).compactMap { expanded.rule($0) },
            resources: expanded.section("Resources", limit: 500).compactMap { expanded.resource($0) },
            outputs: expanded.section("Outputs", limit: 200).compactMap { expanded.output($0) },
            metadata: document["Metadata"].map { expanded.unchecked($0) }, hasLanguageExtensions: hasLanguageExtensions,
            document: document, loopsOverParameters: loopsOverParameters)
        expanded.checkMetadata(document["Metadata"])
        findings.add(contentsOf: expanded.findings)
        return exceedsLimits || expanded.exceedsLimits ? nil : template
    }

    private mutating func unknownSection(_ entry: Node.Entry) {
        switch entry.key {
        case "Globals", "Hooks":
            findings.add(
                .unsupported(
                    "the section '\(entry.key)' is not supported", entry.keySpan,
                    help: "remove it, or write out what it makes"))
        case let key where key.hasPrefix("Fn::Transform"):
            findings.add(
                .unsupported(
                    "macros (\(key)) are not supported", entry.keySpan, help: "write out what the macro makes"))
        default:
            findings.add(.unknownKey(entry.key, in: "a template", known: Self.sections, entry.keySpan))
        }
    }

    private mutating func transforms() {
        guard let node = document["Transform"] else { return }
        for item in node.sequence ?? [node] {
            guard let name = item.scalar?.text else {
                findings.add(
                    .unsupported(
                        "macros with parameters are not supported", item.span, help: "write out what the macro makes"))
                continue
            }
            if name == "AWS::LanguageExtensions" {
                hasLanguageExtensions = true
            } else if name == "AWS::Serverless-2016-10-31", !needsServerless {
                // Where conditions leave out all that it would change, those are told by themselves.
                if serverless.isEmpty { findings.add(.nothingToTransform(name, item.span)) }
            } else {
                findings.add(
                    .unsupported(
                        "the transform '\(name)' is not supported", item.span,
                        help:
                            "write out what the macro makes; AWS::LanguageExtensions is the only transform that plumb runs"
                    ))
            }
        }
    }

    /// True when the template has something that the serverless transform would change whatever the conditions.
    private var needsServerless: Bool {
        document["Globals"] != nil || serverless.contains { $0.value["Condition"] == nil }
    }

    private var serverless: [Node.Entry] {
        (document["Resources"]?.mapping ?? []).filter {
            // A loop may make anything.
            $0.key.hasPrefix("Fn::") || $0.value["Type"]?.scalar?.text.hasPrefix("AWS::Serverless::") ?? false
        }
    }

    private mutating func checkVersion() {
        guard let node = document["AWSTemplateFormatVersion"], node.scalar?.text != "2010-09-09" else { return }
        findings.add(
            .invalidValue("template version", node.scalar?.text ?? node.noun, allowed: "2010-09-09", node.span))
    }

    // MARK: Sections

    private mutating func section(_ name: String, limit: Int) -> [Node.Entry] {
        guard let node = document[name] else { return [] }
        guard let entries = node.mapping, node.tag == nil else {
            findings.add(.wrongShape("the section \(name)", expected: "a mapping", found: node))
            return []
        }
        if entries.count > limit {
            findings.add(.tooMany(name.lowercased(), count: entries.count, limit: limit, node.span))
            exceedsLimits = true
            return []
        }
        return entries
    }

    mutating func expression(_ node: Node, _ place: ExpressionReader.Place) -> Expression {
        var reader = ExpressionReader(place: place, hasLanguageExtensions: hasLanguageExtensions)
        let expression = reader.read(node)
        findings.add(contentsOf: reader.findings)
        return expression
    }

    /// Metadata may hold anything, so its findings are nobody's.
    func unchecked(_ node: Node) -> Expression {
        var reader = ExpressionReader(place: .properties, hasLanguageExtensions: true)
        return reader.read(node)
    }

    mutating func checkKeys(_ entries: [Node.Entry], _ known: [String], of place: String) {
        for entry in entries where !known.contains(entry.key) {
            findings.add(.unknownKey(entry.key, in: place, known: known, entry.keySpan))
        }
    }

    mutating func checkName(_ entry: Node.Entry, _ what: String) {
        let valid =
            !entry.key.isEmpty && entry.key.utf8.count <= 255
            && entry.key.utf8.allSatisfy { (97...122).contains($0 | 0x20) || (48...57).contains($0) }
        guard !valid else { return }
        findings.add(
            .invalidName(
                what, entry.key, rule: "use up to 255 letters and digits: A-Z, a-z, 0-9", entry.keySpan))
    }

    /// The text below `Description`, for which CloudFormation takes no function.
    mutating func description(_ node: Node, _ what: String) -> String? {
        guard let node = node["Description"] else { return nil }
        guard let scalar = node.literalScalar else {
            findings.add(.wrongShape(what, expected: "a literal text", found: node))
            return nil
        }
        if scalar.text.utf8.count > 1024 {
            findings.add(.invalidValue("description", "…", allowed: "up to 1024 bytes", node.span))
        }
        return scalar.text
    }

    private mutating func condition(_ entry: Node.Entry) -> Template.Condition {
        checkName(entry, "condition name")
        return Template.Condition(
            name: entry.key, span: entry.keySpan, expression: expression(entry.value, .conditions))
    }

    /// Source: AWS CloudFormation User Guide, "Fn::ForEach": in Conditions, Outputs and Resources only.
    private mutating func refuseLoops(_ mappings: Node?) {
        for entry in mappings?.mapping ?? [] {
            if entry.key.hasPrefix(LoopExpansion.prefix) {
                findings.add(
                    .functionNotAllowed(
                        "Fn::ForEach", "Mappings", entry.keySpan, help: "write the mapping's keys and values out"))
            } else {
                refuseLoops(entry.value)
            }
        }
    }

    private mutating func mapping(_ entry: Node.Entry) -> Template.Mapping? {
        guard !entry.key.hasPrefix(LoopExpansion.prefix) else { return nil }
        checkName(entry, "mapping name")
        guard let tops = entry.value.mapping else {
            findings.add(.wrongShape("the mapping '\(entry.key)'", expected: "a mapping of keys", found: entry.value))
            return nil
        }
        var values: [String: [String: Value]] = [:]
        for top in tops where !top.key.hasPrefix(LoopExpansion.prefix) {
            guard let seconds = top.value.mapping else {
                findings.add(.wrongShape("'\(top.key)' of a mapping", expected: "a mapping of keys", found: top.value))
                continue
            }
            for second in seconds { values[top.key, default: [:]][second.key] = mapped(second.value) }
        }
        return Template.Mapping(name: entry.key, span: entry.keySpan, values: values)
    }

    private mutating func mapped(_ node: Node) -> Value {
        if let scalar = node.scalar, node.tag == nil || node.tag == "tag:yaml.org,2002:str" {
            return scalar.value(tag: node.tag)
        }
        if let items = node.sequence, node.tag == nil, items.allSatisfy({ $0.scalar != nil && $0.tag == nil }) {
            return .array(items.compactMap { $0.scalar?.value(tag: nil) })
        }
        findings.add(.wrongShape("a mapping's value", expected: "a text or a list of texts", found: node))
        return .null
    }

    private mutating func rule(_ entry: Node.Entry) -> Template.Rule? {
        guard let keys = entry.value.mapping else {
            findings.add(.wrongShape("the rule '\(entry.key)'", expected: "a mapping", found: entry.value))
            return nil
        }
        checkKeys(keys, ["RuleCondition", "Assertions"], of: "a rule")
        var rule = Template.Rule(name: entry.key, span: entry.keySpan, condition: nil, assertions: [])
        if let node = entry.value["RuleCondition"] { rule.condition = expression(node, .rules) }
        for node in entry.value["Assertions"]?.sequence ?? [] {
            checkKeys(node.mapping ?? [], ["Assert", "AssertDescription"], of: "an assertion")
            guard let assert = node["Assert"] else {
                findings.add(.missingKey("Assert", in: "an assertion", node.span))
                continue
            }
            rule.assertions.append(
                .init(
                    assert: expression(assert, .rules), description: node["AssertDescription"]?.scalar?.text))
        }
        if rule.assertions.isEmpty {
            findings.add(.missingKey("Assertions", in: "the rule '\(entry.key)'", entry.keySpan))
        }
        return rule
    }
}
