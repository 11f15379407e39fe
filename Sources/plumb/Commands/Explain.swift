import ArgumentParser
import Checks
import Declarations
import Diagnostics
import Reports
import Resources

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show what plumb knows of a resource type or one of its properties.",
        discussion: "Without an argument it lists the types. Example: plumb explain AWS::Logs::LogGroup.RetentionInDays"
    )

    @ArgumentParser.Argument(
        help: ArgumentHelp("A type, or a type and a property path.", valueName: "type[.property]"),
        completion: .custom { TypeCompletion(words: $0, index: $1, prefix: $2).candidates(Registry.standard) })
    var subject: String?
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown, json }

    @Flag(help: "List the built-in checks.") var checks = false
    @Option(help: "How to answer --checks.") var format = Format.text
    @OptionGroup var colour: ColourOptions

    func validate() throws {
        if checks, subject != nil { throw ValidationError("--checks lists all checks and takes no type.") }
        if !checks, format != .text { throw ValidationError("--format is for --checks.") }
    }

    func run() async throws {
        let session = Session.live()
        let terminal = Terminal.standard(noColour: colour.noColor, hiding: session.secrets)
        try perform(session, terminal).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) -> CommandStatus {
        let console = Console(terminal, files: session.files)
        let registry = session.registry()
        if checks {
            switch format {
            case .text: terminal.out.write(ChecksText.render(Rule.all, terminal.out.style))
            case .markdown: terminal.out.write(ChecksText.markdown())
            case .json: terminal.out.write(ChecksText.json())
            }
            return .done
        }
        guard let subject else {
            terminal.out.write(registry.types.map { $0.name + "\n" }.joined())
            return .done
        }
        let name = String(subject.prefix { $0 != "." })
        let path = String(subject.dropFirst(name.count + 1))
        guard let schema = registry.schema(name) else {
            let near = Nearest.of(name, among: registry.types.map(\.name))
            console.show(Findings([.unknownType(name, near: near)]))
            return .failed
        }
        let explain = ExplainText(terminal.out.style)
        guard !path.isEmpty else {
            terminal.out.write(explain.render(registry.type(name), schema))
            return .done
        }
        guard let text = explain.render(property: path, registry.type(name), schema) else {
            let near = Nearest.of(path, among: Array(schema.properties.keys))
            console.show(Findings([.unknownProperty(path, of: name, near: near)]))
            return .failed
        }
        terminal.out.write(text)
        return .done
    }
}
