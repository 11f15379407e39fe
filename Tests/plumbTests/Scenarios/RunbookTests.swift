import FoundationEssentials
import Testing

/// The runbook's stacks from an empty account to an empty account. Whether AWS is right is judged by boto3 and the aws
/// CLI (Tests/Support/checks.py).
@Suite(.timeLimit(.minutes(30))) struct RunbookTests {
    @Test func theRunbookFromBeginningToEnd() async throws {
        try await Scenario.play { scenario in
            let fresh = try await scenario.snapshot()
            let applied = try await scenario.apply()
            #expect(applied.out.contains("Apply complete! Resources: 76 added, 0 changed, 0 destroyed."))
            try await scenario.check("runbook,cli")
            try await outputs(scenario)
            try await scenario.expectNoChanges()
            try await drift(scenario)
            try await leaveTheTemplate(scenario)
            try await changeTheLaunchConfiguration(scenario)
            try await destroy(scenario)
            #expect(try await scenario.snapshot() == fresh)
        }
    }

    private func outputs(_ scenario: Scenario) async throws {
        for app in ["registry-certs", "public-notices"] {
            let run = try await scenario.plumb("outputs", "stacks/services/\(app).yaml", "--format", "dotenv")
            #expect(run.status == 0, "\(run.err)")
            let file = "\(scenario.directory)/\(app).env"
            try run.out.write(toFile: file, atomically: false, encoding: .utf8)
            try await scenario.check("outputs", app, input: file)
        }
    }

    private func drift(_ scenario: Scenario) async throws {
        let none = try await scenario.plumb("drift", "stacks")
        #expect(none.status == 0 && none.out.contains("No drift."), "\(none.out)\(none.err)")
        // Prints each change before it makes all of them.
        let changes = try await scenario.check("drifts,foreign,drift").split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(changes.count >= 12)

        let seen = try await scenario.plumb("drift", "stacks")
        #expect(seen.status == 2)
        let reported = DriftReport(seen.out)
        for change in changes {
            let lines = reported.resources[change[0]]
            #expect(lines?.contains { $0.contains(change[1]) } == true, "\(change): \(lines ?? ["not reported"])")
        }
        #expect(Set(reported.resources.keys) == Set(changes.map { $0[0] }), "nothing else has drifted")
        #expect(
            reported.foreign.contains { $0.contains("digital-apps/PublicRouteTable") && $0.contains("192.0.2.0/24") })
        #expect(
            reported.foreign.contains {
                $0.contains("digital-apps/HttpListener") && $0.contains("guest.apps.example.org")
            })

        // Whoever replaced the object took our mark off it; the one on its distribution tells that it is ours.
        try await scenario.apply()
        try await scenario.expectNoChanges()
        try await scenario.check("repaired,foreign-kept,foreign-gone,runbook")
        let after = try await scenario.plumb("drift", "stacks")
        #expect(after.status == 0 && !after.out.contains("Others' objects"), "\(after.out)\(after.err)")
    }

    /// The VPN by its parameter, an app's alarm by an edit of the template.
    private func leaveTheTemplate(_ scenario: Scenario) async throws {
        try scenario.edit(
            "digital-apps.yaml", replacing: "CityGatewayAddress: 203.0.113.10", by: "CityGatewayAddress: \"\"")
        try scenario.removeResource("HealthyHostsAlarm", from: "templates/service.yaml")
        let plan = try await scenario.plumb("plan", "stacks", "--detailed-exitcode")
        #expect(plan.status == 2 && plan.out.contains("left the template"), "\(plan.out)\(plan.err)")
        #expect(plan.out.contains("Plan: 0 to add, 0 to change, 9 to destroy."), "\(plan.out)")
        try await scenario.emulator.clearCalls()
        try await scenario.apply()
        let calls = try await scenario.emulator.mutatingCalls()
        // What depends on the gateway goes before it.
        scenario.expectOrder(
            ["ec2:DeleteVpnConnection", "ec2:DeleteCustomerGateway"], in: calls)
        scenario.expectOrder(
            ["ec2:DeleteVpnConnection", "ec2:DetachVpnGateway", "ec2:DeleteVpnGateway"], in: calls)
        #expect(calls.filter { $0 == "cloudwatch:DeleteAlarms" }.count == 3)
        try await scenario.expectNoChanges()
    }

    private func changeTheLaunchConfiguration(_ scenario: Scenario) async throws {
        try scenario.edit("digital-apps.yaml", replacing: "InstanceType: t3.small", by: "InstanceType: t3.large")
        try await scenario.emulator.clearCalls()
        let run = try await scenario.apply()
        #expect(run.out.contains("InstanceType"), "\(run.out)")
        scenario.expectOrder(
            [
                "autoscaling:CreateLaunchConfiguration", "autoscaling:UpdateAutoScalingGroup",
                "autoscaling:DeleteLaunchConfiguration",
            ], in: try await scenario.emulator.mutatingCalls())
        try await scenario.expectNoChanges()
    }

    private func destroy(_ scenario: Scenario) async throws {
        try await scenario.check("data")
        try await scenario.emulator.clearCalls()
        let refused = try await scenario.plumb("destroy", "stacks", "--auto-approve")
        #expect(refused.status == 3, "\(refused.err)")
        #expect(refused.err.contains("holds-data") && refused.err.contains("cob-digital-apps-config"), "\(refused.err)")
        #expect(refused.err.contains("digital-apps/registry-certs") && refused.err.contains("--delete-data"))
        #expect(try await scenario.emulator.mutatingCalls() == [])

        let done = try await scenario.plumb("destroy", "stacks", "--auto-approve", "--delete-data")
        #expect(done.status == 0, "\(done.err.suffix(4000))")
        let again = try await scenario.plumb("destroy", "stacks", "--auto-approve")
        #expect(again.status == 0, "\(again.out)\(again.err)")
    }
}

/// The text of `plumb drift`, taken apart by its indents.
private struct DriftReport {
    /// By address: the lines below it.
    var resources: [String: [String]] = [:]
    var foreign: [String] = []

    init(_ text: String) {
        var isForeign = false
        // What the same changes mean for security is told once more.
        var isSecurity = false
        var address: String?
        for line in text.split(separator: "\n").map(String.init) {
            let indent = line.prefix { $0 == " " }.count
            if indent == 0 {
                isForeign = line.hasPrefix("Others' objects")
                isSecurity = line.hasPrefix("Security")
                address = nil
            } else if isForeign {
                foreign.append(line)
            } else if isSecurity {
                continue
            } else if indent == 2 {
                address = line.split(separator: " ").first.map(String.init)
                if let address { resources[address] = [line] }
            } else if let address {
                resources[address, default: []].append(line)
            }
        }
    }
}
