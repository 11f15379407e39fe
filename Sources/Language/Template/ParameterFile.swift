internal import Diagnostics
internal import Values

/// A file of parameter values, in each of the forms that AWS's tools take, as JSON or YAML.
///
/// - AWS CLI, `--parameters file://…`: `[{"ParameterKey": "Env", "ParameterValue": "dev"}]`
/// - AWS CLI, `--parameter-overrides file://…`: `["Env=dev"]`, or the next
/// - CodePipeline's template configuration: `{"Parameters": {"Env": "dev"}}`
/// - a plain mapping: `Env: dev`, lists as lists
struct ParameterFile {
    private(set) var values: [String: Value] = [:]
    private(set) var spans: [String: Span] = [:]
    private(set) var findings = Findings()

    init(_ file: SourceFile) {
        let (document, found) = YAMLReader.read(file, acceptsAliases: true)
        findings = found
        guard let document else { return }
        if let items = document.sequence {
            for item in items { read(item: item) }
        } else if let entries = document.mapping {
            guard let parameters = document["Parameters"], parameters.mapping != nil else {
                for entry in entries { set(entry.key, entry.value, entry.keySpan) }
                return
            }
            for entry in entries where entry.key != "Parameters" { readOther(entry) }
            for entry in parameters.mapping ?? [] { set(entry.key, entry.value, entry.keySpan) }
        } else {
            findings.add(.wrongShape("a parameter file", expected: Self.form, found: document))
        }
    }

    private static let form = "a mapping of names and values, or a list of ParameterKey and ParameterValue"

    /// What a template configuration may hold besides.
    private mutating func readOther(_ entry: Node.Entry) {
        guard ["Tags", "StackPolicy"].contains(entry.key) else {
            findings.add(
                .unknownKey(
                    entry.key, in: "a template configuration", known: ["Parameters", "Tags", "StackPolicy"],
                    entry.keySpan))
            return
        }
        findings.add(
            .notActedOn("\(entry.key): only Parameters are read; tags belong in the stack file", entry.keySpan))
    }

    private mutating func read(item: Node) {
        if let text = item.scalar?.text {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                findings.add(.invalidParameter("an item is not of the form NAME=VALUE", item.span))
                return
            }
            let value = Node(
                .scalar(.init(String(text[text.index(after: equals)...]), style: .quoted)), span: item.span)
            set(String(text[..<equals]), value, item.span)
            return
        }
        guard let entries = item.mapping, let key = item["ParameterKey"], let name = key.scalar?.text else {
            findings.add(.missingKey("ParameterKey", in: "a parameter", item.span))
            return
        }
        let known = ["ParameterKey", "ParameterValue", "UsePreviousValue", "ResolvedValue"]
        for entry in entries where !known.contains(entry.key) {
            findings.add(.unknownKey(entry.key, in: "a parameter", known: known, entry.keySpan))
        }
        if let previous = item["UsePreviousValue"], previous.scalar?.text.lowercased() != "false" {
            findings.add(
                .unsupported(
                    "UsePreviousValue of '\(name)': there is no previous value, for plumb keeps no state",
                    previous.span, help: "give the value"))
            return
        }
        guard let value = item["ParameterValue"] else {
            findings.add(.missingKey("ParameterValue", in: "the parameter '\(name)'", item.span))
            return
        }
        set(name, value, key.span)
    }

    private mutating func set(_ name: String, _ node: Node, _ place: Span) {
        if let first = spans[name] { findings.add(.duplicateKey(name, place, first: first)) }
        spans[name] = place
        if let scalar = node.scalar, node.tag.map({ !$0.hasPrefix("!") }) ?? true, node.noun != "null" {
            values[name] = .string(scalar.parameterText(tag: node.tag))
        } else if let items = node.sequence, items.allSatisfy({ $0.scalar != nil && $0.tag == nil }) {
            values[name] = .array(items.compactMap { $0.parameterText.map { .string($0) } })
        } else {
            findings.add(.invalidParameter("the value of '\(name)' is neither a text nor a list of texts", place))
        }
    }
}
