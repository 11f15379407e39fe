import ArgumentParser
import Engine
import Plans

struct DestroyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destroy", abstract: "Remove what the stacks have made, after asking.",
        discussion: "Buckets and repositories that hold data are refused unless --delete-data is given.")

    @OptionGroup var stacks: StackOptions
    @OptionGroup var aws: AWSOptions
    @OptionGroup var target: TargetOptions
    @OptionGroup var running: RunningOptions
    @OptionGroup var colour: ColourOptions

    func run() async throws {
        let session = Session.live(aws)
        var terminal = Terminal.standard(noColour: colour.noColor, hiding: session.secrets)
        // What is told of requests would get between the lines that are taken back.
        if aws.debug { terminal.err.redraws = false }
        try await perform(session, terminal).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) async -> CommandStatus {
        await Carrying(session: session, terminal: terminal, running: running, adopts: false)
            .perform(
                stacks, .destroy,
                RunOptions(deleteData: running.deleteData, targets: target.targets, excludes: target.excludes))
    }
}
