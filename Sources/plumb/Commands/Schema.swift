import ArgumentParser
import Reports

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print a JSON Schema of templates or of stack files, for editors.")

    enum Subject: String, ExpressibleByArgument, CaseIterable { case template, stackFile = "stack-file" }

    @Option(name: .customLong("of"), help: "What is described.") var subject = Subject.template

    func run() async throws {
        try perform(Session.live(), Terminal.standard()).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) -> CommandStatus {
        switch subject {
        case .template: terminal.out.write(EditorSchema.render(session.registry()))
        case .stackFile: terminal.out.write(StackFileSchema.render(session.registry()))
        }
        return .done
    }
}
