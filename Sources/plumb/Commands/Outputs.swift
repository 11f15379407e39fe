import ArgumentParser
import Diagnostics
import Engine
import Plans
import Reports
import Values

struct OutputsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outputs", abstract: "Print the outputs of stacks from live AWS.",
        discussion: """
            dotenv prints NAME=value with names such as AWS_ECS_CLUSTER for AwsEcsCluster; github prints what \
            $GITHUB_OUTPUT takes. Secret values are never printed.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, dotenv, github }

    @OptionGroup var stacks: StackOptions
    @OptionGroup var aws: AWSOptions
    @OptionGroup var colour: ColourOptions
    @Option(help: "How to answer.") var format = Format.text

    func run() async throws {
        let session = Session.live(aws)
        let terminal = Terminal.standard(noColour: colour.noColor, hiding: session.secrets)
        try await perform(session, terminal).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) async -> CommandStatus {
        let console = Console(terminal, files: session.files)
        let (made, planning) = await session.plan(stacks, .apply, RunOptions())
        var findings = planning
        let outputs = made?.outputs ?? []
        if format == .dotenv || format == .github {
            let shared = OutputsText.collisions(outputs)
            if !shared.isEmpty { findings.add(.sharedOutputName(shared)) }
        }
        let coming = Set((made?.steps ?? []).filter { $0.action == .create }.map(\.address))
        let unknown = outputs.filter(\.value.hasDeferred)
        // What is there and still not known was told when it was made, and is not told again.
        let told = unknown.filter { coming.isDisjoint(with: $0.value.awaited) }
        let open = unknown.filter { !coming.isDisjoint(with: $0.value.awaited) }
        for output in open { findings.add(.openOutput(output)) }
        for output in told { findings.add(.toldOutput(output)) }
        console.show(findings)
        guard made != nil, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        switch format {
        case .text: terminal.out.write(OutputsText.text(outputs, terminal.out.style))
        case .json: terminal.out.write(OutputsText.json(outputs))
        case .dotenv: terminal.out.write(OutputsText.dotenv(outputs))
        case .github: terminal.out.write(OutputsText.github(outputs))
        }
        return open.isEmpty ? .done : .failed
    }
}
