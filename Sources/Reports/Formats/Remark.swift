internal import Diagnostics
internal import Plans
internal import Values

/// One thing to say about one place in the files: what annotations, SARIF and code quality reports are made of.
struct Remark {
    enum Level: Int, Comparable {
        /// Worst first.
        case severe, notable, plain
        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// Stable: `resource-replace`, `drift-update`, `security-public`, or the id of a check.
    var rule: String
    var level: Level
    var address: String
    var title: String
    var text: String
    /// The diff, line by line.
    var lines: [String]
    var file: String
    /// 1-based; line 1 of the stack's file where the template says nothing of it.
    var span: Span?
    /// What tells it apart within its rule, whatever else changes in the file.
    var identity: String
    /// Why it does not count; nil: it does.
    var suppressed: String?

    var line: Int { max(1, span?.start.line ?? 1) }

    /// The same for the same finding in any run.
    var fingerprint: String { Digest.sha256("\(rule)\n\(identity)") }

    /// Worst first, then by address. The plan must be masked.
    static func all(of plan: Plan) -> [Remark] {
        let files = Dictionary(plan.stacks.map { ($0.name, $0.path) }, uniquingKeysWith: { first, _ in first })
        func file(_ span: Span?, _ stack: String) -> String {
            span?.file ?? files[stack] ?? plan.stacks.first?.path ?? "."
        }
        var remarks: [Remark] = []
        for change in SecurityChange.all(of: plan) {
            remarks.append(
                Remark(
                    rule: rule(of: change.risk),
                    level: change.risk == nil ? .plain : .severe,
                    address: change.address, title: "\(change.topic.rawValue): \(Printable.text(change.address))",
                    text: Printable.text(change.text), lines: [],
                    file: file(change.span, Address.stack(of: change.address)), span: change.span,
                    identity: "\(change.address)\n\(change.sign)\(change.text)"))
        }
        for finding in plan.checks.inOrder {
            remarks.append(
                Remark(
                    rule: finding.rule, level: finding.severity == .error ? .severe : .notable,
                    address: finding.address, title: "\(finding.rule): \(Printable.text(finding.address))",
                    text: Printable.text(
                        "\(finding.address): \(finding.summary) \(finding.message). \(finding.remedy)"),
                    lines: [],
                    file: file(finding.span, Address.stack(of: finding.address)), span: finding.span,
                    identity: "\(finding.address)\n\(finding.path)\n\(finding.message)"))
        }
        for item in PlanItem.all(of: plan) {
            let span = item.kind == .delete ? nil : item.step.span
            let ends = item.kind == .replace || item.kind == .delete
            remarks.append(
                Remark(
                    rule: (plan.purpose == .drift ? "drift-" : "resource-") + item.kind.word,
                    level: ends ? .severe : plan.purpose == .drift ? .notable : .plain, address: item.step.address,
                    title: "\(item.symbol) \(Printable.text(item.step.address))",
                    text: "\(Printable.text(item.step.address)) (\(Printable.text(item.step.type))): \(item.because)",
                    lines: item.kind == .delete ? [] : DiffLines.text(for: item), file: file(span, item.step.stack),
                    span: span, identity: "\(item.step.address)\n\(item.step.type)"))
        }
        return remarks.enumerated().sorted { ($0.element.level, $0.offset) < ($1.element.level, $1.offset) }
            .map(\.element)
    }

    /// What is set aside, as remarks that do not count. The plan must be masked.
    static func aside(of plan: Plan) -> [Remark] {
        let files = Dictionary(plan.stacks.map { ($0.name, $0.path) }, uniquingKeysWith: { first, _ in first })
        return AsideRow.all(of: plan).map { row in
            Remark(
                rule: "drift-" + row.group.word, level: .plain, address: row.address, title: row.group.title,
                text: row.text, lines: [],
                file: row.rule?.file ?? files[Address.stack(of: row.address)] ?? plan.stacks.first?.path
                    ?? ".", span: row.rule, identity: "\(row.address)\n\(row.type)\n\(row.what.prefix { $0 != ":" })",
                suppressed: row.why.isEmpty ? row.group.title : row.why)
        }
    }

    /// What is not ours, as remarks that do not count. The plan must be masked.
    static func foreign(of plan: Plan) -> [Remark] {
        let files = Dictionary(plan.stacks.map { ($0.name, $0.path) }, uniquingKeysWith: { first, _ in first })
        return ForeignRow.all(of: plan).map { row in
            Remark(
                rule: "drift-" + row.group.word, level: .plain, address: row.address, title: row.group.title,
                text: row.text, lines: [],
                file: files[Address.stack(of: row.address)] ?? plan.stacks.first?.path ?? ".", span: nil,
                identity: "\(row.address)\n\(row.group == .stack ? "" : row.what)", suppressed: "No stack names it.")
        }
    }

    /// - Parameter risk: nil for a change of security that is ordinary.
    static func rule(of risk: SecurityChange.Risk?) -> String {
        "security-" + (risk?.rawValue.replacing(" ", with: "-") ?? "change")
    }

    /// The file as a path from the top of the repository, given that plumb was started there.
    var path: String {
        var parts: [Substring] = []
        for part in file.split(separator: "/") {
            if part == ".", file != "." { continue }
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        return (file.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}

extension PlanItem.Kind {
    /// In names of rules.
    var word: String {
        switch self {
        case .replace: "replace"
        case .delete: "delete"
        case .update: "update"
        case .create: "create"
        case .adopt: "adopt"
        case .forget: "forget"
        }
    }
}
