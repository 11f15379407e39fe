internal import Diagnostics
public import Plans
internal import Values

/// The plan for the terminal, with Terraform's symbols: what ends first, then changes, then what is new.
///
/// Secrets are masked, and nothing that names or values hold reaches the terminal as a command.
public struct PlanText: Sendable {
    public var style: TextStyle
    /// Adds each step's API calls in order.
    public var showsCalls: Bool

    public init(_ style: TextStyle = .plain, showsCalls: Bool = false) {
        self.style = style
        self.showsCalls = showsCalls
    }

    public func render(_ plan: Plan) -> String {
        let plan = plan.masked
        let items = PlanItem.all(of: plan)
        var page = Page()
        if !items.isEmpty { addHead(plan, items, to: &page) }
        addLimits(plan, to: &page)
        let (shared, rest) = SharedChange.extract(from: items)
        for section in 0...4 {
            let inside = rest.filter { $0.kind.section == section }
            let groups = section == PlanItem.Kind.update.section ? shared : []
            guard let title = inside.first?.kind.title ?? (groups.isEmpty ? nil : PlanItem.Kind.update.title) else {
                continue
            }
            page.gap()
            page.add(0, Run(title, .strong))
            for group in groups { add(group, to: &page) }
            for item in inside { add(item, to: &page) }
            if showsCalls { addSharedCalls(groups, shownIn: inside, to: &page) }
        }
        SecurityLines.add(SecurityChange.all(of: plan), to: &page)
        CheckLines.add(plan, to: &page)
        addForeign(plan, to: &page)
        addKept(plan.kept, to: &page)
        addOutputs(plan, to: &page)
        page.gap()
        for text in [Coverage.origins(plan), Coverage.line(plan.reading)].compactMap(\.self) {
            page.add(0, hanging: 2, Run(text, .faint))
        }
        page.add(0, Run(Self.summary(of: plan), .strong))
        return page.text(style)
    }

    /// The last line: `Plan: 2 to add, 1 to change, 0 to destroy.`, or that there is nothing to do.
    public static func summary(of plan: Plan) -> String {
        guard !plan.isEmpty else { return calm(plan) }
        let counts = plan.counts
        return "Plan: \(counts.add) to add, \(counts.change) to change, \(counts.destroy) to destroy."
    }

    /// Of what was left aside nothing is said.
    private static func calm(_ plan: Plan) -> String {
        let ends = plan.purpose == .destroy
        guard let limits = plan.limits else {
            return ends
                ? "No changes. No objects need to be destroyed."
                : "No changes. Your infrastructure matches the configuration."
        }
        if !ends, plan.unchanged.isEmpty {
            return limits.targets.isEmpty
                ? "No changes. --exclude leaves nothing to compare."
                : "No changes. --target and --exclude leave nothing to compare."
        }
        return ends
            ? "No changes. Nothing of what was selected needs to be destroyed."
            : "No changes to what was selected, which matches the configuration. The rest was not compared."
    }

    // MARK: - Parts

    private func addHead(_ plan: Plan, _ items: [PlanItem], to page: inout Page) {
        page.add(0, Run(Self.headline(of: plan, items), .strong))
        for stack in plan.stacks {
            page.add(0, Run(Printable.text("stack \(stack.name) (\(stack.path)), \(stack.region)"), .faint))
        }
        if !plan.account.isEmpty {
            page.add(0, Run("account \(Printable.text(plan.account)), as \(Printable.text(plan.caller))", .faint))
        }
    }

    /// How many resources have what before them: `1 to replace, 3 to update, 72 unchanged`.
    static func headline(of plan: Plan, _ items: [PlanItem]) -> String {
        let words: [(PlanItem.Kind, String)] = [
            (.replace, "to replace"), (.delete, "to destroy"), (.update, "to update"), (.create, "to create"),
            (.adopt, "to adopt"), (.forget, "to forget"),
        ]
        var counts: [String] = []
        for (kind, word) in words {
            let count = items.count { $0.kind == kind }
            if count > 0 { counts.append("\(count) \(word)") }
        }
        if !plan.unchanged.isEmpty { counts.append("\(plan.unchanged.count) unchanged") }
        return counts.joined(separator: ", ")
    }

    /// What `--target` and `--exclude` include and leave out.
    private func addLimits(_ plan: Plan, to page: inout Page) {
        guard let limits = plan.limits else { return }
        let ends = plan.purpose == .destroy
        let parts = [
            ("only", limits.targets), (ends ? "and what needs that:" : "and what that needs:", limits.included),
            ("without", limits.excluded), (ends ? "and what that needs:" : "and what needs that:", limits.leftOut),
        ]
        for (word, addresses) in parts where !addresses.isEmpty {
            page.add(
                0, hanging: 2, Run("\(word) " + addresses.map(Printable.text).joined(separator: ", "), .faint))
        }
    }

    private func add(_ item: PlanItem, to page: inout Page) {
        page.add(header(of: item))
        page.add(6, Run(item.because, .faint))
        var changes = item.changes
        if item.kind == .delete { changes = [] }
        let lines = ChangeLines(style: style, indent: 6, tellsPlaces: item.kind != .create, origin: item.step.origin)
        page.add(contentsOf: lines.lines(for: changes))
        if showsCalls { addCalls(of: item, to: &page) }
    }

    private func header(of item: PlanItem) -> Line {
        let step = item.step
        var runs = [Run(item.symbol, item.role), Run(" "), Run(Printable.text(step.address), .strong)]
        runs.append(Run("  " + Printable.text(step.type)))
        if let id = item.physicalID, id != step.logicalID { runs.append(Run("  " + Printable.text(id), .faint)) }
        if item.kind != .delete, let span = step.span {
            runs += [Run("  "), Run("# " + ChangeLines.place(span), .faint, keepsTogether: true)]
        }
        return Line(2, hanging: 8, runs)
    }

    private func addCalls(of item: PlanItem, to page: inout Page) {
        let lines = CallLines(indent: 6)
        for step in item.steps {
            let heading = item.steps.count > 1 ? "calls to \(step.action.rawValue)" : nil
            page.add(contentsOf: lines.lines(for: step, heading: heading))
        }
    }

    private func add(_ group: SharedChange, to page: inout Page) {
        var lines = ChangeLines(style: style, indent: 2).lines(for: group.change)
        let count = group.items.count
        if !lines.isEmpty { lines[0].runs.insert(Run(" on \(count) resources", .strong), at: 2) }
        // `~ Tags.Team on 14 resources: "a" → "b"` reads better than the colon before `on`.
        if !lines.isEmpty, lines[0].runs[1].text.hasSuffix(":") {
            lines[0].runs[1].text.removeLast()
            lines[0].runs[2].text += ":"
        }
        page.add(contentsOf: lines)
        let reasons = Set(group.items.map(\.because))
        if reasons.count == 1, let reason = reasons.first { page.add(6, Run(reason, .faint)) }
        for item in group.items {
            var runs = [Run(Printable.text(item.step.address)), Run("  " + Printable.text(item.step.type))]
            if let id = item.physicalID { runs.append(Run("  " + Printable.text(id), .faint)) }
            if reasons.count > 1 { runs.append(Run("  (" + item.because + ")", .faint)) }
            page.add(Line(6, hanging: 10, runs))
        }
    }

    /// The calls of resources of which nothing but shared changes is to be told.
    private func addSharedCalls(_ groups: [SharedChange], shownIn rest: [PlanItem], to page: inout Page) {
        var seen = Set(rest.map(\.step.id))
        for item in groups.flatMap(\.items).sorted(by: { $0.step.address < $1.step.address })
        where seen.insert(item.step.id).inserted {
            page.add(header(of: item))
            addCalls(of: item, to: &page)
        }
    }

    private func addForeign(_ plan: Plan, to page: inout Page) {
        if !plan.foreign.isEmpty {
            page.gap()
            page.add(0, Run("Others' objects on yours, left alone", .strong))
            page.add(contentsOf: ForeignLines.lines(for: plan.foreign))
        }
        let others = ForeignLines.lines(for: plan.otherStacks)
        guard !others.isEmpty else { return }
        page.gap()
        page.add(contentsOf: others)
    }

    private func addKept(_ kept: [Kept], to page: inout Page) {
        guard !kept.isEmpty else { return }
        page.gap()
        page.add(0, Run("Kept", .strong))
        for item in kept.sorted(by: { ($0.address, $0.physicalID) < ($1.address, $1.physicalID) }) {
            page.add(
                2, hanging: 6, Run(Printable.text(item.address), .strong), Run("  " + Printable.text(item.type)),
                Run("  " + Printable.text(item.physicalID), .faint), Run("  " + Printable.text(item.reason)))
        }
    }

    /// Outputs that only apply makes known.
    private func addOutputs(_ plan: Plan, to page: inout Page) {
        let open = plan.outputs.filter { $0.value.hasDeferred && !$0.isSecret }
        guard !open.isEmpty, plan.purpose == .apply else { return }
        page.gap()
        page.add(0, Run("Outputs that apply makes known", .strong))
        for output in open {
            let name = Printable.text("\(output.stack)/\(output.name)")
            page.add(2, Run(name + ": "), Run(ValueText.inline(output.value), .faint))
        }
    }
}
