import ArgumentParser
import Checks
import Diagnostics
import Engine
import Language
import Plans
import Values

/// Which stacks a command works on.
struct StackOptions: ParsableArguments {
    @Argument(
        help: "Stack files, directories of them, or a template.",
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var paths: [String]

    @Option(name: .customLong("parameter"), help: ArgumentHelp("A parameter's value.", valueName: "key=value"))
    var parameters: [Assignment] = []

    @Option(
        name: .customLong("parameters-file"),
        help: ArgumentHelp(
            """
            A JSON or YAML file of parameters, as the AWS CLI and CodePipeline take it or as a mapping; may be \
            repeated. `-` is standard input. --parameter wins.
            """, valueName: "file"), completion: .file(extensions: ["json", "yaml", "yml"]))
    var parameterFiles: [String] = []

    @Option(name: .customLong("stack-name"), help: "The stack's name, for a template that is given directly.")
    var stackName: String?

    @Option(
        name: .customLong("check"),
        help: ArgumentHelp(
            "The level of a built-in check (warning or error), in place of its own and of the stack file's.",
            valueName: "id=level"))
    var checks: [Assignment] = []

    init() {}

    /// What a saved plan was made from, with the parameters that it does not hold.
    init(_ saved: SavedPlan, adding given: StackOptions) {
        paths = saved.paths
        stackName = saved.stackName
        parameterFiles = saved.parameterFiles
        let names = Set(given.parameters.map(\.name))
        parameters =
            saved.parameters.sorted { $0.key < $1.key }.filter { !names.contains($0.key) }
            .compactMap { Assignment(argument: "\($0.key)=\($0.value)") } + given.parameters
        checks = given.checks
    }

    var overrides: StackSet.Overrides {
        StackSet.Overrides(
            stackName: stackName,
            parameters: Dictionary(parameters.map { ($0.name, .string($0.value)) }, uniquingKeysWith: { $1 }),
            parameterFiles: parameterFiles,
            checks: Dictionary(
                checks.compactMap { check in CheckSettings.Level(rawValue: check.value).map { (check.name, $0) } },
                uniquingKeysWith: { $1 }))
    }

    func validate() throws {
        if paths.contains(StandardInput.path) {
            throw ValidationError("Stack files are not read from standard input; only --parameters-file takes `-`.")
        }
        if parameterFiles.count(where: { $0 == StandardInput.path }) > 1 {
            throw ValidationError("Standard input is read once: give --parameters-file - only once.")
        }
        if paths.isEmpty { throw ValidationError("Name at least one stack file, directory or template.") }
        for check in checks where !["warning", "error"].contains(check.value) || Rule.named(check.name) == nil {
            throw ValidationError(
                "--check takes the id of a check and `warning` or `error`, such as PLB101=warning. To switch one off, "
                    + "say so and why in the stack file. `plumb explain --checks` lists them.")
        }
    }
}

/// `name=value`.
struct Assignment: ExpressibleByArgument {
    var name: String
    var value: String

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else { return nil }
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }
}

/// Where AWS is, and as whom it is called.
struct AWSOptions: ParsableArguments {
    @Option(help: "The region, where a stack file names none.")
    var region: String?

    @Option(help: "The profile of ~/.aws/config and ~/.aws/credentials.")
    var profile: String?

    @Option(name: .customLong("endpoint-url"), help: "Where all services are called, in place of AWS's own addresses.")
    var endpointURL: String?

    @Flag(help: "Print every request and its answer to stderr, with signatures and secrets masked.")
    var debug = false
}

struct ColourOptions: ParsableArguments {
    @Flag(name: .customLong("no-color"), help: "No colours, even on a terminal.")
    var noColor = false
}

/// What narrows a plan.
struct TargetOptions: ParsableArguments {
    @Option(
        name: .customLong("target"),
        help: ArgumentHelp("Only this resource and what it needs; may be repeated.", valueName: "stack/LogicalId"))
    var targets: [String] = []

    @Option(
        name: .customLong("exclude"),
        help: ArgumentHelp("All but this resource and what needs it; may be repeated.", valueName: "stack/LogicalId"))
    var excludes: [String] = []
}

/// What is told beyond what stacks name.
struct UnmanagedOptions: ParsableArguments {
    @Flag(
        help: """
            Tell also what lives in the stacks' networks, clusters, load balancers and the like and no stack names, \
            and, where a directory is given, other stacks of plumb's in the account. Neither is drift.
            """)
    var unmanaged = false

    /// - Parameter paths: A directory stands for all stacks of an account, single files for a part of them.
    func apply(to options: inout RunOptions, _ paths: [String], _ files: any FileLoader) {
        options.tellsUnmanaged = unmanaged
        options.tellsOtherStacks = unmanaged && paths.contains { files.kind(of: $0) == .directory }
    }
}

/// Where secrets go that AWS tells once.
struct SecretOptions: ParsableArguments {
    @Option(
        name: .customLong("secret-file"),
        help: ArgumentHelp(
            "Keep here the secrets of new access keys that no resource takes. Keys whose secret it does not hold are made anew.",
            valueName: "file"),
        completion: .file())
    var path: String?

    func file() throws(Diagnostic) -> SecretFile? {
        guard let path else { return nil }
        return try SecretFile(path)
    }
}

/// How a plan is carried out.
struct RunningOptions: ParsableArguments {
    @Flag(name: .customLong("auto-approve"), help: "Do not ask.")
    var autoApprove = false

    @Flag(name: .customLong("delete-data"), help: "Delete what buckets and repositories hold, where they go.")
    var deleteData = false

    @Flag(name: .customLong("show-calls"), help: "Show each step's API calls.")
    var showCalls = false

    /// What a failed step means for the others.
    enum OnFailure: String, ExpressibleByArgument, CaseIterable { case `continue`, stop, rollback }

    @Option(
        name: .customLong("on-failure"),
        help: """
            When a step fails: go on with what does not wait for it, begin nothing new, or take back what the run has \
            done.
            """)
    var onFailure = OnFailure.continue

    @Option(help: "Steps that run at one time, at most.")
    var parallelism = 16

    @Option(
        help: ArgumentHelp(
            "Append each API call to this file, as one line of JSON before and one after it.", valueName: "file"),
        completion: .file())
    var journal: String?

    @Option(
        name: .customLong("lock-timeout"),
        help: ArgumentHelp("For how long to wait for a lock that another run holds.", valueName: "seconds"))
    var lockTimeout = 0

    func validate() throws {
        guard (1...256).contains(parallelism) else {
            throw ValidationError("--parallelism takes a number from 1 to 256.")
        }
        guard (0...86_400).contains(lockTimeout) else {
            throw ValidationError("--lock-timeout takes a number of seconds from 0 to 86400.")
        }
    }
}
