import ArgumentParser
import Reports

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print a JSON Schema of templates and stack files, for editors.")

    func run() async throws {
        try perform(Session.live(), Terminal.standard()).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) -> CommandStatus {
        terminal.out.write(EditorSchema.render(session.registry()))
        return .done
    }
}
