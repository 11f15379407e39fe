import Testing
import Values

@Suite struct ProgramTests {
    @Test func version() throws {
        let run = try Program.run(["--version"])
        #expect(run.status == 0)
        #expect(run.out == "0.1.0\n")
        #expect(run.err.isEmpty)
    }

    @Test func helpNamesEveryCommand() throws {
        let run = try Program.run(["--help"])
        #expect(run.status == 0)
        for name in [
            "validate", "plan", "apply", "drift", "destroy", "outputs", "graph", "explain", "schema", "permissions",
        ] { #expect(run.out.contains("  \(name) "), "\(name)") }
    }

    @Test(arguments: [
        ["bogus"], ["plan"], ["plan", "--bogus", "x"], ["plan", "x", "--format", "papyrus"],
        ["plan", "x", "--parameter", "novalue"], ["apply", "x", "--parallelism", "0"],
        ["apply", "x", "--parallelism", "a"],
        ["schema", "extra"],
    ])
    func usage(arguments: [String]) throws {
        let run = try Program.run(arguments)
        #expect(run.status == 64)
        #expect(run.out.isEmpty, "stdout carries results only")
        #expect(run.err.contains("Usage:"))
    }

    @Test(arguments: ["apply", "destroy"])
    func whatChangesAWSNeedsAYes(command: String) throws {
        let run = try Program.run([command, "stacks"])
        #expect(run.status == 64)
        #expect(run.err.hasPrefix("error[approval-needed]"))
        #expect(run.out.isEmpty)
    }

    @Test func missingFile() throws {
        for arguments in [["validate", "/nonexistent/stack.yaml"], ["graph", "/nonexistent/stack.yaml"]] {
            let run = try Program.run(arguments)
            #expect(run.status == 1)
            #expect(run.err.contains("/nonexistent/stack.yaml"))
            #expect(run.out.isEmpty)
        }
    }

    @Test func unknownType() throws {
        let run = try Program.run(["explain", "AWS::Nothing::Here"])
        #expect(run.status == 1)
        #expect(run.err.hasPrefix("error[unknown-type]: There is no resource type AWS::Nothing::Here."))
    }

    @Test func schema() throws {
        let run = try Program.run(["schema"])
        #expect(run.status == 0)
        #expect(run.out.hasPrefix("{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\""))
    }

    @Test func theTypesWithTheirProperties() throws {
        let run = try Program.run(["schema", "--types"])
        #expect(run.status == 0)
        let types = try Value(json: run.out).at("types")
        let container = types?.at("AWS::ECS::TaskDefinition.properties.ContainerDefinitions.items.properties")
        #expect(container?.at("Image.required") == true)
        #expect(types?["AWS::EC2::VPC"]?.at("properties.CidrBlock.replacement") == true)
    }

    @Test func aResultThatCannotBeKept() throws {
        let run = try Program.run(["explain"], output: "/dev/full")
        #expect(run.status == 1)
        #expect(run.err.hasPrefix("error[output-lost]"))
    }

    @Test func noColourIntoAPipe() throws {
        let run = try Program.run(["explain", "AWS::Logs::LogGroup"], environment: ["TERM": "xterm-256color"])
        #expect(run.status == 0)
        #expect(run.out.hasPrefix("AWS::Logs::LogGroup\n"))
        #expect(!run.out.contains("\u{1b}"))
    }
}
