import Testing
import Values

/// What happens when AWS refuses, fails, or does not answer.
@Suite(.timeLimit(.minutes(30))) struct FailureTests {
    /// A refused call stops what stands behind it and nothing else; running again does the rest.
    @Test func aFailureStopsOnlyWhatStandsBehindIt() async throws {
        try await Scenario.play { scenario in
            try await scenario.emulator.control(
                "POST", "faults",
                [
                    ["match": ["action": "CreateRepository"], "when": "before", "do": "deny", "times": 1],
                    ["match": ["action": "CreateCluster"], "when": "before", "do": "deny", "times": 1],
                    ["match": ["action": "PutRetentionPolicy"], "when": "before", "do": "500", "times": 0],
                ])
            let run = try await scenario.plumb("apply", "stacks", "--auto-approve")
            #expect(run.status == 1, "\(run.err)")
            // AWS's own words.
            #expect(run.err.contains("ecr:CreateRepository") && run.err.contains("AccessDenied"), "\(run.err)")
            #expect(run.err.contains("logs:PutRetentionPolicy") && run.err.contains("HTTP 500"), "\(run.err)")
            #expect(run.err.split(separator: "request id ").count >= 3, "\(run.err)")
            // The instances and the services need the cluster; nothing needs a repository.
            let skipped =
                ["Instances", "LaunchConfiguration"].map { "digital-apps/\($0)" } + ["registry-certs/Service"]
            for address in skipped { #expect(run.err.contains("\(address)"), "\(address): \(run.err)") }
            #expect(run.err.contains("skipped"), "\(run.err)")
            let calls = try await scenario.emulator.mutatingCalls()
            for call in ["elbv2:CreateLoadBalancer", "cloudfront:CreateDistributionWithTags", "iam:CreateAccessKey"] {
                #expect(calls.contains(call), "an independent branch goes on: \(call)")
            }
            #expect(!calls.contains("autoscaling:CreateAutoScalingGroup"))

            try await scenario.emulator.control("POST", "faults", [])
            try await scenario.apply()
            try await scenario.check("runbook")
            try await scenario.expectNoChanges()
        }
    }

    /// Creations that took effect although the answer was an error or never came: nothing is made twice.
    @Test(arguments: [("after", "500"), ("during", "reset")]) func nothingIsMadeTwice(when: String, what: String)
        async throws
    {
        let actions = [
            "CreateVpc", "CreateSubnet", "CreateRole", "RegisterTaskDefinition", "CreateAccessKey",
            "CreateInternetGateway",
            "CreateRouteTable", "CreateSecurityGroup", "CreateLaunchConfiguration", "CreateHostedZone",
            "RequestCertificate",
            "CreateDistributionWithTags", "CreateListener", "CreateRule", "CreateVpnConnection", "CreateService",
        ]
        try await Scenario.play { scenario in
            try await scenario.emulator.control(
                "POST", "faults", .array(actions.map { scenario.fault($0, when, what) }))
            var run = try await scenario.plumb("apply", "stacks", "--auto-approve")
            let faults = try await scenario.emulator.control("GET", "faults")
            let fired = (faults["faults"]?.array ?? []).filter { $0["fired"] == 1 }.compactMap { $0["action"]?.string }
            #expect(fired == actions, "each fault has happened")
            if run.status != 0 { run = try await scenario.plumb("apply", "stacks", "--auto-approve") }
            #expect(run.status == 0, "\(run.err.suffix(4000))")
            try await scenario.check("once,runbook")
            try await scenario.expectNoChanges()
        }
    }
}
