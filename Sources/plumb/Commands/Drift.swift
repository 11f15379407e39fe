import ArgumentParser
import Diagnostics
import Engine
import Plans
import Reports

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift", abstract: "Show where live AWS has moved away from the files.",
        discussion: "Exits with 2 when it has. Reads everything, also what no template mentions.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var stacks: StackOptions
    @OptionGroup var aws: AWSOptions
    @OptionGroup var target: TargetOptions
    @OptionGroup var colour: ColourOptions
    @Option(help: "How to answer.") var format = Format.text

    func run() async throws {
        let session = Session.live(aws)
        let terminal = Terminal.standard(noColour: colour.noColor, hiding: session.secrets)
        try await perform(session, terminal).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) async -> CommandStatus {
        let console = Console(terminal, files: session.files)
        let (made, findings) = await session.plan(
            stacks, .drift, RunOptions(targets: target.targets, excludes: target.excludes))
        console.show(findings)
        guard let plan = made, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        switch format {
        case .text: terminal.out.write(DriftText(terminal.out.style).render(plan))
        case .json: terminal.out.write(PlanJSON.render(plan))
        }
        return plan.showsDrift ? .changes : .done
    }
}
