public import Plans
internal import Values

/// Sorts the differences of a plan by where they come from: what live AWS differs in from a base revision's templates
/// too has moved in AWS, the rest is the branch's.
public struct Origins: Sendable {
    private let base: [String: [Step]]

    /// - Parameter base: the plan of the base's templates against the same account, everything read; nil: the base has
    ///   none of the stacks, so that all is the branch's.
    public init(base: Plan?) {
        self.base = Dictionary(grouping: base?.steps ?? []) { $0.address }
    }

    public func sorted(_ plan: Plan) -> Plan {
        var plan = plan
        for index in plan.steps.indices { sort(&plan.steps[index]) }
        // A replacement is one thing in two halves.
        let halves = Dictionary(grouping: plan.steps.indices.filter { plan.steps[$0].replacement != nil }) {
            plan.steps[$0].address
        }
        for indices in halves.values {
            let main = indices.first { plan.steps[$0].action == .create } ?? indices[0]
            for index in indices { plan.steps[index].origin = plan.steps[main].origin }
        }
        return plan
    }

    private func sort(_ step: inout Step) {
        let others = base[step.address]?.filter { $0.type == step.type } ?? []
        guard step.action == .update || step.action == .adopt || step.replacement != nil, !step.changes.isEmpty else {
            // It is missing, or there, for both revisions alike.
            step.origin = others.contains { $0.action == step.action } ? .moved : .branch
            for index in step.changes.indices { step.changes[index].origin = step.origin }
            return
        }
        // The base would make it anew: nothing of it can be compared.
        let changes = others.flatMap(\.changes)
        for index in step.changes.indices {
            step.changes[index].origin = origin(of: step.changes[index], among: changes)
        }
        let origins = Set(step.changes.filter { !$0.isOwnMark }.compactMap(\.origin))
        step.origin = origins.count == 1 ? origins.first : origins.isEmpty ? .branch : .both
    }

    private func origin(of change: PropertyChange, among base: [PropertyChange]) -> Origin {
        let near = base.filter { $0.path.isAtOrBelow(change.path) || change.path.isAtOrBelow($0.path) }
        guard !near.isEmpty else { return .branch }
        return near.contains { $0.path == change.path && $0.after == change.after } ? .moved : .both
    }
}
