import AWS
import ArgumentParser
import Diagnostics
import Engine
import Language
import Plans
import Reports

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift", abstract: "Show where live AWS has moved away from the files.",
        discussion: """
            Exits with 2 when it has, and only then. Reads everything, also what no template mentions. What --unmanaged \
            tells of is nobody's file's business and changes no exit code.
            """)

    @OptionGroup var stacks: StackOptions
    @OptionGroup var aws: AWSOptions
    @OptionGroup var target: TargetOptions
    @OptionGroup var comparing: ComparingOptions
    @OptionGroup var unmanaged: UnmanagedOptions
    @OptionGroup var colour: ColourOptions
    @OptionGroup var reports: ReportingOptions
    @Option(
        name: .customLong("ignore-file"),
        help: ArgumentHelp(
            "Differences that are no drift, each with its reason; they are told apart. `plumb schema --ignore-file` has the format.",
            valueName: "file"), completion: .file(extensions: ["yaml", "yml", "json"]))
    var ignoreFile: String?
    @Flag(
        name: .customLong("since-applied"),
        help: "Count only what has moved in AWS since the last apply, not what has changed in the files.")
    var sinceApplied = false
    @Flag(help: "Ask CloudTrail who last changed what has drifted (90 days; two questions a second).")
    var who = false

    func run() async throws {
        let session = Session.live(aws)
        let terminal = Terminal.standard(noColour: colour.noColor, hiding: session.secrets)
        try await perform(session, terminal).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) async -> CommandStatus {
        let console = Console(terminal, files: session.files)
        var ignored: IgnoreFile?
        if let ignoreFile {
            let (file, findings) = IgnoreFile.load(ignoreFile, from: session.files)
            console.show(findings)
            guard let file else { return CommandStatus(endedBy: findings) }
            ignored = file
        }
        var options = RunOptions(targets: target.targets, excludes: target.excludes)
        unmanaged.apply(to: &options, stacks.paths, session.files)
        let files = RecordingFiles(session.files)
        var session = session
        session.files = files
        let (made, planning) = await session.plan(stacks, .drift, options, comparing)
        var findings = planning
        var plan = made
        if let file = ignored, let whole = plan {
            let today = String(session.now().iso8601.prefix(10))
            let (rest, more) = Ignoring(file, today: today).applied(to: whole)
            plan = rest
            findings.add(contentsOf: more)
        }
        console.show(findings)
        guard var plan, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        let read = session.readFiles(files.digests.keys, of: stacks)
        if let taken = read.overwritten(by: reports.outputs) {
            console.show(Findings([.overwritesSource(taken.option, taken.path)]))
            return .usage
        }
        if sinceApplied { plan = SinceApplied.applied(to: plan) }
        if who {
            let (told, notes) = await session.who(plan)
            plan = told
            console.show(notes)
        }
        let lost = Reporting(terminal: terminal, secrets: session.secrets).write(plan, reports)
        console.show(lost)
        if lost.hasErrors { return .failed }
        return plan.showsDrift ? .changes : .done
    }
}
