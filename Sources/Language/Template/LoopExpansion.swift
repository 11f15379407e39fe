internal import Diagnostics
internal import Values

/// Writes out `Fn::ForEach` before the template is read.
///
/// Source: AWS CloudFormation User Guide, "Fn::ForEach": `${Name}` and `&{Name}` (letters and digits only) stand for the
/// value in keys and texts, `!Ref Name` for the value itself.
struct LoopExpansion {
    /// The values of parameters and pseudo parameters; nil for a template that is not yet bound.
    let parameters: [String: Value]?
    /// The defaults of parameters, for a template that is not yet bound.
    let defaults: [String: Value]
    let hasLanguageExtensions: Bool
    let mappings: [Template.Mapping]
    var findings = Findings()
    var loopsOverParameters = false
    private var made = 0

    /// Loops inside loops multiply. CloudFormation ends at 500 resources anyway.
    private static let limit = 5000
    private static let valueLimit = 255

    init(
        parameters: [String: Value]?, defaults: [String: Value], hasLanguageExtensions: Bool,
        mappings: [Template.Mapping]
    ) {
        self.mappings = mappings
        self.parameters = parameters
        self.defaults = defaults
        self.hasLanguageExtensions = hasLanguageExtensions
    }

    static let prefix = "Fn::ForEach::"

    mutating func expand(_ node: Node) -> Node {
        var node = node
        switch node.content {
        case .scalar: return node
        case .sequence(let items): node.content = .sequence(items.map { expand($0) })
        case .mapping(let entries):
            var expanded: [Node.Entry] = []
            var isLoop = false
            for entry in entries {
                if entry.key.hasPrefix(Self.prefix) {
                    isLoop = true
                    expanded += iterations(entry)
                } else {
                    expanded.append(Node.Entry(key: entry.key, keySpan: entry.keySpan, value: expand(entry.value)))
                }
            }
            node.content = .mapping(isLoop ? unique(expanded) : expanded)
        }
        return node
    }

    private mutating func unique(_ entries: [Node.Entry]) -> [Node.Entry] {
        var places: [String: Span] = [:]
        return entries.filter { entry in
            if let first = places[entry.key] {
                findings.add(.duplicateKey(entry.key, entry.keySpan, first: first))
                return false
            }
            places[entry.key] = entry.keySpan
            return true
        }
    }

    private mutating func iterations(_ loop: Node.Entry) -> [Node.Entry] {
        let name = loop.key
        if !hasLanguageExtensions { findings.add(.needsLanguageExtensions("Fn::ForEach", loop.keySpan)) }
        guard let parts = loop.value.sequence, parts.count == 3, let variable = parts[0].scalar?.text,
            let body = parts[2].mapping
        else {
            findings.add(
                .functionArgument(
                    name, "takes a variable, a collection and a mapping", loop.value.span,
                    help: "form: Fn::ForEach::NAME: [VARIABLE, [VALUE, …], {KEY${VARIABLE}: …}]"))
            return []
        }
        guard let values = collection(parts[1], name) else { return [] }
        var entries: [Node.Entry] = []
        for value in values {
            guard value.utf8.count <= Self.valueLimit else {
                findings.add(
                    .functionArgument(
                        name, "has a value of more than \(Self.valueLimit) bytes", parts[1].span,
                        help: "use short values in loops"))
                break
            }
            made += 1
            guard made <= Self.limit else {
                findings.add(.tooMany("iterations of Fn::ForEach", count: made, limit: Self.limit, loop.keySpan))
                break
            }
            let substituted = body.map { Substitution(variable: variable, value: value).apply($0) }
            let node = Node(.mapping(substituted), span: parts[2].span)
            entries += expand(node).mapping ?? []
        }
        return entries
    }
}

extension Node {
    /// The name of `!Ref NAME` or `{Ref: NAME}`.
    fileprivate var referenced: String? {
        if tag == "!Ref" { return scalar?.text }
        guard let entries = mapping, entries.count == 1, entries[0].key == "Ref" else { return nil }
        return entries[0].value.scalar?.text
    }
}

private struct Substitution {
    let variable: String
    let value: String

    func apply(_ entry: Node.Entry) -> Node.Entry {
        Node.Entry(key: replaced(entry.key), keySpan: entry.keySpan, value: apply(entry.value))
    }

    func apply(_ node: Node) -> Node {
        var node = node
        if node.referenced == variable { return Node(.scalar(.init(value, style: .quoted)), span: node.span) }
        switch node.content {
        case .scalar(var scalar):
            scalar.text = replaced(scalar.text)
            node.content = .scalar(scalar)
        case .sequence(let items): node.content = .sequence(items.map { apply($0) })
        case .mapping(let entries): node.content = .mapping(entries.map { apply($0) })
        }
        return node
    }

    private func replaced(_ text: String) -> String {
        guard text.contains("{") else { return text }
        let plain = String(value.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic || "0"..."9" ~= $0 })
        return text.replacing("${\(variable)}", with: value).replacing("&{\(variable)}", with: plain)
    }
}
