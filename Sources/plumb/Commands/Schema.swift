import ArgumentParser
import Reports

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print a JSON Schema: of templates and stack files, of plans, or of ignore files.")

    enum Subject: String, EnumerableFlag {
        case template, types, plan, ignoreFile

        static func name(for subject: Subject) -> NameSpecification { .long }

        static func help(for subject: Subject) -> ArgumentHelp? {
            switch subject {
            case .template: "Templates and stack files, for editors."
            case .types: "What plumb manages of each resource type: properties at every depth, as JSON."
            case .plan: "What `plan --format json` and `drift --format json` print."
            case .ignoreFile: "What `drift --ignore-file` takes."
            }
        }
    }

    @Flag var subject = Subject.template

    func run() async throws {
        try perform(Session.live(), Terminal.standard()).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) -> CommandStatus {
        let registry = session.registry()
        switch subject {
        case .template: terminal.out.write(EditorSchema.render(registry))
        case .types: terminal.out.write(TypeCatalogue.render(registry))
        case .plan: terminal.out.write(PlanSchema.text)
        case .ignoreFile: terminal.out.write(IgnoreSchema.text)
        }
        return .done
    }
}
