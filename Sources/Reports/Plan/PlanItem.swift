internal import Plans

/// One resource's place in a report: a step, or both halves of a replacement.
struct PlanItem {
    enum Kind: Int, Comparable {
        case replace, delete, update, create, adopt, forget
        static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    var kind: Kind
    /// The step that tells the most: of a replacement the one that creates.
    var step: Step
    /// All steps, in the order in which they run.
    var steps: [Step]

    /// The plan's items as they are shown: what ends first, then changes, then what is new.
    static func all(of plan: Plan) -> [PlanItem] {
        var items: [PlanItem] = []
        var halves: [String: Int] = [:]
        for step in plan.steps {
            guard step.replacement != nil, step.action == .create || step.action == .delete else {
                items.append(PlanItem(kind: kind(of: step.action), step: step, steps: [step]))
                continue
            }
            if let index = halves[step.address] {
                items[index].kind = .replace
                items[index].steps.append(step)
                if step.action == .create { items[index].step = step }
            } else {
                halves[step.address] = items.count
                items.append(PlanItem(kind: kind(of: step.action), step: step, steps: [step]))
            }
        }
        let order = items.enumerated().sorted { left, right in
            let a = left.element, b = right.element
            let ranks = (a.kind.section, b.kind.section)
            if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
            if a.step.address != b.step.address { return a.step.address < b.step.address }
            return left.offset < right.offset
        }
        return order.map(\.element)
    }

    private static func kind(of action: Action) -> Kind {
        switch action {
        case .create: .create
        case .update: .update
        case .delete: .delete
        case .adopt: .adopt
        case .forget: .forget
        }
    }

    var replacement: Replacement? { kind == .replace ? step.replacement : nil }

    /// What the resource is called now; of a replacement the old one's name.
    var physicalID: String? {
        steps.first { $0.action == .delete }?.physicalID ?? step.physicalID
    }

    /// By path, without those of plumb's own marks, unless nothing else changes.
    var changes: [PropertyChange] {
        let changes = step.changes.isEmpty ? steps.first { !$0.changes.isEmpty }?.changes ?? [] : step.changes
        let others = changes.filter { !$0.isOwnMark }
        return (others.isEmpty ? changes : others).sorted { $0.path < $1.path }
    }

    var reasons: [Reason] {
        var reasons: [Reason] = []
        for step in [step] + steps {
            for reason in step.reasons where !reasons.contains(reason) { reasons.append(reason) }
        }
        return reasons
    }

    var symbol: String {
        switch kind {
        case .replace: replacement == .createFirst ? "+/-" : "-/+"
        case .delete: "-"
        case .update: "~"
        case .create: "+"
        case .adopt: "adopt"
        case .forget: "forget"
        }
    }

    var role: Role {
        switch kind {
        case .replace: .replace
        case .delete: .destroy
        case .update: .change
        case .create: .add
        case .adopt, .forget: .note
        }
    }

    /// Why, in one phrase.
    var because: String {
        let origin = besides
        guard kind == .replace else {
            return (reasons.map { Printable.text($0.words) } + origin).joined(separator: "; ")
        }
        var causes: [String] = [], others: [String] = []
        for reason in reasons {
            switch reason {
            case .cannotChange, .follows: causes.append(Printable.text(reason.words))
            default: others.append(Printable.text(reason.words))
            }
        }
        let order = replacement.map { ", \($0.rawValue)" } ?? ""
        let replaced = "replaced" + order + (causes.isEmpty ? "" : ", because " + causes.joined(separator: "; "))
        return (others + [replaced] + origin).joined(separator: "; ")
    }

    /// Where it comes from, and who last changed it, as far as that was asked.
    var besides: [String] {
        (step.origin.map { [$0.rawValue] } ?? []) + (step.changer.map { [Printable.text($0.words)] } ?? [])
    }

    /// Where one change comes from, when that is not where the whole comes from.
    func origin(of change: PropertyChange) -> String? {
        change.origin == step.origin ? nil : change.origin?.rawValue
    }
}

extension PlanItem.Kind {
    /// Replaced and destroyed resources share the first section.
    var section: Int {
        switch self {
        case .replace, .delete: 0
        case .update: 1
        case .create: 2
        case .adopt: 3
        case .forget: 4
        }
    }

    var title: String {
        switch self {
        case .replace, .delete: "Replaced and destroyed"
        case .update: "Updated in place"
        case .create: "Created"
        case .adopt: "Adopted: in AWS already, not marked as yours; apply needs --adopt"
        case .forget: "Forgotten: left in AWS, without plumb's marks"
        }
    }
}
