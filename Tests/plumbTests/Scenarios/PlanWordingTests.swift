import Testing
import Values

/// What a plan says where it could say something misleading.
@Suite(.timeLimit(.minutes(30))) struct PlanWordingTests {
    @Test func aConditionThatTurnsFalseIsNamed() async throws {
        let template = """
            Parameters: {Wanted: {Type: String, Default: "yes"}}
            Conditions: {IsWanted: !Equals [!Ref Wanted, "yes"]}
            Resources:
              Kept: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: kept}}
              Extra: {Type: AWS::Logs::LogGroup, Condition: IsWanted, Properties: {LogGroupName: extra}}
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            let plan = try await scenario.plumb("plan", "stacks", "--parameter", "Wanted=no")
            #expect(plan.out.contains("its condition IsWanted does not hold"), "\(plan.out)\(plan.err)")
            #expect(!plan.out.contains("left the template"), "\(plan.out)")
        }
    }

    @Test func aPropagationThatChangesAloneIsShown() async throws {
        let template = """
            Resources:
              Template:
                Type: AWS::EC2::LaunchTemplate
                Properties: {LaunchTemplateData: {ImageId: ami-12c6146b, InstanceType: t3.micro}}
              Group:
                Type: AWS::AutoScaling::AutoScalingGroup
                Properties:
                  LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber}
                  MinSize: "0"
                  MaxSize: "0"
                  AvailabilityZones: [us-east-1a]
                  Tags: [{Key: Owner, Value: network, PropagateAtLaunch: true}]
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            try scenario.edit("t.yaml", replacing: "PropagateAtLaunch: true", by: "PropagateAtLaunch: false")
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(plan.out.contains("Tags.Owner.PropagateAtLaunch: true → false"), "\(plan.out)\(plan.err)")
            #expect(!plan.out.contains("\"network\" → \"network\""), "\(plan.out)")
            try await scenario.apply()
            try await scenario.expectNoChanges()
        }
    }

    @Test func aWildcardIsShownAsPeopleWriteIt() async throws {
        let template = """
            Resources:
              Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: wild.example.com}}
              Any:
                Type: AWS::Route53::RecordSet
                Properties: {HostedZoneId: !Ref Zone, Name: "*.wild.example.com", Type: A, TTL: "60", ResourceRecords: [192.0.2.1]}
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            try await scenario.expectNoChanges()
            let plan = try await scenario.plumb("destroy", "stacks", "--auto-approve")
            #expect(plan.status == 0 && !(plan.out + plan.err).contains("\\052"), "\(plan.out)\(plan.err)")
            try await scenario.expectEmpty()
        }
    }
}
