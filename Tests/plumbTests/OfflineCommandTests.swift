import ArgumentParser
import Testing
import Values

@testable import plumb

/// Commands that need no AWS.
@Suite struct OfflineCommandTests {
    static let broken = """
        Resources:
          Log:
            Type: AWS::Logs::LogGroup
            Properties: {RetentionDays: 90}
        """

    @Test func validate() throws {
        let bench = Bench(nil, template: Bench.template + "    Properties: {RetentionInDays: 30}\n")
        let command = try ValidateCommand.parse([Bench.path])
        #expect(command.perform(bench.session, bench.terminal()) == .done)
        #expect(bench.out == "net (stack.yaml) is valid: 1 resource\n")
        #expect(bench.err.isEmpty)
    }

    @Test func validateWhatIsWrong() throws {
        let bench = Bench(nil, template: Self.broken)
        let command = try ValidateCommand.parse([Bench.path])
        #expect(command.perform(bench.session, bench.terminal()) == .failed)
        #expect(bench.out.isEmpty)
        #expect(bench.err.contains("error[unknown-property]: "))
        #expect(bench.err.contains("4 |     Properties: {RetentionDays: 90}\n  |                  ^^^^^^^^^^^^^\n"))
    }

    @Test func validateForPrograms() throws {
        for (template, isValid) in [(Bench.template, true), (Self.broken, false)] {
            let bench = Bench(nil, template: template)
            let command = try ValidateCommand.parse([Bench.path, "--format", "json"])
            #expect(command.perform(bench.session, bench.terminal()) == (isValid ? .done : .failed))
            #expect(try Value(json: bench.out)["valid"] == .bool(isValid))
        }
    }

    @Test func graphAcrossStacks() async throws {
        let template = Bench.template + "Outputs:\n  Name: {Value: !Ref Log, Export: {Name: LogName}}\n"
        let bench = Bench(nil, template: template)
        let command = try GraphCommand.parse(["user.yaml", "--format", "dot"])
        #expect(await command.perform(bench.session, bench.terminal()) == .done)
        #expect(bench.out.contains("n0 [label=\"Log\\nAWS::Logs::LogGroup\"]"))
        #expect(bench.out.contains("n1 -> n0;"), "what imports stands on what exports")
    }

    @Test func permissions() async throws {
        for readOnly in [false, true] {
            let bench = Bench(nil)
            let flags = readOnly ? ["--read-only"] : []
            let command = try PermissionsCommand.parse([Bench.path, "--format", "json"] + flags)
            #expect(await command.perform(bench.session, bench.terminal()) == .done)
            let statements = try Value(json: bench.out)["Statement"]?.array ?? []
            let actions = statements.flatMap { $0["Action"]?.array ?? [] }
            #expect(actions.contains("logs:DescribeLogGroups"))
            #expect(actions.contains("logs:DeleteLogGroup") == !readOnly)
            #expect(actions == actions.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }, "each once")
        }
    }

    /// A lock needs permissions of its own, and is no thing of a plan.
    @Test func permissionsOfALock() async throws {
        for readOnly in [false, true] {
            let bench = Bench(nil, keys: "lock: s3://locks/team\n")
            let command = try PermissionsCommand.parse([Bench.path] + (readOnly ? ["--read-only"] : []))
            #expect(await command.perform(bench.session, bench.terminal()) == .done)
            for action in ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"] {
                #expect(bench.out.contains(action + "\n") == !readOnly)
            }
        }
    }

    @Test func explain() throws {
        for (subject, status) in [
            ("AWS::Logs::LogGroup", CommandStatus.done), ("AWS::Logs::LogGroup.RetentionInDays", .done),
            ("AWS::Logs::LogGroup.RetentionInDay", .failed), ("AWS::Logs::LogGrup", .failed),
            ("AWS::CloudFormation::Stack", .done), ("AWS::CloudFormation::Stack.TemplateURL", .done),
            ("AWS::CloudFormation::Stack.TemplateURI", .failed), ("AWS::CloudFormation::Stak", .failed),
        ] {
            let bench = Bench(nil)
            let command = try ExplainCommand.parse([subject])
            #expect(command.perform(bench.session, bench.terminal()) == status)
            #expect(bench.out.isEmpty == (status == .failed))
            if status == .failed { #expect(bench.err.contains("Did you mean ")) }
        }
    }
}
