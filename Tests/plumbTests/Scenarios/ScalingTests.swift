import AWS
import Testing
import Values

/// Numbers that auto scaling moves: the template gives the first value, and says it again when it is edited.
@Suite(.timeLimit(.minutes(30))) struct ScalingTests {
    private static let group = """
        Parameters: {Desired: {Type: String, Default: '2'}, Least: {Type: String, Default: '1'}}
        Resources:
          Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}
          Subnet: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
          Template:
            Type: AWS::EC2::LaunchTemplate
            Properties: {LaunchTemplateData: {ImageId: ami-12c6146b, InstanceType: t3.micro}}
          Group:
            Type: AWS::AutoScaling::AutoScalingGroup
            Properties:
              AutoScalingGroupName: group
              MinSize: !Ref Least
              MaxSize: '8'
              DesiredCapacity: !Ref Desired
              Cooldown: '60'
              VPCZoneIdentifier: [!Ref Subnet]
              LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber}
        """

    private static func capacity(_ scenario: Scenario) async throws -> Int? {
        let answer = try await scenario.emulator.client().send(
            .init("autoscaling", "DescribeAutoScalingGroups", ["AutoScalingGroupNames": ["group"]]))
        return answer.at("AutoScalingGroups.0.DesiredCapacity")?.scalarText.flatMap { Int($0) }
    }

    @Test func aGroupKeepsTheCapacityThatScalingGaveIt() async throws {
        try await Scenario.play(template: Self.group) { scenario in
            try await scenario.apply()
            #expect(try await Self.capacity(scenario) == 2)
            try await scenario.expectNoChanges()
            try await scenario.boto(
                "autoscaling", "update_auto_scaling_group", ["AutoScalingGroupName": "group", "DesiredCapacity": 5])
            try await scenario.expectNoChanges()
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(
                plan.out.contains("Left to auto scaling")
                    && plan.out.contains("DesiredCapacity is 5, between 1 and 8 (the template: 2)"), "\(plan.out)")
            let drift = try await scenario.plumb("drift", "stacks")
            #expect(drift.status == 0 && drift.out.contains("DesiredCapacity is 5"), "\(drift.out)")
            let json = try Value(json: try await scenario.plumb("plan", "stacks", "--format", "json").out)
            #expect(json.at("scaled.0.live") == 5, "\(json["scaled"]?.json ?? "")")

            // Another edit leaves it, too.
            try scenario.edit("t.yaml", replacing: "Cooldown: '60'", by: "Cooldown: '90'")
            try await scenario.apply()
            #expect(try await Self.capacity(scenario) == 5)

            // The template's own number has been edited.
            try scenario.edit("t.yaml", replacing: "Default: '2'", by: "Default: '3'")
            try await scenario.apply()
            #expect(try await Self.capacity(scenario) == 3)
            try await scenario.expectNoChanges()

            // Bounds that do not hold the live number any more.
            try await scenario.boto(
                "autoscaling", "update_auto_scaling_group", ["AutoScalingGroupName": "group", "DesiredCapacity": 2])
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "Default: '1'", by: "Default: '3'")
            try await scenario.apply()
            #expect(try await Self.capacity(scenario) == 3)
            try await scenario.expectNoChanges()
        }
    }

    private static let service = """
        Resources:
          Cluster: {Type: 'AWS::ECS::Cluster', Properties: {ClusterName: permits}}
          Task:
            Type: AWS::ECS::TaskDefinition
            Properties: {ContainerDefinitions: [{Name: web, Image: nginx, Memory: 128}]}
          Service:
            Type: AWS::ECS::Service
            Properties: {ServiceName: web, Cluster: !Ref Cluster, TaskDefinition: !Ref Task, DesiredCount: 2}
          Table:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: permits
              AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
              KeySchema: [{AttributeName: id, KeyType: HASH}]
              ProvisionedThroughput: {ReadCapacityUnits: 2, WriteCapacityUnits: 2}
        """
    private static let target = """

          Target:
            Type: AWS::ApplicationAutoScaling::ScalableTarget
            Properties:
              MinCapacity: 1
              MaxCapacity: 6
              ResourceId: !Sub service/${Cluster}/${Service.Name}
              ScalableDimension: ecs:service:DesiredCount
              ServiceNamespace: ecs
        """

    @Test(arguments: [true, false]) func aServiceKeepsItsTasks(isInTemplate: Bool) async throws {
        try await Scenario.play(template: Self.service + (isInTemplate ? Self.target : "")) { scenario in
            func scale(_ count: Int) async throws {
                _ = try await scenario.emulator.control("POST", "settle")
                try await scenario.boto(
                    "ecs", "update_service", ["cluster": "permits", "service": "web", "desiredCount": .int(count)])
                try await scenario.boto(
                    "dynamodb", "update_table",
                    [
                        "TableName": "permits",
                        "ProvisionedThroughput": ["ReadCapacityUnits": .int(count), "WriteCapacityUnits": 2],
                    ])
            }
            func register(_ namespace: Value, _ id: Value, _ dimension: Value) async throws {
                try await scenario.boto(
                    "application-autoscaling", "register_scalable_target",
                    [
                        "ServiceNamespace": namespace, "ResourceId": id, "ScalableDimension": dimension,
                        "MinCapacity": 1, "MaxCapacity": 6,
                    ])
            }
            try await scenario.apply()
            if !isInTemplate {
                // Nothing scales it: what moves it is drift.
                try await scale(4)
                let plan = try await scenario.plumb("plan", "stacks")
                #expect(
                    plan.out.contains("DesiredCount: 4 → 2") && plan.out.contains("ReadCapacityUnits: 4 → 2"),
                    "\(plan.out)")
                try await register("ecs", "service/permits/web", "ecs:service:DesiredCount")
            }
            try await register("dynamodb", "table/permits", "dynamodb:table:ReadCapacityUnits")
            try await scale(5)
            try await scenario.expectNoChanges()
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(plan.out.contains("DesiredCount is 5, between 1 and 6 (the template: 2)"), "\(plan.out)")
            #expect(plan.out.contains("ProvisionedThroughput.ReadCapacityUnits is 5"), "\(plan.out)")
            if isInTemplate {
                try scenario.edit("t.yaml", replacing: "DesiredCount: 2", by: "DesiredCount: 3")
                let edited = try await scenario.plumb("plan", "stacks")
                #expect(edited.out.contains("DesiredCount: 5 → 3"), "\(edited.out)")
                try await scenario.apply()
                try await scenario.expectNoChanges()
            }
            // Beyond what scaling could have done.
            try await scale(7)
            let beyond = try await scenario.plumb("plan", "stacks", "--detailed-exitcode")
            #expect(beyond.status == 2 && beyond.out.contains("DesiredCount: 7 →"), "\(beyond.out)")
        }
    }
}
