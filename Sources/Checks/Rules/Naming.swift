internal import Diagnostics
internal import Values

extension Rule {
    static let naming: [Rule] = [
        Rule(
            "PLB701", .warning, "A name is not as the stack file's naming rules want it.",
            remedy: "Give it a name that matches, or change `naming` in the stack file."
        ) { subject in
            guard let naming = subject.naming, naming.matches == false else { return [] }
            guard let name = naming.name else { return [Hit("", "it has no name; wanted is `\(naming.pattern)`")] }
            return [Hit(naming.path, "'\(name)' does not match `\(naming.pattern)`")]
        }
    ]
}
