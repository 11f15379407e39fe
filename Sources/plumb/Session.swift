import AWS
import Declarations
import Diagnostics
import Engine
import Language
import Plans
import Resources

/// All that a command needs of the rooms behind it, as values: commands can be tried without AWS.
struct Session: Sendable {
    var registry: @Sendable () -> Registry
    var files: any FileLoader
    /// Reads AWS, never changes it.
    var plan: @Sendable (StackSet, Plan.Purpose, RunOptions) async -> (Plan?, Findings)
    /// Carries a plan out.
    var run: @Sendable (Plan, Int, StopSignal, @escaping @Sendable (Progress) -> Void) async -> (Outcome?, Findings)

    func load(_ options: StackOptions) -> (StackSet?, Findings) {
        StackSet.load(options.paths, overrides: options.overrides, from: files)
    }

    /// The real one.
    static func live(_ options: AWSOptions) -> Session {
        let access = Access(options)
        return Session(
            registry: { Registry.standard }, files: DiskFiles(),
            plan: { stacks, purpose, runOptions in
                let (clients, findings) = await access.clients()
                guard let clients else { return (nil, findings) }
                var runOptions = runOptions
                runOptions.region = options.region
                let bench = Workbench(stacks: stacks, registry: .standard, clients: clients, options: runOptions)
                return await bench.plan(purpose)
            },
            run: { plan, parallelism, stop, progress in
                let (clients, findings) = await access.clients()
                guard let clients else { return (nil, findings) }
                let executor = Executor(plan: plan, registry: .standard, clients: clients, parallelism: parallelism)
                return (await executor.run(stop: stop, progress: progress), Findings())
            })
    }
}

/// Access to AWS, made when it is first needed and shared by planning and running.
private actor Access {
    private let options: AWSOptions
    private var made: Clients?

    init(_ options: AWSOptions) { self.options = options }

    func clients() async -> (Clients?, Findings) {
        if let made { return (made, Findings()) }
        let (clients, findings) = await Clients.make(
            region: options.region, profile: options.profile, endpointURL: options.endpointURL)
        made = clients
        return (clients, findings)
    }
}
