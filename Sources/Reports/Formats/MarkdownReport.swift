internal import Diagnostics
public import Plans
internal import Values

/// The plan for a pull request: a table first, security, then each resource with its diff folded away.
///
/// Names and values from outside stand in `<code>` with every mark as an entity, or in fences longer than any run of
/// backticks in them, so that nothing they hold is read as Markdown, HTML or a mention.
public struct MarkdownReport: Sendable {
    /// Characters that a comment on GitHub may have; bytes are at least as many.
    public static let commentLimit = 65_536
    /// Bytes that a step summary of GitHub Actions may have (1 MiB); beyond that all of it is lost.
    public static let summaryLimit = 1 << 20

    /// Bytes. Kept by leaving out, in this order: what others have put on the resources, with coverage and outputs;
    /// diffs of what is created, last first; diffs of updates and adoptions; the lines of what is created, then of what
    /// is updated. What is replaced or destroyed and what matters for security stays, even where it alone is longer.
    public var limit: Int

    public init(limit: Int = MarkdownReport.commentLimit) { self.limit = limit }

    public func render(_ plan: Plan) -> String {
        let plan = plan.masked
        let items = PlanItem.all(of: plan)
        var parts = [Part(text: head(plan, items))]
        parts.append(Part(text: Self.security(SecurityChange.all(of: plan))))
        parts.append(Part(text: CheckMarkup.markdown(plan)))
        for section in 0...4 {
            let inside = items.filter { $0.kind.section == section }
            guard let first = inside.first else { continue }
            parts.append(Part(text: "### \(plan.purpose == .drift ? first.kind.driftTitle : first.kind.title)\n\n"))
            parts += inside.map { Part($0) }
        }
        let aside = AsideRow.all(of: plan).count
        parts.append(Part(text: Self.aside(plan), short: "\(aside) differences set aside.\n\n", level: .besides))
        parts.append(Part(text: rest(plan), level: .besides))
        return fitted(parts, plan)
    }

    // MARK: - Budget

    private enum Level: Int, CaseIterable {
        case besides, createDiff, updateDiff, createLine, updateLine
        var words: String {
            switch self {
            case .besides: "others' objects, outputs and coverage"
            case .createDiff: "diffs of created resources"
            case .updateDiff: "diffs of updated or adopted resources"
            case .createLine: "created resources"
            case .updateLine: "updated or adopted resources"
            }
        }
    }

    private struct Part {
        var text: String
        /// When to leave the text out; nil: never.
        var level: Level?
        /// What stands in its place when the diff is left out, and when to leave that out.
        var short: String?
        var shortLevel: Level?

        init(text: String, short: String? = nil, level: Level? = nil) {
            self.text = text
            self.short = short
            self.level = level
        }

        init(_ item: PlanItem) {
            (text, short) = MarkdownReport.resource(item)
            switch item.kind {
            case .replace, .delete: short = nil
            case .create: (level, shortLevel) = (.createDiff, .createLine)
            case .update, .adopt, .forget: (level, shortLevel) = (.updateDiff, .updateLine)
            }
        }
    }

    private func fitted(_ parts: [Part], _ plan: Plan) -> String {
        var parts = parts
        let end = "\n**\(Self.summary(plan))**\n"
        // Room for the last line, whatever it has to say.
        let room = limit - end.utf8.count
        var size = parts.reduce(0) { $0 + $1.text.utf8.count }
        var left: [(Level, Int)] = []
        let reserve = 400
        for level in Level.allCases where size > room - (left.isEmpty ? 0 : reserve) {
            var count = 0
            for index in parts.indices.reversed() where parts[index].level == level {
                if size <= room - reserve { break }
                let part = parts[index]
                guard !part.text.isEmpty else { continue }
                size -= part.text.utf8.count - (part.short?.utf8.count ?? 0)
                parts[index] = Part(text: part.short ?? "", level: part.shortLevel)
                count += 1
            }
            if count > 0 { left.append((level, count)) }
        }
        var text = parts.map(\.text).joined()
        if !left.isEmpty {
            let words = left.map { $0.0 == .besides ? $0.0.words : "\($0.1) \($0.0.words)" }
            text += "\n_Left out to stay below \(limit) bytes: \(words.joined(separator: ", ")). "
            text += "`plumb \(plan.purpose == .drift ? "drift" : "plan")` shows all._\n"
        }
        return text + end
    }

    // MARK: - Parts

    private static func summary(_ plan: Plan) -> String {
        plan.purpose == .drift
            ? (plan.showsDrift ? "Live AWS has moved away from the files." : "No drift.")
            : PlanText.summary(of: plan)
    }

    /// Markers, title and table.
    private func head(_ plan: Plan, _ items: [PlanItem]) -> String {
        let verb = plan.purpose == .drift ? "drift" : "plan"
        var out = plan.stacks.map { "<!-- plumb:\(verb):\(Self.marker($0.name)):\(Self.marker($0.region)) -->\n" }
            .joined()
        let headline =
            PlanText.headline(of: plan, items) + (plan.aside.isEmpty ? "" : ", \(plan.aside.count) set aside")
        out += "## plumb \(verb): \(headline.isEmpty ? "nothing to do" : headline)\n\n"
        if !plan.account.isEmpty {
            out += "Account \(Self.code(plan.account)), as \(Self.code(plan.caller))\n\n"
        }
        let kinds: [(String, PlanItem.Kind)] = [
            ("replace", .replace), ("destroy", .delete), ("update", .update), ("create", .create), ("adopt", .adopt),
            ("forget", .forget),
        ]
        let more = plan.purpose == .drift ? ["compared", "not readable", "not supported", "set aside"] : []
        out += "| stack | " + (kinds.map(\.0) + ["unchanged"] + more).joined(separator: " | ") + " |\n"
        out += "|---|" + String(repeating: "---:|", count: kinds.count + 1 + more.count) + "\n"
        for stack in plan.stacks {
            let own = items.filter { $0.step.stack == stack.name }
            let counts =
                kinds.map { kind in own.count { $0.kind == kind.1 } }
                + [plan.unchanged.count { $0.hasPrefix(stack.name + "/") }]
                + (more.isEmpty ? [] : plan.coverage(of: stack))
            out += "| \(Self.code(stack.name)) (\(Self.code(stack.region))) | "
            out += counts.map { $0 == 0 ? "" : "\($0)" }.joined(separator: " | ") + " |\n"
        }
        return out + "\n" + (Coverage.origins(plan).map { Self.entities($0) + "\n\n" } ?? "")
    }

    /// What does not count as drift; told whatever has to be left out.
    private static func aside(_ plan: Plan) -> String {
        let rows = AsideRow.all(of: plan)
        var out = ""
        for group in AsideRow.Group.allCases {
            let inside = rows.filter { $0.group == group }
            guard !inside.isEmpty else { continue }
            out += "<details><summary>\(group.title) (\(inside.count))</summary>\n\n"
            for row in inside {
                out += "- \(code(row.address)) \(code(row.type)) \(code(row.what))"
                out += row.why.isEmpty ? "\n" : " – \(entities(row.why))\n"
            }
            out += "\n</details>\n\n"
        }
        return out
    }

    static func security(_ changes: [SecurityChange]) -> String {
        guard !changes.isEmpty else { return "" }
        let risks = changes.count { $0.risk != nil }
        var out = "### Security\(risks == 0 ? "" : ": \(risks) to look at twice")\n\n"
        for topic in SecurityChange.Topic.allCases {
            let inside = changes.filter { $0.topic == topic }
            guard !inside.isEmpty else { continue }
            out += "**\(topic.rawValue)**\n\n| | | what | where |\n|---|---|---|---|\n"
            for change in inside {
                let says = change.words.map { word in
                    switch word {
                    case .plain(let text): text.replacing("*", with: "\\*")
                    case .name(let name): code(name)
                    }
                }.joined()
                out += "| \(change.isGained ? "➕" : "➖") | \(change.risk.map { "⚠️ " + $0.rawValue } ?? "") | \(says) | "
                out += "\(code(change.address)) |\n"
            }
            out += "\n"
        }
        return out
    }

    /// A resource with its diff, and without.
    private static func resource(_ item: PlanItem) -> (text: String, short: String) {
        let step = item.step
        var title = "<code>\(item.symbol)</code> <b>\(entities(step.address))</b> \(code(step.type))"
        if let id = item.physicalID, id != step.logicalID { title += " \(code(id))" }
        title += " – \(entities(item.because))"
        if item.kind != .delete, let span = step.span { title += " – \(code(ChangeLines.place(span)))" }
        let lines = item.kind == .delete ? [] : DiffLines.text(for: item, change: "!")
        guard !lines.isEmpty else { return ("- \(title)\n\n", "- \(title)\n\n") }
        let fence = self.fence(for: lines)
        let body = lines.joined(separator: "\n")
        let text = "<details><summary>\(title)</summary>\n\n\(fence)diff\n\(body)\n\(fence)\n\n</details>\n\n"
        return (text, "- \(title)\n\n")
    }

    private func rest(_ plan: Plan) -> String {
        var out = ""
        func list(_ title: String, _ rows: [String]) {
            guard !rows.isEmpty else { return }
            out += "<details><summary>\(title) (\(rows.count))</summary>\n\n"
            out += rows.map { "- \($0)\n" }.joined() + "\n</details>\n\n"
        }
        list(
            "Others' objects on yours, left alone",
            plan.foreign.map { Self.code("\($0.parent) \($0.type) \($0.shows.joined(separator: ", "))") }.sorted())
        list(
            ForeignRow.Group.stack.title,
            ForeignRow.all(of: plan).filter { $0.group == .stack }.map { Self.code($0.text) })
        list(ScaledRow.title, plan.scaled.map { Self.code("\($0.address) \($0.type) \(ScaledRow.words($0))") })
        list(
            "Kept", plan.kept.map { Self.code("\($0.address) \($0.type) \($0.physicalID): \($0.reason)") }.sorted())
        let open = plan.outputs.filter { $0.value.hasDeferred && !$0.isSecret }
        list("Outputs that apply makes known", open.map { Self.code("\($0.stack)/\($0.name)") })
        if let coverage = Coverage.line(plan.reading) { out += coverage + "\n" }
        return out
    }

    // MARK: - Making text harmless

    /// A name or value on a line of its own element, in which nothing is markup, a mention or a link.
    static func code(_ text: String) -> String { text.isEmpty ? "" : "<code>\(entities(text))</code>" }

    /// Every mark of ASCII as an entity; line ends and control characters as visible escapes.
    static func entities(_ text: String) -> String {
        var out = ""
        for scalar in Printable.text(text).unicodeScalars {
            let isWord =
                !scalar.isASCII || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || " -/.,:".unicodeScalars.contains(scalar)
            if isWord { out.unicodeScalars.append(scalar) } else { out += "&#\(scalar.value);" }
        }
        // Addresses of sites become links.
        return out.replacing("://", with: "&#58;//").replacing("www.", with: "www&#46;")
    }

    /// A stack's name inside a comment, which `--` or `>` could end.
    static func marker(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            let isSingleHyphen = scalar == "-" && out.last != "-" && !out.isEmpty
            if isPlain || isSingleHyphen || scalar == "_" || scalar == "." {
                out.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                out += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return out
    }

    /// Backticks, more than stand together in any line.
    static func fence(for lines: [String]) -> String {
        var longest = 2
        for line in lines {
            var run = 0
            for character in line {
                run = character == "`" ? run + 1 : 0
                longest = max(longest, run)
            }
        }
        return String(repeating: "`", count: longest + 1)
    }
}

extension PlanItem.Kind {
    /// What a kind of step means in a drift report.
    var driftTitle: String {
        switch self {
        case .replace, .delete: "Differ beyond an update, or named by no template"
        case .update: "Differ"
        case .create: "Missing in AWS"
        case .adopt: "Not marked as yours"
        case .forget: "In AWS, named by no template"
        }
    }
}
