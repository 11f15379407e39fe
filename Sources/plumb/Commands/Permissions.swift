import ArgumentParser
import Declarations
import Diagnostics
import Engine
import Language
import Plans
import Values

struct PermissionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "permissions",
        abstract: "Print the IAM permissions that the stacks need, without AWS.",
        discussion: """
            With --for it is the least policy for one command and exactly these stacks: the actions of the calls that it \
            makes, on the ARNs of the stacks' resources as far as AWS lets them be narrowed. `--for apply` makes the stacks \
            as they stand in an account that has none of it; what later versions change, replace and delete is not in it.

            Without --for it is all that plan, apply, drift and destroy can call for the stacks' types, also what today's \
            plan would not. Resources are then not narrowed down: put your own ARNs and conditions in.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var stacks: StackOptions
    @OptionGroup var colour: ColourOptions
    @Option(help: "How to answer; json is an IAM policy document.") var format = Format.text
    @Flag(name: .customLong("read-only"), help: "Only what plan and drift need.") var readOnly = false
    @Option(name: .customLong("for"), help: "Only what this command needs for these stacks.")
    var purpose: StackPermissions.Purpose?
    @Option(help: "The region of stacks whose file names none.") var region: String?
    @Option(help: "The account of stacks whose file names none; without one, ARNs say `*`.") var account: String?
    @Flag(name: .customLong("delete-data"), help: "With `--for destroy --delete-data`: what that needs too.")
    var deleteData = false
    @Flag(help: "With `--for plan` or `--for drift`: what their option --unmanaged needs too.")
    var unmanaged = false

    func validate() throws {
        if purpose != nil, readOnly { throw ValidationError("--for and --read-only exclude each other.") }
        if unmanaged, purpose != .plan, purpose != .drift {
            throw ValidationError("--unmanaged is for --for plan and --for drift.")
        }
        if deleteData, purpose != .destroy { throw ValidationError("--delete-data is for --for destroy.") }
    }

    func run() async throws {
        let session = Session.live()
        let terminal = Terminal.standard(noColour: colour.noColor, hiding: session.secrets)
        try await perform(session, terminal).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) async -> CommandStatus {
        guard let purpose else { return performForTypes(session, terminal) }
        let console = Console(terminal, files: session.files)
        let (set, checking) = session.checked(stacks)
        guard let set, !checking.hasErrors else {
            console.show(checking)
            return CommandStatus(endedBy: checking)
        }
        let known = account ?? set.stacks.compactMap(\.file.account).first
        let empty = EmptyAccount(account: known ?? StackPermissions.placeholder, registry: session.registry())
        let bench = Workbench(
            stacks: set, registry: session.registry(), caller: empty,
            options: RunOptions(region: region ?? session.region(), readsEverything: true), files: session.files)
        let (plan, findings) = await bench.plan(.apply)
        console.show(Findings(findings.all.filter { $0.severity == .error }))
        guard let plan else { return CommandStatus(endedBy: findings) }
        let needed = StackPermissions(
            purpose, plan: plan, asked: empty.calls, registry: session.registry(), account: known ?? "*",
            locks: set.stacks.filter(\.isSelected).compactMap { $0.file.lock?.description }, deletesData: deleteData,
            tellsUnmanaged: unmanaged)
        switch format {
        case .text: terminal.out.write(needed.policy.actions.map { $0 + "\n" }.joined())
        case .json: terminal.out.write(needed.policy.document.prettyJSON + "\n")
        }
        return .done
    }

    private func performForTypes(_ session: Session, _ terminal: Terminal) -> CommandStatus {
        let (loaded, findings) = session.load(stacks)
        Console(terminal, files: session.files).show(findings)
        guard let set = loaded, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        let registry = session.registry()
        let named = Set(set.stacks.flatMap { $0.template.all.flatMap { $0.resources.map(\.type) } })
        let parts = named.flatMap(registry.parts).map(\.type)
        let types = named.union(parts).sorted().compactMap(registry.type)
        let needed = PermissionSet(
            types, registry: registry, locks: set.stacks.contains { $0.isSelected && $0.file.lock != nil },
            asksAboutParameters: set.stacks.contains { $0.template.all.contains(where: \.asksAboutParameters) })
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

extension StackPermissions.Purpose: ExpressibleByArgument {}
