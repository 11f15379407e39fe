import Diagnostics
import Plans
import Values

extension Diagnostic {
    static func nobodyToAsk(_ purpose: Plan.Purpose) -> Diagnostic {
        Diagnostic(
            "approval-needed", summary: "There is no terminal on which to ask.",
            message: "\(purpose.rawValue) changes AWS, and there is no terminal on which to ask whether it should.",
            help: "Give --auto-approve to go on without being asked.")
    }

    static func adoptionNeeded(_ step: Step) -> Diagnostic {
        Diagnostic(
            "adoption-needed", summary: "A resource exists and is not marked as the stack's.",
            message:
                "\(step.type) \(step.physicalID ?? step.logicalID) exists already and is not marked as \(step.stack)'s.",
            span: step.span, help: "Give --adopt to take it over, or choose another name.", address: step.address)
    }

    static func unknownType(_ name: String, near: String?) -> Diagnostic {
        Diagnostic(
            "unknown-type", summary: "There is no such resource type.", message: "There is no resource type \(name).",
            help: near.map { "Did you mean \($0)?" } ?? "`plumb explain` without a type lists those that plumb manages."
        )
    }

    static func unknownProperty(_ path: String, of type: String, near: String?) -> Diagnostic {
        Diagnostic(
            "unknown-property", summary: "The type has no such property.", message: "\(type) has no property \(path).",
            help: near.map { "Did you mean \($0)?" } ?? "`plumb explain \(type)` lists its properties.")
    }

    static func sharedOutputName(_ names: [String]) -> Diagnostic {
        Diagnostic(
            "ambiguous-output", summary: "Two outputs would have the same name.",
            message: "More than one output would be called \(names.joined(separator: ", ")).",
            help: "Name one stack, or use --format json, which keeps stacks apart.")
    }

    static func decidedBySavedPlan(_ path: String, _ options: [String]) -> Diagnostic {
        Diagnostic(
            "saved-plan-option", summary: "A saved plan does not take this option",
            message:
                "`\(path)` is a plan that is made already: \(options.joined(separator: ", ")) can change nothing in it.",
            help: "Leave the option out, or make the plan again with it.")
    }

    static func savedPlanGiven(_ path: String) -> Diagnostic {
        Diagnostic(
            "saved-plan-given", summary: "A saved plan stands where stack files are wanted",
            message: "`\(path)` is a plan that `plan --out` has saved; only `apply` takes it, alone.",
            help: "Name the stack files that it was made from.")
    }

    static func overwritesSource(_ option: String, _ path: String) -> Diagnostic {
        Diagnostic(
            "overwrites-source", summary: "A file would be written over that the plan is made from",
            message: "\(option) `\(path)` is a file that was read for the plan.",
            help: "Name another file; nothing was written.")
    }

    /// As ssh does for keys.
    static func exposedFile(_ path: String) -> Diagnostic {
        Diagnostic(
            "secrets-exposed", .warning, summary: "Others may read a file with secrets.",
            message: "\(path) holds secret access keys, and others on this machine may read it.",
            help: "Take that away: chmod 600 \(path)")
    }

    static func unencrypted(_ url: String) -> Diagnostic {
        Diagnostic(
            "endpoint-unencrypted", .warning, summary: "An endpoint is called without TLS.",
            message: "\(url) is on another machine and is called without TLS: whoever is on the way reads and changes "
                + "what is sent, secrets of the templates too.",
            help: "Use an https:// endpoint.")
    }

    static func secretFile(
        _ path: String, _ reason: String, help: String = "Name another file, in a directory that only you may change."
    ) -> Diagnostic {
        Diagnostic(
            "secret-file", summary: "The file for secrets is refused", message: "`\(path)`: \(reason).", help: help)
    }

    static func openOutput(_ output: Plan.Output) -> Diagnostic {
        Diagnostic(
            "unknown-output", .warning, summary: "An output is not known before apply.",
            message: "\(output.name) of \(output.stack) is not known before apply has run.")
    }

    static func toldOutput(_ output: Plan.Output) -> Diagnostic {
        Diagnostic(
            "told-output", .warning, summary: "An output was told once.",
            message:
                "\(output.name) of \(output.stack) draws on \(output.value.awaited.joined(separator: ", ")), of which AWS tells "
                + "this only when it is made.",
            help: "Use what the run that made it handed over, or replace the resource.")
    }
}
