import ArgumentParser

@main
struct Plumb: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "plumb",
        abstract: "Makes AWS true to CloudFormation templates, and says where it is not. There is no state file.",
        version: Plumb.version,
        subcommands: [
            ValidateCommand.self, PlanCommand.self, ApplyCommand.self, DriftCommand.self, DestroyCommand.self,
            OutputsCommand.self, GraphCommand.self, ExplainCommand.self, SchemaCommand.self, PermissionsCommand.self,
            LockCommand.self,
        ])
}
