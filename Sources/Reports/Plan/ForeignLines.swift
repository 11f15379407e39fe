internal import Plans

/// Other people's objects on ours.
enum ForeignLines {
    static func lines(for foreign: [ForeignObject]) -> [Line] {
        let sorted = foreign.sorted {
            ($0.parent, $0.type, $0.shows.joined(separator: ",")) < (
                $1.parent, $1.type, $1.shows.joined(separator: ",")
            )
        }
        return sorted.map { object in
            Line(
                2, hanging: 6,
                [
                    Run(Printable.text(object.parent), .strong), Run("  " + Printable.text(object.type)),
                    Run("  " + object.shows.map(Printable.text).joined(separator: ", ")),
                ])
        }
    }

    /// The section of other stacks; none where there are none.
    static func lines(for stacks: [Plan.OtherStack]?) -> [Line] {
        guard let stacks, !stacks.isEmpty else { return [] }
        return [Line(0, [Run(ForeignRow.Group.stack.title, .strong)])]
            + stacks.sorted { $0.name < $1.name }.map { stack in
                Line(2, hanging: 6, [Run(Printable.text(stack.name), .strong), Run("  " + ForeignRow.words(stack))])
            }
    }
}
