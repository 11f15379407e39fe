import FoundationEssentials
import Testing
import Values

/// `UpdatePolicy` of auto scaling groups, by instance refreshes.
@Suite(.timeLimit(.minutes(30))) struct UpdatePolicyTests {
    private static let template = """
        Resources:
          Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}
          Subnet: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
          Template:
            Type: AWS::EC2::LaunchTemplate
            Properties: {LaunchTemplateData: {ImageId: ami-12c6146b, InstanceType: SIZE}}
          Group:
            Type: AWS::AutoScaling::AutoScalingGroup
            UpdatePolicy:
              AutoScalingRollingUpdate: {MaxBatchSize: 2, MinInstancesInService: 1, PauseTime: PT1M30S}
              AutoScalingScheduledAction: {IgnoreUnmodifiedGroupSizeProperties: true}
            Properties:
              AutoScalingGroupName: group
              MinSize: 1
              MaxSize: 8
              DesiredCapacity: 4
              HealthCheckGracePeriod: GRACE
              VPCZoneIdentifier: [!Ref Subnet]
              LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber}
        """

    private static func text(size: String = "t3.micro", grace: Int = 60) -> String {
        template.replacing("SIZE", with: size).replacing("GRACE", with: "\(grace)")
    }

    @Test func aChangeIsRolledOut() async throws {
        try await Scenario.play { scenario in
            let path = "\(scenario.directory)/group.yaml"
            func plan(_ words: String...) async throws -> Child {
                try await scenario.plumb("plan", path, words.first ?? "--detailed-exitcode")
            }
            try scenario.write("group.yaml", Self.text())
            let made = try await scenario.plumb("apply", path, "--auto-approve")
            try #require(made.status == 0, "\(made.out)\(made.err)")
            let calls = try await scenario.emulator.mutatingCalls()
            #expect(!calls.contains("autoscaling:StartInstanceRefresh"), "what is new has nothing to roll out")
            let unchanged = try await plan()
            #expect(unchanged.status == 0, "\(unchanged.out)")

            // Another setting of the group needs no new instances.
            try scenario.write("group.yaml", Self.text(grace: 90))
            let grace = try await plan("--show-calls")
            #expect(
                grace.out.contains("UpdateAutoScalingGroup") && !grace.out.contains("StartInstanceRefresh"),
                "\(grace.out)")

            try scenario.write("group.yaml", Self.text(size: "t3.small"))
            let changed = try await plan("--show-calls")
            #expect(changed.out.contains("autoscaling:StartInstanceRefresh"), "\(changed.out)")
            // Two of four at a time; a minute and a half each.
            #expect(
                changed.out.contains("MinHealthyPercentage") && changed.out.contains("50")
                    && changed.out.contains("90"), "\(changed.out)")

            // Interrupted while the refresh is under way: the next run finds it, and waits for that one.
            _ = try await scenario.emulator.control(
                "POST", "faults", [scenario.fault("DescribeInstanceRefreshes", "before", "deny")])
            let broken = try await scenario.plumb("apply", path, "--auto-approve")
            #expect(broken.status == 1, "\(broken.out)")
            try await scenario.emulator.clearCalls()
            let rest = try await plan("--show-calls")
            #expect(
                rest.out.contains("StartInstanceRefresh") && !rest.out.contains("UpdateAutoScalingGroup"), "\(rest.out)"
            )
            let ended = try await scenario.plumb("apply", path, "--auto-approve")
            #expect(ended.status == 0, "\(ended.out)\(ended.err)")
            let after = try await plan()
            #expect(after.status == 0, "\(after.out)")
            let refreshes = try await scenario.boto(
                "autoscaling", "describe_instance_refreshes", ["AutoScalingGroupName": "group"])
            #expect(refreshes["InstanceRefreshes"]?.array?.count == 1, "\(refreshes)")

            // Sizes that somebody else has set stay as long as the template's own do not change.
            _ = try await scenario.boto(
                "autoscaling", "update_auto_scaling_group", ["AutoScalingGroupName": "group", "DesiredCapacity": 6])
            let scaled = try await plan()
            #expect(scaled.status == 0, "\(scaled.out)")
            try scenario.write(
                "group.yaml", Self.text(size: "t3.small").replacing("DesiredCapacity: 4", with: "DesiredCapacity: 5"))
            let resized = try await plan("--show-calls")
            #expect(resized.out.contains("DesiredCapacity") && resized.out.contains("\"6\" → \"5\""), "\(resized.out)")
            let destroy = try await scenario.plumb("destroy", path, "--auto-approve")
            #expect(destroy.status == 0, "\(destroy.out)\(destroy.err)")
            try await scenario.expectEmpty()
        }
    }
}
