public import Diagnostics
internal import Values

extension IgnoreFile {
    /// Reads an ignore file; nil when it cannot be read or is wrong in any part. All findings are collected.
    public static func load(_ path: String, from files: any FileLoader) -> (IgnoreFile?, Findings) {
        do throws(FileError) {
            return parse(try files.read(path, limit: YAMLReader.sizeLimit))
        } catch {
            return (nil, Findings([.unreadableFile(path, error)]))
        }
    }

    public static func parse(_ file: SourceFile) -> (IgnoreFile?, Findings) {
        let (document, found) = YAMLReader.read(file, acceptsAliases: true)
        guard let document else { return (nil, found) }
        var reader = IgnoreFileReader(findings: found)
        let rules = reader.rules(document)
        return (reader.findings.hasErrors ? nil : IgnoreFile(path: file.path, rules: rules), reader.findings)
    }
}

private struct IgnoreFileReader {
    static let place = "an ignore file"
    static let entry = "an entry of an ignore file"

    var findings: Findings

    mutating func rules(_ document: Node) -> [IgnoreFile.Rule] {
        guard let entries = document.mapping else {
            findings.add(.wrongShape(Self.place, expected: "a mapping with the key ignore", found: document))
            return []
        }
        for entry in entries where !IgnoreFile.keys.contains(entry.key) {
            findings.add(.unknownKey(entry.key, in: Self.place, known: IgnoreFile.keys, entry.keySpan))
        }
        guard let list = document["ignore"] else {
            findings.add(.missingKey("ignore", in: Self.place, document.span))
            return []
        }
        guard let items = list.sequence else {
            findings.add(.wrongShape("ignore", expected: "a list of entries", found: list))
            return []
        }
        return items.compactMap { rule($0) }
    }

    private mutating func rule(_ node: Node) -> IgnoreFile.Rule? {
        guard let entries = node.mapping else {
            findings.add(.wrongShape(Self.entry, expected: "a mapping", found: node))
            return nil
        }
        for entry in entries where !IgnoreFile.ruleKeys.contains(entry.key) {
            findings.add(.unknownKey(entry.key, in: Self.entry, known: IgnoreFile.ruleKeys, entry.keySpan))
        }
        let resource = text("resource", node), property = text("property", node), reason = text("reason", node)
        let expires = node["expires"] == nil ? nil : text("expires", node)
        if let resource, let span = node["resource"]?.span, !Self.namesResources(resource) {
            findings.add(
                .invalidValue(
                    "resource", resource, allowed: "stack/LogicalId or a type such as AWS::EC2::Subnet, with * in it",
                    span))
        }
        if let property, let span = node["property"]?.span, !Self.isPath(property) {
            findings.add(
                .invalidValue(
                    "property path", property,
                    allowed: "a path as reports write it, such as Tags.Team or Rules[].Port, or * for all", span))
        }
        if let expires, let span = node["expires"]?.span, !Self.isDay(expires) {
            findings.add(.invalidValue("day", expires, allowed: "a day such as 2027-01-31", span))
        }
        guard let resource, let property, let reason else { return nil }
        return IgnoreFile.Rule(
            resource: Glob(resource), property: Glob(property.withoutIndexes), reason: reason,
            expires: expires, span: node.span)
    }

    private mutating func text(_ key: String, _ node: Node) -> String? {
        guard let value = node[key] else {
            findings.add(.missingKey(key, in: Self.entry, node.span))
            return nil
        }
        guard let scalar = value.scalar, value.tag.map({ !$0.hasPrefix("!") }) ?? true else {
            findings.add(.wrongShape(key, expected: "a text", found: value))
            return nil
        }
        let isBlank = scalar.text.allSatisfy(\.isWhitespace) || scalar.style == .plain && scalar.text == "null"
        guard !isBlank else {
            findings.add(.wrongShape(key, expected: "a text that says something", found: value))
            return nil
        }
        return scalar.text
    }

    private static func namesResources(_ text: String) -> Bool {
        if text.contains("::") { return !text.contains("/") }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
    }

    /// Brackets hold nothing or an index.
    private static func isPath(_ text: String) -> Bool {
        var isInside = false
        for character in text {
            switch character {
            case "[" where !isInside: isInside = true
            case "]" where isInside: isInside = false
            case "[", "]": return false
            case _ where isInside && !character.isWholeNumber: return false
            default: break
            }
        }
        return !isInside && text.first != "." && text.first != "[" && text.last != "."
    }

    /// A day of the calendar, as ISO 8601 writes it.
    private static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 45 || (48...57).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }
}
