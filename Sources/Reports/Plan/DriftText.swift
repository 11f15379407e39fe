internal import Diagnostics
public import Plans
internal import Values

/// What has moved away from the files in live AWS.
public struct DriftText: Sendable {
    public var style: TextStyle

    public init(_ style: TextStyle = .plain) { self.style = style }

    public func render(_ plan: Plan) -> String {
        let plan = plan.masked
        let items = PlanItem.all(of: plan)
        var page = Page()
        addHead(plan, items, to: &page)
        let sections: [(String, (PlanItem) -> Bool)] = [
            ("Differ", { ($0.kind == .update || $0.kind == .replace) }),
            ("Missing in AWS", { $0.kind == .create }),
            ("In AWS, named by no template", { $0.kind == .delete || $0.kind == .forget }),
            ("Not marked as yours", { $0.kind == .adopt }),
        ]
        for (title, belongs) in sections {
            let inside = items.filter(belongs)
            guard !inside.isEmpty else { continue }
            page.gap()
            page.add(0, Run(title, .strong))
            for item in inside { add(item, to: &page) }
        }
        SecurityLines.add(SecurityChange.all(of: plan), to: &page)
        if !plan.foreign.isEmpty {
            page.gap()
            page.add(0, Run("Others' objects on yours, which are no drift", .strong))
            page.add(contentsOf: ForeignLines.lines(for: plan.foreign))
        }
        let others = ForeignLines.lines(for: plan.otherStacks)
        if !others.isEmpty {
            page.gap()
            page.add(contentsOf: others)
        }
        ScaledRow.add(plan, to: &page)
        let aside = AsideRow.lines(plan)
        if !aside.isEmpty {
            page.gap()
            page.add(contentsOf: aside)
        }
        page.gap()
        for text in Coverage.stacks(plan, items) { page.add(0, hanging: 2, Run(text, .faint)) }
        for text in [Coverage.origins(plan), Coverage.line(plan.reading)].compactMap(\.self) {
            page.add(0, hanging: 2, Run(text, .faint))
        }
        return page.text(style)
    }

    /// The first line: whether there is drift, how much, and what does not count.
    static func headline(of plan: Plan) -> String {
        let items = PlanItem.all(of: plan)
        let all = count(Coverage.resources(plan, items), "resource")
        let since = plan.isSinceApplied ? " since the last apply" : ""
        let aside = plan.aside.isEmpty ? nil : count(plan.aside.count, "difference") + " set aside"
        let foreign = plan.foreign.isEmpty ? nil : "others have put \(count(plan.foreign.count, "object")) onto yours"
        guard !items.isEmpty else {
            let calm = plan.aside.isEmpty ? "Live AWS is as the files want it" : "Nothing else differs"
            let rest = [aside, foreign].compactMap(\.self).map { "; \($0)" }.joined()
            return "No drift\(since). \(calm): \(all)\(rest)."
        }
        return "Drift\(since): \(items.count) of \(all) \(items.count == 1 ? "differs" : "differ")"
            + (aside.map { ", \($0)" } ?? "") + (foreign.map { ", and \($0)" } ?? "") + "."
    }

    private func addHead(_ plan: Plan, _ items: [PlanItem], to page: inout Page) {
        page.add(0, Run(Self.headline(of: plan), .strong))
        if items.contains(where: { ($0.kind == .update || $0.kind == .replace) && !$0.changes.isEmpty }) {
            page.add(0, Run("- is in AWS, + is wanted, ~ is in AWS → is wanted", .faint))
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private func add(_ item: PlanItem, to page: inout Page) {
        let step = item.step
        var runs = [Run(Printable.text(step.address), .strong), Run("  " + Printable.text(step.type))]
        if let id = item.physicalID { runs.append(Run("  " + Printable.text(id), .faint)) }
        if let span = step.span {
            runs += [Run("  "), Run("# " + ChangeLines.place(span), .faint, keepsTogether: true)]
        }
        page.add(Line(2, hanging: 6, runs))
        page.add(4, Run(reasons(of: item), .faint))
        guard item.kind == .update || item.kind == .replace || item.kind == .adopt else { return }
        let lines = ChangeLines(style: style, indent: 4, tellsSides: true, origin: step.origin)
        page.add(contentsOf: lines.lines(for: item.changes))
    }

    private func reasons(of item: PlanItem) -> String {
        let words = item.reasons.map { reason in
            if case .new = reason { return "in the template, not in AWS yet" }
            return Printable.text(reason.words)
        }
        return (words + item.besides).joined(separator: "; ")
    }
}

extension Plan {
    /// True when live AWS is not as the files want it. Others' objects are reported and are no drift of ours: what may
    /// only hold what the template names says so in a step.
    public var showsDrift: Bool { !steps.isEmpty }
}
