public import Checks
internal import Diagnostics
internal import Values

/// The list of the built-in checks, as `plumb explain --checks` prints it.
public enum ChecksText {
    public static func render(_ rules: [Rule] = Rule.all, _ style: TextStyle = .plain) -> String {
        var page = Page()
        for rule in rules {
            page.gap()
            page.add(0, hanging: 4, Run("\(rule.id) \(rule.severity.rawValue)", .strong), Run("  " + rule.says))
            page.add(4, Run(subject(rule), .faint))
            page.add(4, Run(rule.remedy))
        }
        return page.text(style)
    }

    /// The same for documentation: a table in Markdown.
    public static func markdown(_ rules: [Rule] = Rule.all) -> String {
        var out = "| id | level | finds | remedy |\n|---|---|---|---|\n"
        for rule in rules { out += "| `\(rule.id)` | \(rule.severity.rawValue) | \(rule.says) | \(rule.remedy) |\n" }
        return out
    }

    /// The same for programs.
    public static func json(_ rules: [Rule] = Rule.all) -> String {
        let list: [Value] = rules.map { rule in
            [
                "id": .string(rule.id), "severity": .string(rule.severity.rawValue), "says": .string(rule.says),
                "remedy": .string(rule.remedy), "types": .array(types(rule).map { .string($0) }),
            ]
        }
        return Value.array(list).prettyJSON + "\n"
    }

    private static func types(_ rule: Rule) -> [String] {
        switch rule.basis {
        case .template(let types, _): types
        case .deletion(let forecast): forecast.types
        case .refusedChange: []
        }
    }

    private static func subject(_ rule: Rule) -> String {
        let types = types(rule)
        let names = types.isEmpty ? "every type that `naming` in the stack file names" : types.joined(separator: ", ")
        return switch rule.basis {
        case .template: names
        case .deletion: "when the plan deletes " + names
        case .refusedChange: "when a property changes whose `plumb explain` says that a change is refused"
        }
    }
}
