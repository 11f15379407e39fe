import Testing

/// The runbook's other ways: a network that exists, a launch template, routes by BGP, one stack at a time.
@Suite(.timeLimit(.minutes(30))) struct VariantTests {
    @Test func anExistingNetworkAndALaunchTemplate() async throws {
        try await Scenario.play { scenario in
            let ids = try await scenario.check("network").split(separator: "\n").map(String.init)
            try #require(ids.count == 3, "\(ids)")
            try scenario.edit(
                "digital-apps.yaml", replacing: "  VpcCidr: 10.40.0.0/16\n",
                by: """
                      ExistingVpcId: \(ids[0])
                      ExistingSubnetIds: \(ids[1])
                      ExistingRouteTableIds: \(ids[2])

                    """)
            try scenario.edit("digital-apps.yaml", replacing: "  CityNetworkCidr: 10.0.0.0/16\n", by: "")
            try scenario.edit(
                "digital-apps.yaml", replacing: "InstanceLaunch: LaunchConfiguration",
                by: "InstanceLaunch: LaunchTemplate")

            // One stack after the other, each by its own file; the first cannot be left out.
            try await scenario.emulator.clearCalls()
            let alone = try await scenario.plumb("apply", "stacks/services/registry-certs.yaml", "--auto-approve")
            #expect(alone.status == 1 && alone.err.contains("digital-apps"), "\(alone.err)")
            #expect(try await scenario.emulator.mutatingCalls() == [])
            try await scenario.apply("stacks/digital-apps.yaml")
            try await scenario.apply("stacks/services/registry-certs.yaml")
            try await scenario.apply()
            try await scenario.check("in-network")
            try await scenario.expectNoChanges()

            // A new version of the template, and the group takes it.
            try scenario.edit("digital-apps.yaml", replacing: "InstanceType: t3.small", by: "InstanceType: t3.large")
            try await scenario.emulator.clearCalls()
            try await scenario.apply()
            scenario.expectOrder(
                ["ec2:CreateLaunchTemplateVersion", "autoscaling:UpdateAutoScalingGroup"],
                in: try await scenario.emulator.mutatingCalls())
            try await scenario.check("in-network")
            try await scenario.expectNoChanges()

            let destroyed = try await scenario.plumb("destroy", "stacks", "--auto-approve")
            #expect(destroyed.status == 0, "\(destroyed.err)")
            try await scenario.check("network-kept")
        }
    }
}
