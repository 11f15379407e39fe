import FoundationEssentials
import Testing
import Values

/// Network ACLs, further ranges, DHCP options, peering, flow logs, volumes, functions: what the runbook's stacks lack.
@Suite(.timeLimit(.minutes(30))) struct NetworkAndFunctionTests {
    private static let template = "stacks-more/template.yaml"

    private func play(_ story: @Sendable (Scenario) async throws -> Void) async throws {
        try await Scenario.play { scenario in
            try FileManager.default.createDirectory(
                atPath: "\(scenario.directory)/stacks-more", withIntermediateDirectories: false)
            try FileManager.default.copyItem(
                atPath: "\(Emulator.packageRoot)/Tests/Golden/scenarios/network-and-functions.yaml",
                toPath: "\(scenario.directory)/\(Self.template)")
            try await story(scenario)
        }
    }

    private func run(_ scenario: Scenario, _ command: String, _ words: String...) async throws -> Child {
        let flags = command == "plan" ? ["--detailed-exitcode"] : ["--auto-approve"]
        return try await Child.run(
            try #require(Program.binary),
            [command, "\(scenario.directory)/\(Self.template)", "--stack-name", "more"] + flags + words,
            environment: scenario.emulator.environment.merging(["HOME": scenario.directory]) { $1 })
    }

    private func apply(_ scenario: Scenario, _ location: SourceLocation = #_sourceLocation) async throws {
        let applied = try await run(scenario, "apply")
        try #require(applied.status == 0, "\(applied.out)\(applied.err)", sourceLocation: location)
        let plan = try await run(scenario, "plan")
        #expect(plan.status == 0, "\(plan.out)\(plan.err)", sourceLocation: location)
    }

    private func edit(_ scenario: Scenario, replacing old: String, by new: String) throws {
        let path = "\(scenario.directory)/\(Self.template)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try #require(text.contains(old))
        try text.replacing(old, with: new).write(toFile: path, atomically: false, encoding: .utf8)
    }

    @Test func whatIsMadeChangesLeavesAndGoes() async throws {
        try await play { scenario in
            try await apply(scenario)

            // Only the template says where code comes from.
            try edit(scenario, replacing: "S3Key: code.zip", by: "S3Key: other.zip")
            try await scenario.emulator.clearCalls()
            try await apply(scenario)
            #expect(try await scenario.emulator.mutatingCalls().contains { $0.contains("UpdateFunctionCode") })

            for name in ["In", "ListAssociation", "OptionsAssociation", "OtherPermission"] {
                try scenario.removeResource(name, from: "../\(Self.template)")
            }
            let plan = try await run(scenario, "plan")
            #expect(plan.status == 2 && plan.out.contains("left the template"), "\(plan.out)\(plan.err)")
            try await apply(scenario)
            let snapshot = try await scenario.snapshot()
            #expect(!snapshot.contains("sns.amazonaws.com") && snapshot.contains("events.amazonaws.com"))
            #expect(!snapshot.contains("443"))

            let destroyed = try await run(scenario, "destroy", "--delete-data")
            #expect(destroyed.status == 0, "\(destroyed.out)\(destroyed.err)")
            try await scenario.expectEmpty()
        }
    }

    /// The answer of each changing call is lost once.
    @Test func lostAnswersAreMadeUpFor() async throws {
        try await play { scenario in
            let actions = [
                "CreateNetworkAcl", "CreateNetworkAclEntry", "ReplaceNetworkAclAssociation", "AssociateVpcCidrBlock",
                "CreateDhcpOptions", "AssociateDhcpOptions", "CreateVpcPeeringConnection", "AcceptVpcPeeringConnection",
                "CreateFlowLogs", "CreateVolume", "CreateFunction", "AddPermission",
            ]
            try await scenario.emulator.control(
                "POST", "faults", .array(actions.map { scenario.fault($0, "after", "reset") }))
            try await apply(scenario)
            let destroyed = try await run(scenario, "destroy", "--delete-data")
            #expect(destroyed.status == 0, "\(destroyed.out)\(destroyed.err)")
            try await scenario.expectEmpty()
        }
    }
}
