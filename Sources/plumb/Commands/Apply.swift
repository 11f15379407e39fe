import ArgumentParser
import Diagnostics
import Engine
import Plans

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Plan, ask, and make AWS as the files want it.",
        discussion: """
            In place of stack files it takes one file that `plan --out` wrote, and makes exactly the calls in it. What \
            decides what is planned (--target, --parameter and the like) is then refused; secret parameters are given again.

            On a terminal it asks; without one it needs --auto-approve. The first Ctrl-C lets running steps finish, the \
            second cancels them; running apply again continues.
            """)

    @OptionGroup var stacks: StackOptions
    @OptionGroup var aws: AWSOptions
    @OptionGroup var target: TargetOptions
    @OptionGroup var running: RunningOptions
    @OptionGroup var secrets: SecretOptions
    @OptionGroup var colour: ColourOptions
    @Flag(help: "Take over resources that exist under a wanted name and are not marked as another stack's.")
    var adopt = false

    func run() async throws {
        let session = Session.live(aws)
        var terminal = Terminal.standard(noColour: colour.noColor, hiding: session.secrets)
        // What is told of requests would get between the lines that are taken back.
        if aws.debug { terminal.err.redraws = false }
        try await perform(session, terminal).leave()
    }

    /// The options given that only make a plan: a saved one is made already.
    private var decidedBySavedPlan: [String] {
        let given: [(String, Bool)] = [
            ("--target", !target.targets.isEmpty), ("--exclude", !target.excludes.isEmpty),
            ("--stack-name", stacks.stackName != nil), ("--parameters-file", !stacks.parameterFiles.isEmpty),
            ("--check", !stacks.checks.isEmpty), ("--delete-data", running.deleteData),
        ]
        return given.filter(\.1).map(\.0)
    }

    func perform(_ session: Session, _ terminal: Terminal) async -> CommandStatus {
        let kept: SecretFile?
        do throws(Diagnostic) {
            kept = try secrets.file()
        } catch {
            Console(terminal, files: session.files).show(Findings([error]))
            return CommandStatus(endedBy: Findings([error]))
        }
        let carrying = Carrying(session: session, terminal: terminal, running: running, adopts: adopt, secrets: kept)
        if let path = SavedPlans(session).path(stacks) {
            let decided = decidedBySavedPlan
            guard decided.isEmpty else {
                Console(terminal, files: session.files).show(Findings([.decidedBySavedPlan(path, decided)]))
                return .usage
            }
            return await carrying.perform(savedIn: path, stacks)
        }
        return
            await carrying.perform(
                stacks, .apply,
                // What drift finds, apply repairs: it looks as closely.
                RunOptions(
                    deleteData: running.deleteData, targets: target.targets, excludes: target.excludes,
                    readsEverything: true, heldSecrets: kept?.ids))
    }
}
