internal import Diagnostics
internal import Values

extension CheckSettings {
    /// Reads the two keys of a stack file. Whether ids, types and logical ids exist is for others to tell.
    static func read(checks: Node?, naming: Node?, _ findings: inout Findings) -> CheckSettings {
        var reader = CheckSettingsReader(findings: findings)
        var settings = CheckSettings()
        for entry in reader.entries(checks, "checks") {
            settings.rules[entry.key] = reader.setting(entry)
        }
        for entry in reader.entries(naming, "naming") {
            guard let text = reader.text(entry.value, "the pattern for \(entry.key)") else { continue }
            if let pattern = NamePattern(text, span: entry.keySpan) {
                settings.naming[entry.key] = pattern
            } else {
                reader.findings.add(
                    .invalidValue("pattern", text, allowed: "a regular expression", entry.value.span))
            }
        }
        findings = reader.findings
        return settings
    }
}

private struct CheckSettingsReader {
    var findings: Findings
    private static let keys = ["level", "reason", "except"]
    private static let levels = CheckSettings.Level.allCases.map(\.rawValue).joined(separator: ", ")

    mutating func entries(_ node: Node?, _ what: String) -> [Node.Entry] {
        guard let node else { return [] }
        if let scalar = node.scalar, scalar.value(tag: node.tag).isNull { return [] }
        guard let entries = node.mapping, node.tag == nil else {
            findings.add(.wrongShape(what, expected: "a mapping", found: node))
            return []
        }
        return entries
    }

    mutating func text(_ node: Node?, _ what: String) -> String? {
        guard let node else { return nil }
        guard let text = node.scalar?.text, !text.isEmpty else {
            findings.add(.wrongShape(what, expected: "a text", found: node))
            return nil
        }
        return text
    }

    mutating func setting(_ entry: Node.Entry) -> CheckSettings.Setting {
        let id = entry.key
        var setting = CheckSettings.Setting(level: nil, span: entry.keySpan)
        if entry.value.scalar != nil {
            setting.level = level(entry.value)
            if setting.level == .off { findings.add(.reasonMissing("'\(id)' is switched off", entry.value.span)) }
            return setting
        }
        let members = entries(entry.value, "the check '\(id)'")
        for member in members where !Self.keys.contains(member.key) {
            findings.add(.unknownKey(member.key, in: "a check", known: Self.keys, member.keySpan))
        }
        setting.level = entry.value["level"].flatMap { level($0) }
        let reason = text(entry.value["reason"], "the reason for '\(id)'")
        if setting.level == .off, reason == nil {
            findings.add(.reasonMissing("'\(id)' is switched off", entry.keySpan))
        }
        for exception in entries(entry.value["except"], "the exceptions from '\(id)'") {
            guard let reason = text(exception.value, "the reason for '\(exception.key)'") else { continue }
            setting.exceptions[exception.key] = CheckSettings.Exception(reason: reason, span: exception.keySpan)
        }
        return setting
    }

    private mutating func level(_ node: Node) -> CheckSettings.Level? {
        guard let text = text(node, "a level") else { return nil }
        let level = CheckSettings.Level(rawValue: text)
        if level == nil { findings.add(.invalidValue("level", text, allowed: Self.levels, node.span)) }
        return level
    }
}

extension Diagnostic {
    fileprivate static func reasonMissing(_ what: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "reason-missing", summary: "A check is switched off without a reason",
            message: "\(what), and nothing says why", span: span, help: "write {level: off, reason: …}")
    }
}
