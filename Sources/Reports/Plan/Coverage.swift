internal import Plans

/// How much of what there is has been compared, in words.
enum Coverage {
    /// `84 properties compared with AWS`, `2 that AWS never returns`, …
    static func parts(_ reading: Plan.Reading, calls: Bool) -> [String] {
        let number = count(reading.compared, "property", "properties")
        var parts = [
            number + " compared with AWS" + (calls ? " in " + count(reading.calls, "call", "calls") : "")
        ]
        if reading.unreadable > 0 { parts.append("\(reading.unreadable) that AWS never returns") }
        if reading.unsupported > 0 { parts.append("\(reading.unsupported) that plumb does not support") }
        if reading.left > 0 {
            parts.append("\(reading.left) unmentioned and left unread, nothing having changed since the last apply")
        }
        return parts
    }

    /// Of all; nil when nothing was read.
    static func line(_ reading: Plan.Reading) -> String? {
        guard reading != Plan.Reading() else { return nil }
        return "Coverage: " + parts(reading, calls: true).joined(separator: "; ") + "."
    }

    /// Of each stack, where there are several: what differs and what was compared.
    static func stacks(_ plan: Plan, _ items: [PlanItem]) -> [String] {
        guard plan.stacks.count > 1 else { return [] }
        return plan.stacks.map { stack in
            let differing = items.count { $0.step.stack == stack.name }
            let all = resources(plan, items) { $0.hasPrefix(stack.name + "/") }
            let aside = plan.aside.count { $0.stack == stack.name }
            var parts = [
                "\(differing) of \(count(all, "resource", "resources")) \(differing == 1 ? "differs" : "differ")"
            ]
            if aside > 0 { parts.append("\(count(aside, "difference", "differences")) set aside") }
            parts += self.parts(stack.reading, calls: false)
            return "stack \(Printable.text(stack.name)) (\(Printable.text(stack.region))): "
                + parts.joined(separator: "; ")
        }
    }

    /// How many resources were looked at: those that differ, that do not, and that are set aside.
    static func resources(_ plan: Plan, _ items: [PlanItem], _ belongs: (String) -> Bool = { _ in true }) -> Int {
        let told = items.map(\.step.address) + plan.unchanged
        let aside = Set(plan.aside.map(\.address)).subtracting(told)
        return (told + aside).count(where: belongs)
    }

    /// Where the differences come from; nil when no other revision was asked.
    static func origins(_ plan: Plan) -> String? {
        guard let base = plan.base else { return nil }
        let origins = PlanItem.all(of: plan).flatMap { item in
            item.changes.isEmpty ? [item.step.origin] : item.changes.map { $0.origin ?? item.step.origin }
        }
        let parts = Origin.allCases.map { origin in
            "\(origins.count { $0 == origin }) \(origin.rawValue.replacing("this branch changes it", with: "by this branch").replacing("AWS moved", with: "because AWS moved"))"
        }
        return "Against \(Printable.text(base)): " + parts.joined(separator: "; ") + "."
    }

    private static func count(_ number: Int, _ noun: String, _ plural: String) -> String {
        "\(number) \(number == 1 ? noun : plural)"
    }
}

extension Plan {
    /// The columns that tables of drift reports have behind the counts: compared, not readable, not supported, set
    /// aside.
    func coverage(of stack: StackSummary) -> [Int] {
        [
            stack.reading.compared, stack.reading.unreadable, stack.reading.unsupported,
            aside.count { $0.stack == stack.name },
        ]
    }
}
