public import Plans

/// Leaves in a drift report what has moved in AWS since the last apply, and sets aside what the files ask for anew.
///
/// The digest tag tells of each resource whether the files have changed since it was last applied. Where they have, it
/// cannot tell whether AWS has too; the templates of the revision that was applied can (`Origins`).
public enum SinceApplied {
    public static func applied(to plan: Plan) -> Plan {
        var plan = plan
        var gone: Set<String> = []
        let causes = Dictionary(plan.steps.map { ($0.address, cause(of: $0, plan)) }) { first, other in
            // Both halves of a replacement have to agree.
            first == nil || other == nil ? nil : first
        }
        for index in plan.steps.indices {
            let step = plan.steps[index]
            if let cause = causes[step.address] ?? nil {
                gone.insert(step.id)
                if !plan.aside.contains(where: { $0.address == step.address && $0.change == nil && $0.cause == cause })
                {
                    plan.aside.append(SetAside(step, cause: cause))
                }
                continue
            }
            guard step.origin != nil, step.action == .update || step.replacement != nil else { continue }
            plan.steps[index].changes.removeAll { change in
                guard change.origin == .branch else { return false }
                // plumb's own marks are told by nobody.
                guard !change.isOwnMark else { return true }
                plan.aside.append(SetAside(step, change, cause: .edited))
                return true
            }
        }
        plan.removeSteps(gone)
        plan.aside.sort(by: SetAside.order)
        plan.isSinceApplied = true
        return plan
    }

    /// Why a step as a whole tells nothing that has happened in AWS; nil when it does, or may.
    private static func cause(of step: Step, _ plan: Plan) -> SetAside.Cause? {
        if let origin = step.origin { return origin == .branch ? .edited : nil }
        let reasons = step.reasons
        if reasons.contains(.edited) { return .unclear }
        if reasons.contains(where: \.isOfTheFiles) { return .edited }
        return nil
    }
}

extension Reason {
    /// True for what only a change of the files brings about.
    fileprivate var isOfTheFiles: Bool {
        switch self {
        case .new, .leftTemplate, .unwanted, .unmarked, .retained: true
        default: false
        }
    }
}
