public import Diagnostics
internal import Values

extension StackFile {
    /// The keys that a stack file may have.
    public static let keys = [
        "template-file-path", "parameters", "tags", "stack-name", "region", "account", "depends-on", "protect",
        "lock", "checks", "naming",
    ]

    /// Reads a stack file. All findings are collected.
    public static func parse(_ file: SourceFile) -> (StackFile?, Findings) {
        let (document, found) = YAMLReader.read(file, acceptsAliases: true)
        guard let document else { return (nil, found) }
        let (stack, more) = parse(document)
        var findings = found
        findings.add(contentsOf: more)
        return (stack, findings)
    }

    static func parse(_ document: Node) -> (StackFile?, Findings) {
        var reader = StackFileReader(document: document)
        let stack = reader.stackFile()
        return (stack, reader.findings)
    }
}

private struct StackFileReader {
    let document: Node
    var findings = Findings()
    var spans: [String: Span] = [:]

    init(document: Node) { self.document = document }

    mutating func stackFile() -> StackFile? {
        guard let entries = document.mapping else {
            findings.add(.wrongShape("a stack file", expected: "a mapping of keys", found: document))
            return nil
        }
        for entry in entries {
            spans[entry.key] = entry.value.span
            if !StackFile.keys.contains(entry.key) {
                findings.add(.unknownKey(entry.key, in: "a stack file", known: StackFile.keys, entry.keySpan))
            }
        }
        let path = document.span.file
        guard let template = text("template-file-path") else {
            if document["template-file-path"] == nil {
                findings.add(.missingKey("template-file-path", in: "a stack file", document.span))
            }
            return nil
        }
        var file = StackFile(
            path: path, stackName: name(path), templatePath: FilePath.resolve(template, from: path))
        file.region = checked("region", "region", allowed: "such as us-east-1") { text in
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            return parts.count >= 3 && parts.allSatisfy { !$0.isEmpty } && Int(parts[parts.count - 1]) != nil
        }
        file.account = checked("account", "account id", allowed: "12 digits, in quotes") { text in
            text.utf8.count == 12 && text.utf8.allSatisfy { (48...57).contains($0) }
        }
        file.tags = tags()
        file.parameters = parameters()
        file.dependsOn = dependsOn(path)
        file.protect = flag("protect")
        file.lock = checked("lock", "place of a lock", allowed: "s3://bucket/prefix") { S3Location($0) != nil }
            .flatMap { S3Location($0) }
        file.checks = CheckSettings.read(checks: document["checks"], naming: document["naming"], &findings)
        file.spans = spans
        return file
    }

    private mutating func text(_ key: String) -> String? {
        guard let node = document[key] else { return nil }
        guard let scalar = node.scalar, !scalar.text.isEmpty, node.tag.map({ !$0.hasPrefix("!") }) ?? true else {
            findings.add(.wrongShape(key, expected: "a text", found: node))
            return nil
        }
        return scalar.text
    }

    private mutating func checked(
        _ key: String, _ what: String, allowed: String, _ isValid: (String) -> Bool
    ) -> String? {
        guard let text = text(key) else { return nil }
        if !isValid(text), let span = spans[key] { findings.add(.invalidValue(what, text, allowed: allowed, span)) }
        return text
    }

    private mutating func name(_ path: String) -> String {
        let name = text("stack-name") ?? FilePath.baseName(path)
        if !StackFile.isValidName(name) {
            findings.add(
                .invalidName("stack name", name, rule: StackFile.nameRule, spans["stack-name"] ?? document.span))
        }
        return name
    }

    private mutating func flag(_ key: String) -> Bool {
        guard let text = text(key) else { return false }
        if let flag = Value.string(text).bool { return flag }
        if let span = spans[key] { findings.add(.invalidValue(key, text, allowed: "true, false", span)) }
        return false
    }

    private mutating func entries(_ key: String) -> [Node.Entry] {
        guard let node = document[key] else { return [] }
        if let scalar = node.scalar, scalar.value(tag: node.tag).isNull { return [] }
        guard let entries = node.mapping, node.tag == nil else {
            findings.add(.wrongShape(key, expected: "a mapping of names and values", found: node))
            return []
        }
        for entry in entries { spans["\(key).\(entry.key)"] = entry.value.span }
        return entries
    }

    private mutating func tags() -> [String: String] {
        var tags: [String: String] = [:]
        for entry in entries("tags") {
            guard let text = entry.value.scalar?.text, entry.value.tag.map({ !$0.hasPrefix("!") }) ?? true else {
                findings.add(.wrongShape("the tag '\(entry.key)'", expected: "a text", found: entry.value))
                continue
            }
            // Source: AWS General Reference, tag naming limits.
            if entry.key.hasPrefix("aws:") || entry.key.hasPrefix("plumb:") || entry.key.unicodeScalars.count > 128 {
                findings.add(
                    .invalidName(
                        "tag key", entry.key, rule: "use up to 128 characters; aws: and plumb: are reserved",
                        entry.keySpan))
            }
            if text.unicodeScalars.count > 256 {
                findings.add(.invalidValue("tag value", text, allowed: "up to 256 characters", entry.value.span))
            }
            tags[entry.key] = text
        }
        return tags
    }

    private mutating func parameters() -> [String: Value] {
        var parameters: [String: Value] = [:]
        for entry in entries("parameters") {
            if let scalar = entry.value.scalar, entry.value.tag.map({ !$0.hasPrefix("!") }) ?? true {
                parameters[entry.key] = .string(scalar.parameterText(tag: entry.value.tag))
            } else if let items = entry.value.sequence, items.allSatisfy({ $0.scalar != nil }) {
                parameters[entry.key] = .array(items.compactMap { $0.parameterText.map { .string($0) } })
            } else {
                findings.add(
                    .wrongShape(
                        "the parameter '\(entry.key)'", expected: "a text or a list of texts", found: entry.value))
            }
        }
        return parameters
    }

    private mutating func dependsOn(_ path: String) -> [Template.Name] {
        guard let node = document["depends-on"] else { return [] }
        var names: [Template.Name] = []
        for item in node.sequence ?? [node] {
            guard let text = item.scalar?.text, !text.isEmpty else {
                findings.add(.wrongShape("depends-on", expected: "a list of stack files", found: item))
                continue
            }
            names.append(Template.Name(FilePath.resolve(text, from: path), span: item.span))
        }
        return names
    }
}

extension StackFile {
    static let nameRule = "use up to 128 letters, digits and hyphens, a letter first; set stack-name"

    /// Source: AWS CloudFormation API Reference, CreateStack, StackName.
    static func isValidName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (97...122).contains(first | 0x20), name.utf8.count <= 128 else {
            return false
        }
        return name.utf8.allSatisfy { (97...122).contains($0 | 0x20) || (48...57).contains($0) || $0 == 45 }
    }
}
