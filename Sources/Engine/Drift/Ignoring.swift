public import Diagnostics
public import Language
public import Plans

/// Takes out of a drift report what an ignore file names, and tells of entries that no longer count or fit nothing.
public struct Ignoring: Sendable {
    private let file: IgnoreFile
    /// `2027-01-31`, in UTC.
    private let today: String

    public init(_ file: IgnoreFile, today: String) {
        self.file = file
        self.today = today
    }

    public func applied(to plan: Plan) -> (Plan, Findings) {
        var used: Set<Int> = []
        var expired: [Int: Int] = [:]
        var plan = plan
        var gone: Set<String> = []

        /// The first entry that counts; those that have expired are counted where they would have.
        func rule(_ step: Step, _ fits: (IgnoreFile.Rule) -> Bool) -> IgnoreFile.Rule? {
            for (index, rule) in file.rules.enumerated()
            where rule.matches(address: step.address, type: step.type) && fits(rule) {
                guard isOver(rule) else {
                    used.insert(index)
                    return rule
                }
                expired[index, default: 0] += 1
            }
            return nil
        }

        for index in plan.steps.indices {
            let step = plan.steps[index]
            if let rule = rule(step, \.isWhole) {
                gone.insert(step.id)
                if !plan.aside.contains(where: { $0.address == step.address && $0.change == nil && $0.isIgnored }) {
                    plan.aside.append(SetAside(step, cause: Self.cause(rule)))
                }
                continue
            }
            // Of what is missing, or named by no template, there is no property to ignore.
            guard step.action == .update || step.action == .adopt || step.replacement != nil else { continue }
            plan.steps[index].changes.removeAll { change in
                guard !change.isOwnMark,
                    let rule = rule(step, { !$0.isWhole && $0.matches(path: change.path) })
                else { return false }
                plan.aside.append(SetAside(step, change, cause: Self.cause(rule)))
                return true
            }
            let had = !step.changes.isEmpty
            // What is not marked as ours stays so, whatever is ignored of it.
            if had, plan.steps[index].changes.isEmpty, step.action != .adopt { gone.insert(step.id) }
        }
        plan.removeSteps(gone)
        plan.aside.sort(by: SetAside.order)
        return (plan, findings(used: used, expired: expired, plan))
    }

    private func isOver(_ rule: IgnoreFile.Rule) -> Bool { rule.expires.map { $0 < today } ?? false }

    private static func cause(_ rule: IgnoreFile.Rule) -> SetAside.Cause {
        .ignored(reason: rule.reason, expires: rule.expires, rule: rule.span)
    }

    private func findings(used: Set<Int>, expired: [Int: Int], _ plan: Plan) -> Findings {
        var findings = Findings()
        for (index, rule) in file.rules.enumerated() where !used.contains(index) {
            if isOver(rule) {
                findings.add(EngineDiagnostics.ignoreExpired(rule, differences: expired[index] ?? 0))
            } else if concerns(rule, plan) {
                findings.add(EngineDiagnostics.ignoreUnused(rule))
            }
        }
        return findings
    }

    /// False for entries about stacks that the run did not look at, or might have looked at only in part.
    private func concerns(_ rule: IgnoreFile.Rule, _ plan: Plan) -> Bool {
        guard plan.limits == nil else { return false }
        guard let slash = rule.resource.text.firstIndex(of: "/") else { return true }
        let stack = Glob(String(rule.resource.text[..<slash]))
        return plan.stacks.contains { stack.matches($0.name) }
    }
}

extension Plan {
    /// Takes steps out, and lets no other wait for them. Of a replacement, of which only one half has changes to tell,
    /// both go.
    mutating func removeSteps(_ ids: Set<String>) {
        let replaced = Set(steps.filter { ids.contains($0.id) && $0.replacement != nil }.map(\.address))
        let gone = ids.union(
            steps.filter { $0.replacement != nil && replaced.contains($0.address) }.map(\.id))
        steps.removeAll { gone.contains($0.id) }
        for index in steps.indices { steps[index].needs.removeAll { gone.contains($0) } }
    }
}

extension SetAside {
    static func order(_ left: SetAside, _ right: SetAside) -> Bool {
        (left.address, left.change?.path ?? "", left.type) < (right.address, right.change?.path ?? "", right.type)
    }
}
