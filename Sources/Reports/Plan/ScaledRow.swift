internal import Plans

/// Numbers that a plan leaves to auto scaling.
enum ScaledRow {
    static let title = "Left to auto scaling"

    /// The section; nothing where there are none.
    static func add(_ plan: Plan, to page: inout Page) {
        guard !plan.scaled.isEmpty else { return }
        page.gap()
        page.add(0, Run(title, .strong))
        for number in plan.scaled {
            page.add(
                2, hanging: 6, Run(Printable.text(number.address), .strong), Run("  " + Printable.text(number.type)),
                Run("  " + words(number)))
        }
    }

    /// `DesiredCount is 5, between 1 and 10 (the template: 2)`.
    static func words(_ number: ScaledNumber) -> String {
        let bounds =
            switch (number.min, number.max) {
            case (let min?, let max?): ", between \(min) and \(max)"
            case (let min?, nil): ", at least \(min)"
            case (nil, let max?): ", at most \(max)"
            case (nil, nil): ""
            }
        return "\(number.path) is \(number.live)\(bounds) (the template: \(number.template))"
    }
}
