import ArgumentParser
import Checks
import Declarations
import Diagnostics
import Language
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
            let names = registry.types.map(\.name) + ExpandedType.all.map(\.name)
            terminal.out.write(names.sorted().map { $0 + "\n" }.joined())
            return .done
        }
        let name = String(subject.prefix { $0 != "." })
        let path = String(subject.dropFirst(name.count + 1))
        if let type = ExpandedType.all.first(where: { $0.name == name }) {
            return explain(type, path, terminal, console)
        }
        guard let schema = registry.schema(name) else {
            let near = Nearest.of(name, among: registry.types.map(\.name) + ExpandedType.all.map(\.name))
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

    private func explain(
        _ type: ExpandedType, _ path: String, _ terminal: Terminal, _ console: Console
    ) -> CommandStatus {
        let explain = ExplainText(terminal.out.style)
        func members(_ members: [NestedStack.Member]) -> [ExplainText.Member] {
            members.map { .init($0.name, $0.kind, $0.words) }
        }
        let properties = members(type.properties)
        if path.isEmpty {
            terminal.out.write(
                explain.render(
                    expanded: type.name, type.words, properties: properties, answers: members(type.answers)))
            return .done
        }
        guard let member = properties.first(where: { $0.name == path.prefix { $0 != "." } }) else {
            let near = Nearest.of(path, among: properties.map(\.name))
            console.show(Findings([.unknownProperty(path, of: type.name, near: near)]))
            return .failed
        }
        terminal.out.write(explain.render(member, of: type.name))
        return .done
    }
}

/// A type that only templates know: nothing in AWS stands behind it.
struct ExpandedType {
    let name: String
    let words: [String]
    let properties: [NestedStack.Member]
    let answers: [NestedStack.Member]

    private static let waits = "CloudFormation waits for signals here, and none can reach plumb: nothing is waited for"

    static let all = [
        ExpandedType(
            name: NestedStack.type,
            words: [
                "a template inside a template, expanded in place; nothing in AWS stands behind it",
                "what is in it is called stack/Parent/Child",
            ], properties: NestedStack.members, answers: NestedStack.answers),
        ExpandedType(
            name: WaitCondition.type, words: [waits, "what depends on it comes after what it depends on"],
            properties: WaitCondition.members, answers: WaitCondition.answers),
        ExpandedType(
            name: WaitCondition.handle, words: [waits], properties: [], answers: WaitCondition.handleAnswers),
    ]
}
