import ArgumentParser
import Diagnostics
import Language
import Reports

struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check syntax, schemas and references, without AWS.",
        discussion: """
            The built-in checks are told too (`plumb explain --checks`). Exits with 3 when nothing but checks speak against \
            applying the stacks.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var stacks: StackOptions
    @OptionGroup var colour: ColourOptions
    @Option(help: "How to answer.") var format = Format.text

    func run() async throws {
        let session = Session.live()
        let terminal = Terminal.standard(noColour: colour.noColor, hiding: session.secrets)
        try perform(session, terminal).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) -> CommandStatus {
        let (set, findings) = session.checked(stacks, guarding: true)
        switch format {
        case .json: terminal.out.write(DiagnosticJSON.render(findings))
        case .text:
            Console(terminal, files: session.files).show(findings)
            if !findings.hasErrors, let set {
                for stack in set.stacks where stack.isSelected {
                    let count = stack.template.resourceCount
                    terminal.out.write(
                        ValidText.line(stack: stack.name, path: stack.file.path, resources: count) + "\n")
                }
            }
        }
        return findings.hasErrors ? CommandStatus(endedBy: findings) : .done
    }
}
