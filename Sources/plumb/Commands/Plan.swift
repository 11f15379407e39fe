import ArgumentParser
import Diagnostics
import Engine
import Language
import Plans
import Reports

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what would change, and why. Changes nothing.",
        discussion: """
            Exits with 0, with 2 when there are changes and --detailed-exitcode is given, and with 3 when a built-in check \
            keeps the changes from being applied (`plumb explain --checks`).
            """)

    @OptionGroup var stacks: StackOptions
    @OptionGroup var aws: AWSOptions
    @OptionGroup var target: TargetOptions
    @OptionGroup var secrets: SecretOptions
    @OptionGroup var comparing: ComparingOptions
    @OptionGroup var unmanaged: UnmanagedOptions
    @OptionGroup var colour: ColourOptions
    @OptionGroup var reports: ReportingOptions
    @Option(help: "Also save the plan in this file, for `apply FILE`; nobody else may read it.", completion: .file())
    var out: String?
    @Option(
        name: .customLong("expires-in"),
        help: ArgumentHelp("For how long a saved plan may be carried out.", valueName: "hours"))
    var expiresIn = 24
    @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 2 when there are changes.")
    var detailedExitCode = false
    @Flag(name: .customLong("show-calls"), help: "Show each step's API calls.") var showCalls = false
    @Flag(help: "Ask IAM whether the caller may make the plan's calls; exits with 1 when one would be denied.")
    var preflight = false
    @Flag(help: "Plan the end of the stacks.") var destroy = false
    @Flag(name: .customLong("delete-data"), help: "Plan as if what buckets and repositories hold may be deleted.")
    var deleteData = false

    func run() async throws {
        let session = Session.live(aws)
        let terminal = Terminal.standard(noColour: colour.noColor, hiding: session.secrets)
        try await perform(session, terminal).leave()
    }

    func validate() throws {
        guard (1...8760).contains(expiresIn) else {
            throw ValidationError("--expires-in takes a number of hours from 1 to 8760.")
        }
    }

    func perform(_ session: Session, _ terminal: Terminal) async -> CommandStatus {
        let console = Console(terminal, files: session.files)
        // What is saved to be applied is read as closely as apply does.
        var options: RunOptions
        do throws(Diagnostic) {
            options = RunOptions(
                deleteData: deleteData, targets: target.targets, excludes: target.excludes,
                readsEverything: out != nil, heldSecrets: try secrets.file()?.ids)
        } catch {
            console.show(Findings([error]))
            return CommandStatus(endedBy: Findings([error]))
        }
        unmanaged.apply(to: &options, stacks.paths, session.files)
        let files = RecordingFiles(session.files)
        var session = session
        session.files = files
        let (made, findings) = await session.plan(stacks, destroy ? .destroy : .apply, options, comparing)
        console.show(findings)
        guard let plan = made, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        if let refusal = overwriting(files.digests.keys, session) {
            console.show(Findings([refusal]))
            return CommandStatus(endedBy: Findings([refusal]))
        }
        if let out {
            // What this command writes is not what it was made from, even where an earlier one of it was read.
            let reported = reports.formats.compactMap(\.file)
            let sources = files.digests.filter { source in
                !reported.contains { WholeFile.isSame(source.key, $0) }
            }
            let failure = SavedPlans(session).save(
                plan, to: out, stacks, options, sources: sources, hours: expiresIn)
            if let failure {
                console.show(Findings([failure]))
                return .failed
            }
            terminal.err.write("The plan is saved in \(out).\n")
        }
        let lost = Reporting(terminal: terminal, secrets: session.secrets).write(plan, reports, showsCalls: showCalls)
        console.show(lost)
        if lost.hasErrors { return .failed }
        if preflight, !plan.isEmpty {
            let needed = StackPermissions(of: plan, registry: session.registry())
            let denied = await Preflight(ask: session.ask).findings(plan, needing: needed.policy)
            console.show(denied)
            if denied.hasErrors { return .failed }
        }
        if !plan.isEmpty, !plan.refusals.isEmpty { return .refused }
        return detailedExitCode && !plan.isEmpty ? .changes : .done
    }

    /// Why its files must not be written: one of them is a file that the plan is made from. An earlier plan may go.
    private func overwriting(_ read: some Sequence<String>, _ session: Session) -> Diagnostic? {
        let files = session.readFiles(read, of: stacks)
        let saved = out.map { [(option: "--out", path: $0)] } ?? []
        let outputs = saved.filter { !SavedPlans.isPlan($0.path, session.files) } + reports.outputs
        return files.overwritten(by: outputs).map { .overwritesSource($0.option, $0.path) }
    }
}

extension Session {
    func readFiles(_ paths: some Sequence<String>, of stacks: StackOptions) -> ReadFiles {
        ReadFiles(paths, searched: stacks.paths.filter { files.kind(of: $0) == .directory }, load(stacks).0)
    }

    /// Loads the stacks, checks them and plans them. What can be told without AWS is told without calling it.
    func plan(
        _ stacks: StackOptions, _ purpose: Plan.Purpose, _ options: RunOptions
    ) async -> (Plan?, Findings) {
        let (set, checking) = checked(stacks)
        guard let set, !checking.hasErrors else { return (nil, checking) }
        var findings = checking
        let (plan, planning) = await plan(set, purpose, options, files)
        findings.add(contentsOf: planning)
        return (plan, findings)
    }
}
