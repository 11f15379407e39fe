internal import AWS
internal import Diagnostics
internal import Language

extension EngineDiagnostics {
    /// - Parameter differences: how many it would have taken out.
    static func ignoreExpired(_ rule: IgnoreFile.Rule, differences: Int) -> Diagnostic {
        let what =
            differences == 0
            ? "Nothing differs there now."
            : "What it named counts as drift again: \(differences) \(differences == 1 ? "difference" : "differences")."
        return Diagnostic(
            "ignore-expired", .warning, summary: "An entry of the ignore file has expired",
            message: "The entry for \(rule.subject) counted until \(rule.expires ?? ""). \(what)", span: rule.span,
            help: differences == 0
                ? "Remove the entry." : "Bring the files in line, or apply, or set another day and say why.")
    }

    static func ignoreUnused(_ rule: IgnoreFile.Rule) -> Diagnostic {
        Diagnostic(
            "ignore-unused", .warning, summary: "An entry of the ignore file fits no difference",
            message: "The entry for \(rule.subject) takes nothing out of this report.", span: rule.span,
            help: "Remove it, or correct it: it has to name the resource and the path as the report does, or what is "
                + "above that path.")
    }

    static func nobodyToAsk(_ failure: AWSFailure?) -> Diagnostic {
        Diagnostic(
            "who-unknown", .note, summary: "CloudTrail does not tell who changed what.",
            message: "CloudTrail cannot be asked who changed what has drifted"
                + (failure.map { ": \($0.code.rawValue)" } ?? "") + ".",
            help: "Allow cloudtrail:LookupEvents, or leave --who out.")
    }

    static func notAllAsked(_ most: Int) -> Diagnostic {
        Diagnostic(
            "who-unknown", .note, summary: "CloudTrail does not tell who changed what.",
            message: "CloudTrail was asked for the first \(most) resources only: it takes two questions a second.",
            help: "Narrow the report with --target, or ask for less with --ignore-file.")
    }
}

extension IgnoreFile.Rule {
    fileprivate var subject: String { isWhole ? "`\(resource.text)`" : "`\(property.text)` of `\(resource.text)`" }
}
