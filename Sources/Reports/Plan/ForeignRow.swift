internal import Plans

/// What is not ours and is told all the same, as a line: for formats without room for sections.
struct ForeignRow {
    enum Group: CaseIterable {
        case object, stack

        var title: String {
            switch self {
            case .object: "Others' objects on yours"
            case .stack: "Stacks in the account that no stack file names"
            }
        }

        /// In names of rules.
        var word: String {
            switch self {
            case .object: "foreign"
            case .stack: "other-stack"
            }
        }
    }

    var group: Group
    /// Our object, or the name of the stack.
    var address: String
    /// What it is, without the address.
    var what: String

    /// Objects before stacks, each sorted.
    static func all(of plan: Plan) -> [ForeignRow] {
        let objects = plan.foreign.map { object in
            ForeignRow(
                group: .object, address: Printable.text(object.parent),
                what: Printable.text("\(object.type) \(object.shows.joined(separator: ", "))"))
        }
        let stacks = (plan.otherStacks ?? []).map { stack in
            ForeignRow(group: .stack, address: Printable.text(stack.name), what: words(stack))
        }
        return [objects, stacks].flatMap { rows in rows.sorted { ($0.address, $0.what) < ($1.address, $1.what) } }
    }

    static func words(_ stack: Plan.OtherStack) -> String {
        let count = "\(stack.resources) resource\(stack.resources == 1 ? "" : "s")"
        return Printable.text((stack.regions.isEmpty ? "" : stack.regions.joined(separator: ", ") + ": ") + count)
    }

    /// One line.
    var text: String { "\(address): \(what)" }
}
