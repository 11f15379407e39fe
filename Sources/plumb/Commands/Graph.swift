import ArgumentParser
import Diagnostics
import Engine
import Language
import Plans
import Reports

struct GraphCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph", abstract: "Print what stands on what, for Mermaid or Graphviz.",
        discussion: "The resources of the templates, without AWS; with --plan the steps of the plan.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case mermaid, dot }

    @OptionGroup var stacks: StackOptions
    @OptionGroup var aws: AWSOptions
    @OptionGroup var colour: ColourOptions
    @Option(help: "How to answer.") var format = Format.mermaid
    @Flag(help: "The steps that apply would take, and what each waits for. Reads AWS.") var plan = false

    func run() async throws {
        let session = Session.live(aws)
        let terminal = Terminal.standard(noColour: colour.noColor, hiding: session.secrets)
        try await perform(session, terminal).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) async -> CommandStatus {
        let (graph, findings) = plan ? await planned(session) : resources(session)
        Console(terminal, files: session.files).show(findings)
        guard let graph, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        terminal.out.write(format == .dot ? graph.dot : graph.mermaid)
        return .done
    }

    private func planned(_ session: Session) async -> (Graph?, Findings) {
        let (made, findings) = await session.plan(stacks, .apply, RunOptions())
        return (made.map(Graph.init), findings)
    }

    private func resources(_ session: Session) -> (Graph?, Findings) {
        var (set, findings) = session.load(stacks)
        guard let set, !findings.hasErrors else { return (nil, findings) }
        var graph = Graph(nodes: [], edges: [])
        var exports: [String: String] = [:]
        var imports: [(from: String, name: String)] = []
        for stack in set.stacks {
            guard let bound = session.bound(stack, &findings) else { continue }
            for resource in bound.resources {
                let address = "\(stack.name)/\(resource.logicalID)"
                graph.nodes.append(
                    Graph.Node(id: address, label: [resource.logicalID, resource.type], group: stack.name))
                graph.edges += resource.dependencies.sorted().map {
                    Graph.Edge(from: address, to: "\(stack.name)/\($0)")
                }
                imports += resource.imports.sorted().map { (address, $0) }
            }
            for output in bound.exporting {
                guard let name = output.exportName, let source = output.dependencies.sorted().first else { continue }
                exports[name] = "\(stack.name)/\(source)"
            }
        }
        for (address, name) in imports {
            if let source = exports[name] { graph.edges.append(Graph.Edge(from: address, to: source)) }
        }
        return (graph, findings)
    }
}
