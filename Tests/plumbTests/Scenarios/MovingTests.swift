import Testing

/// Another address range for everything: the network cannot be changed, and much of what stands in it cannot move.
@Suite(.timeLimit(.minutes(30))) struct MovingTests {
    @Test func aNetworkIsReplacedWithAllThatStandsInIt() async throws {
        try await Scenario.play { scenario in
            // Under a fixed name a target group cannot be replaced while it is used.
            try scenario.edit(
                "templates/service.yaml", replacing: "Name: !Ref ServiceName\n      VpcId", by: "VpcId")
            try scenario.edit(
                "templates/cluster.yaml", replacing: "Name: !Sub \"${ClusterName}-default\"\n      VpcId", by: "VpcId")
            try await scenario.apply()
            try scenario.edit("digital-apps.yaml", replacing: "10.40.0.0/16", by: "10.41.0.0/16")
            let plan = try await scenario.plumb("plan", "stacks")
            let lines = plan.out.split(separator: "\n")
            // The old gateway serves the old network until the last address there is gone.
            #expect(lines.contains { $0.contains("+/- digital-apps/InternetGateway ") }, "\(plan.out)\(plan.err)")
            #expect(lines.contains { $0.contains("+/- digital-apps/InternetGatewayAttachment ") })
            // Under their names there is one balancer and one group of instances.
            #expect(lines.contains { $0.contains("-/+ digital-apps/LoadBalancer ") })
            #expect(lines.contains { $0.contains("-/+ digital-apps/Instances ") })
            // The tunnels to the city's hardware stay.
            #expect(!lines.contains { $0.contains("+ digital-apps/VpnGateway ") })
            #expect(!lines.contains { $0.contains("digital-apps/VpnConnection ") })

            try await scenario.apply()
            try await scenario.expectNoChanges()
            let destroyed = try await scenario.plumb("destroy", "stacks", "--auto-approve")
            #expect(destroyed.status == 0, "\(destroyed.err)")
            try await scenario.expectEmpty()
        }
    }
}
