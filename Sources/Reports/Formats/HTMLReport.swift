internal import Diagnostics
public import Plans
internal import Values

/// The plan as one page that asks nothing of a network: style and script are in it, allowed by their digests, and
/// nothing else may run. Every text from outside is escaped.
public enum HTMLReport {
    public static func render(_ plan: Plan) -> String {
        let plan = plan.masked
        let items = PlanItem.all(of: plan)
        let verb = plan.purpose == .drift ? "drift" : "plan"
        let stacks = plan.stacks.map(\.name).joined(separator: ", ")
        var out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        out +=
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '\(digest(HTMLPage.style))'; "
        out += "script-src '\(digest(HTMLPage.script))'; base-uri 'none'; form-action 'none'\">\n"
        out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        out += "<meta name=\"color-scheme\" content=\"light dark\">\n"
        out += "<title>plumb \(verb): \(escaped(stacks))</title>\n"
        out +=
            "<style>\(HTMLPage.style)</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#resources\">To the resources</a>\n"
        out += head(plan, items, verb) + "<main>\n" + security(SecurityChange.all(of: plan)) + CheckMarkup.html(plan)
        out += controls(items)
        out += "<section id=\"resources\" aria-label=\"Resources\">\n"
        for section in 0...4 {
            let inside = items.enumerated().filter { $0.element.kind.section == section }
            guard let first = inside.first?.element else { continue }
            let title = plan.purpose == .drift ? first.kind.driftTitle : first.kind.title
            out += "<h2>\(escaped(title)) <span class=\"count\">\(inside.count)</span></h2>\n"
            for (index, item) in inside { out += resource(item, index) }
        }
        out += "<p id=\"none\" hidden>No resource matches.</p>\n</section>\n"
        out += graph(plan, items) + besides(plan) + "</main>\n"
        return out + "<script>\(HTMLPage.script)</script>\n</body>\n</html>\n"
    }

    /// As a Content Security Policy names what it allows.
    private static func digest(_ text: String) -> String {
        let digits = Array(Digest.sha256(text).utf8)
        func value(_ digit: UInt8) -> UInt8 { digit < 58 ? digit - 48 : digit - 87 }
        let bytes = stride(from: 0, to: digits.count, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
        return "sha256-" + Base64.encode(bytes)
    }

    static func escaped(_ text: String) -> String { JUnitReport.escaped(text) }

    private static func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }

    // MARK: - Parts

    private static func head(_ plan: Plan, _ items: [PlanItem], _ verb: String) -> String {
        let headline = PlanText.headline(of: plan, items)
        var out = "<header>\n<h1>plumb \(verb)</h1>\n<p class=\"headline\">"
        out += "\(escaped(headline.isEmpty ? PlanText.summary(of: plan) : headline))</p>\n"
        if !plan.account.isEmpty { out += "<p>Account \(code(plan.account)), as \(code(plan.caller))</p>\n" }
        let kinds: [(String, PlanItem.Kind)] = [
            ("replace", .replace), ("destroy", .delete), ("update", .update), ("create", .create), ("adopt", .adopt),
            ("forget", .forget),
        ]
        let more = plan.purpose == .drift ? ["compared", "not readable", "not supported", "set aside"] : []
        out += "<table><thead><tr><th scope=\"col\">Stack</th><th scope=\"col\">File</th><th scope=\"col\">Region</th>"
        out +=
            (kinds.map(\.0) + ["unchanged"] + more).map { "<th scope=\"col\">\($0)</th>" }.joined()
            + "</tr></thead>\n<tbody>"
        for stack in plan.stacks {
            out +=
                "<tr><th scope=\"row\">\(escaped(stack.name))</th><td>\(code(stack.path))</td><td>\(escaped(stack.region))</td>"
            let own = items.filter { $0.step.stack == stack.name }
            let counts =
                kinds.map { kind in own.count { $0.kind == kind.1 } }
                + [plan.unchanged.count { $0.hasPrefix(stack.name + "/") }]
                + (more.isEmpty ? [] : plan.coverage(of: stack))
            out += counts.map { "<td class=\"number\">\($0)</td>" }.joined() + "</tr>\n"
        }
        out += "</tbody></table>\n"
        if let origins = Coverage.origins(plan) { out += "<p>\(escaped(origins))</p>\n" }
        return out + (plan.purpose == .drift ? "" : "<p><strong>\(escaped(PlanText.summary(of: plan)))</strong></p>\n")
            + "</header>\n"
    }

    private static func security(_ changes: [SecurityChange]) -> String {
        guard !changes.isEmpty else { return "" }
        let risks = changes.count { $0.risk != nil }
        var out = "<section id=\"security\" aria-labelledby=\"security-title\">\n<h2 id=\"security-title\">Security"
        out += (risks == 0 ? "" : ": \(risks) to look at twice") + "</h2>\n"
        for topic in SecurityChange.Topic.allCases {
            let inside = changes.filter { $0.topic == topic }
            guard !inside.isEmpty else { continue }
            out += "<h3>\(escaped(topic.rawValue))</h3>\n<ul>\n"
            for change in inside {
                let says = change.words.map { word in
                    switch word {
                    case .plain(let text): escaped(text)
                    case .name(let name): code(name)
                    }
                }.joined()
                out +=
                    "<li class=\"\(change.isGained ? "add" : "remove")\"><span class=\"sign\">\(change.sign)</span> \(says)"
                if let risk = change.risk { out += " <strong class=\"risk\">\(escaped(risk.rawValue))</strong>" }
                out += " <span class=\"where\">\(escaped(change.address))</span></li>\n"
            }
            out += "</ul>\n"
        }
        return out + "</section>\n"
    }

    private static func controls(_ items: [PlanItem]) -> String {
        guard !items.isEmpty else { return "" }
        var out = "<form id=\"controls\" role=\"search\" aria-label=\"Filter resources\">\n"
        out +=
            "<label>Search <input id=\"search\" type=\"search\" autocomplete=\"off\"></label> <span class=\"faint\">(key /)</span>\n"
        for kind in [PlanItem.Kind.replace, .delete, .update, .create, .adopt, .forget] {
            let count = items.count { $0.kind == kind }
            guard count > 0 else { continue }
            out +=
                "<label><input type=\"checkbox\" name=\"kind\" value=\"\(kind.word)\" checked> \(kind.word) (\(count))</label>\n"
        }
        return out
            + "<button type=\"button\" id=\"open\">Open all</button> <button type=\"button\" id=\"close\">Close all</button>\n"
            + "<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n"
    }

    private static func resource(_ item: PlanItem, _ index: Int) -> String {
        let step = item.step
        var out =
            "<details class=\"item \(item.kind.word)\" id=\"r\(index)\" data-kind=\"\(item.kind.word)\">\n<summary>"
        out += "<span class=\"sign\">\(escaped(item.symbol))</span> <b>\(escaped(step.address))</b> \(code(step.type))"
        if let id = item.physicalID, id != step.logicalID { out += " <span class=\"faint\">\(escaped(id))</span>" }
        out += " <span class=\"why\">\(escaped(item.because))</span></summary>\n"
        if item.kind != .delete, let span = step.span {
            out += "<p class=\"faint\">\(code(ChangeLines.place(span)))</p>\n"
        }
        let entries = item.kind == .delete ? [] : DiffLines.entries(for: item)
        if !entries.isEmpty {
            out += "<pre class=\"diff\">"
            for entry in entries {
                let name =
                    switch entry.sign {
                    case .add: "add"
                    case .remove: "remove"
                    case .change: "change"
                    case .same: "same"
                    }
                out += "<span class=\"\(name)\">\(entry.sign.rawValue) \(escaped(entry.text))</span>\n"
            }
            out += "</pre>\n"
        }
        let calls = item.steps.flatMap { CallLines(indent: 0).lines(for: $0, heading: "to \($0.action.rawValue)") }
        if !calls.isEmpty {
            out += "<details class=\"calls\"><summary>API calls</summary>\n<pre>"
            for line in calls {
                out += String(repeating: " ", count: line.indent) + escaped(line.runs.map(\.text).joined()) + "\n"
            }
            out += "</pre></details>\n"
        }
        return out + "</details>\n"
    }

    private static func graph(_ plan: Plan, _ items: [PlanItem]) -> String {
        guard !plan.steps.isEmpty else { return "" }
        var targets: [String: Int] = [:]
        for (index, item) in items.enumerated() { for step in item.steps { targets[step.id] = index } }
        let drawing = GraphDrawing(plan)
        var out =
            "<section id=\"graph\" aria-labelledby=\"graph-title\">\n<h2 id=\"graph-title\">What waits for what</h2>\n"
        out +=
            "<p class=\"faint\">From left to right; a step stands right of all that it waits for. Click one to see it.</p>\n"
        out += "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Graph\">"
        out +=
            "<svg width=\"\(drawing.width)\" height=\"\(drawing.height)\" viewBox=\"0 0 \(drawing.width) \(drawing.height)\" "
        out += "role=\"img\" aria-label=\"Dependency graph\">\n<g>\n"
        for edge in drawing.edges {
            let middle = (edge.start.x + edge.end.x) / 2
            out +=
                "<path data-from=\"\(edge.from)\" data-to=\"\(edge.to)\" d=\"M\(edge.start.x) \(edge.start.y) C\(middle) \(edge.start.y) "
            out += "\(middle) \(edge.end.y) \(edge.end.x) \(edge.end.y)\"/>\n"
        }
        out += "</g>\n"
        for (index, node) in drawing.nodes.enumerated() {
            out +=
                "<a href=\"#r\(targets[node.step.id] ?? 0)\" data-node=\"\(index)\" class=\"\(node.step.action.rawValue)\">"
            out += "<title>\(escaped("\(node.step.action.rawValue) \(node.step.address) \(node.step.type)"))</title>"
            out +=
                "<rect x=\"\(node.x)\" y=\"\(node.y)\" width=\"\(GraphDrawing.boxWidth)\" height=\"\(GraphDrawing.boxHeight)\" rx=\"4\"/>"
            out +=
                "<text x=\"\(node.x + 8)\" y=\"\(node.y + 17)\">\(escaped(GraphDrawing.label(node.step)))</text></a>\n"
        }
        return out + "</svg></div>\n</section>\n"
    }

    private static func besides(_ plan: Plan) -> String {
        var out = ""
        let aside = AsideRow.all(of: plan)
        func list(_ title: String, _ rows: [String]) {
            guard !rows.isEmpty else { return }
            out += "<details><summary>\(title) (\(rows.count))</summary><ul>\n"
            out += rows.sorted().map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul></details>\n"
        }
        for group in AsideRow.Group.allCases {
            list(
                group.title,
                aside.filter { $0.group == group }.map { "\($0.address) \($0.type) \($0.what) \($0.why)" })
        }
        list(
            "Others' objects on yours, left alone",
            plan.foreign.map { "\($0.parent) \($0.type) \($0.shows.joined(separator: ", "))" })
        list(
            ForeignRow.Group.stack.title, ForeignRow.all(of: plan).filter { $0.group == .stack }.map(\.text))
        list(ScaledRow.title, plan.scaled.map { "\($0.address) \($0.type) \(ScaledRow.words($0))" })
        list("Kept", plan.kept.map { "\($0.address) \($0.type) \($0.physicalID): \($0.reason)" })
        list("Unchanged", plan.unchanged)
        let open = plan.outputs.filter { $0.value.hasDeferred && !$0.isSecret }
        list("Outputs that apply makes known", open.map { "\($0.stack)/\($0.name)" })
        if let coverage = Coverage.line(plan.reading) { out += "<p class=\"faint\">\(escaped(coverage))</p>\n" }
        return out.isEmpty ? "" : "<section aria-label=\"Besides\">\n\(out)</section>\n"
    }
}
