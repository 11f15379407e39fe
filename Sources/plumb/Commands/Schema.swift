import ArgumentParser
import Reports

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print a JSON Schema of templates and stack files, for editors.")

    @Flag(help: "Print what plumb manages of each resource type instead: properties at every depth, as JSON.")
    var types = false

    func run() async throws {
        try perform(Session.live(), Terminal.standard()).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) -> CommandStatus {
        let registry = session.registry()
        terminal.out.write(types ? TypeCatalogue.render(registry) : EditorSchema.render(registry))
        return .done
    }
}
