internal import Diagnostics
internal import Plans
internal import Values

/// A difference that does not count as drift, in words: for every format.
struct AsideRow {
    enum Group: CaseIterable {
        case ignored, edited, unclear

        var title: String {
            switch self {
            case .ignored: "Ignored"
            case .edited: "Changed in the files, not in AWS"
            case .unclear: "Changed in the files since the last apply, so that nothing tells whether AWS has moved too"
            }
        }

        /// In names of rules.
        var word: String {
            switch self {
            case .ignored: "ignored"
            case .edited: "edited"
            case .unclear: "unclear"
            }
        }
    }

    var group: Group
    var address: String
    var type: String
    /// What differs.
    var what: String
    /// Why that is no drift; empty where the group says it.
    var why: String
    /// The entry of the ignore file.
    var rule: Span?

    /// By group, then address. The plan must be masked.
    static func all(of plan: Plan) -> [AsideRow] {
        let rows = plan.aside.map(AsideRow.init)
        return Group.allCases.flatMap { group in rows.filter { $0.group == group } }
    }

    private init(_ aside: SetAside) {
        address = Printable.text(aside.address)
        type = Printable.text(aside.type)
        what = aside.change.map(Self.words) ?? Self.words(aside.action)
        switch aside.cause {
        case .ignored(let reason, let expires, let rule):
            group = .ignored
            why = Printable.text(reason) + (expires.map { ", until \(Printable.text($0))" } ?? "")
            self.rule = rule
        case .edited: (group, why) = (.edited, "")
        case .unclear: (group, why) = (.unclear, "")
        }
    }

    private static func words(_ change: PropertyChange) -> String {
        let path = Printable.text(change.path)
        if change.isSecret { return "\(path): \(ValueText.secret)" }
        let before = change.before.map { ValueText.inline($0) + " in AWS" } ?? "not set in AWS"
        return "\(path): \(before), " + (change.after.map { ValueText.inline($0) + " wanted" } ?? "not wanted")
    }

    private static func words(_ action: Action) -> String {
        switch action {
        case .create: "missing in AWS"
        case .delete, .forget: "named by no template"
        case .adopt: "not marked as yours"
        case .update: "differs"
        }
    }

    /// One line, for formats without structure.
    var text: String { "\(address) (\(type)): \(what)" + (why.isEmpty ? "" : " – \(why)") }

    static func lines(_ plan: Plan) -> [Line] {
        let rows = all(of: plan)
        var lines: [Line] = []
        for group in Group.allCases {
            let inside = rows.filter { $0.group == group }
            guard !inside.isEmpty else { continue }
            if !lines.isEmpty { lines.append(Line(0, [])) }
            lines.append(Line(0, [Run("\(group.title): \(inside.count)", .strong)]))
            for row in inside {
                lines.append(Line(2, hanging: 6, [Run(row.address, .strong), Run("  \(row.type)  \(row.what)")]))
                guard !row.why.isEmpty else { continue }
                var runs = [Run(row.why, .faint)]
                if let rule = row.rule {
                    runs += [Run("  "), Run("# " + ChangeLines.place(rule), .faint, keepsTogether: true)]
                }
                lines.append(Line(4, hanging: 6, runs))
            }
        }
        return lines
    }
}
