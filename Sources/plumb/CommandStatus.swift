import ArgumentParser
import Checks
import Diagnostics

/// What a command answers its caller. ArgumentParser itself answers usage errors with 64.
enum CommandStatus: Int32 {
    /// Done, or nothing to do.
    case done = 0
    case failed = 1
    /// There are changes (`plan --detailed-exitcode`) or drift (`drift`).
    case changes = 2
    /// Not done on purpose: a stale plan, something protected, locked, or another's.
    case refused = 3
    case usage = 64

    /// The codes of findings by which plumb declines what it could do.
    static let refusals: Set<Diagnostic.Code> = [
        "stale-plan", "plan-file", "secret-file", "protected", "locked", "lock-lost", "foreign-owner", "name-taken",
        "adoption-needed",
        "adoption-blocked",
        "holds-data",
        "wrong-account",
    ]

    /// The codes of findings by which a command line cannot be meant.
    static let misuses: Set<Diagnostic.Code> = ["saved-plan-option", "saved-plan-given", "overwrites-source"]

    /// For findings that end a command: refused when every error among them is a refusal.
    init(endedBy findings: Findings) {
        let errors = findings.all.filter { $0.severity == .error }
        let areRefusals = errors.allSatisfy {
            CommandStatus.refusals.contains($0.code) || Rule.named($0.code.rawValue) != nil
        }
        if errors.contains(where: { CommandStatus.misuses.contains($0.code) }) {
            self = .usage
            return
        }
        self = !errors.isEmpty && areRefusals ? .refused : .failed
    }

    /// Ends the process with this status unless it is `done`.
    func leave() throws {
        if self != .done { throw ExitCode(rawValue) }
    }
}
