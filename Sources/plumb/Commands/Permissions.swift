import ArgumentParser
import Declarations
import Diagnostics
import Language
import Values

struct PermissionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "permissions",
        abstract: "Print the IAM actions that the stacks' resource types need, without AWS.",
        discussion: """
            All that plan, apply, drift and destroy can call for these types, also what today's plan would not. Resources \
            are not narrowed down: put your own ARNs and conditions in.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var stacks: StackOptions
    @OptionGroup var colour: ColourOptions
    @Option(help: "How to answer; json is an IAM policy document.") var format = Format.text
    @Flag(name: .customLong("read-only"), help: "Only what plan and drift need.") var readOnly = false

    func run() async throws {
        let session = Session.live()
        let terminal = Terminal.standard(noColour: colour.noColor, hiding: session.secrets)
        try perform(session, terminal).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) -> CommandStatus {
        let (loaded, findings) = session.load(stacks)
        Console(terminal, files: session.files).show(findings)
        guard let set = loaded, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        let registry = session.registry()
        let named = Set(set.stacks.flatMap { $0.template.all.flatMap { $0.resources.map(\.type) } })
        let parts = named.compactMap(registry.type).flatMap(\.parts).map(\.type)
        let types = named.union(parts).sorted().compactMap(registry.type)
        let needed = PermissionSet(
            types, registry: registry, locks: set.stacks.contains { $0.isSelected && $0.file.lock != nil })
        let reading = needed.reading.sorted()
        let changing = readOnly ? [] : needed.changing.subtracting(needed.reading).sorted()
        switch format {
        case .text: terminal.out.write((reading + changing).sorted().map { $0 + "\n" }.joined())
        case .json:
            var statements: [Value] = [statement("PlumbReads", reading)]
            if !changing.isEmpty { statements.append(statement("PlumbChanges", changing)) }
            let policy: Value = ["Version": "2012-10-17", "Statement": .array(statements)]
            terminal.out.write(policy.prettyJSON + "\n")
        }
        return .done
    }

    private func statement(_ name: String, _ actions: [String]) -> Value {
        ["Sid": .string(name), "Effect": "Allow", "Action": .array(actions.map { .string($0) }), "Resource": "*"]
    }
}
