import FoundationEssentials
import Testing

/// Nested stacks, from plan to destroy.
@Suite(.timeLimit(.minutes(30))) struct NestedStackScenarioTests {
    private static let files = [
        "root.yaml": """
        Parameters:
          Env: {Type: String, Default: dev}
          Password: {Type: String, NoEcho: true, Default: a-long-secret-word}
        Conditions: {HasApp: !Equals [!Ref Env, dev]}
        Resources:
          Topic: {Type: 'AWS::SNS::Topic'}
          Network:
            Type: AWS::CloudFormation::Stack
            Properties:
              TemplateURL: parts/network.yaml
              Tags: [{Key: Layer, Value: !Sub 'net-${Env}'}, {Key: Topic, Value: !GetAtt Topic.TopicName}]
          App:
            Type: AWS::CloudFormation::Stack
            Condition: HasApp
            Properties:
              TemplateURL: parts/app.yaml
              Parameters:
                Subnets: !Join [',', [!GetAtt Network.Outputs.A, !GetAtt Network.Outputs.B]]
                Vpc: !GetAtt Network.Outputs.Vpc
                Password: !Ref Password
        Outputs:
          Vpc: {Value: !GetAtt Network.Outputs.Vpc}
        """,
        "parts/network.yaml": """
        Resources:
          Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}
          A: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
          B: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
          Routes: {Type: 'AWS::EC2::RouteTable', Properties: {VpcId: !Ref Vpc}}
          Link: {Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: {SubnetId: !Ref A, RouteTableId: !Ref Routes}}
        Outputs:
          Vpc: {Value: !Ref Vpc, Export: {Name: !Sub '${AWS::StackName}-Vpc'}}
          A: {Value: !Ref A}
          B: {Value: !Ref B}
        """,
        "parts/app.yaml": """
        Parameters:
          Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}
          Vpc: {Type: 'AWS::EC2::VPC::Id'}
          Password: {Type: String}
        Resources:
          Parameter:
            Type: AWS::SSM::Parameter
            Properties: {Type: String, Value: !Ref Password, Description: !Join ['+', !Ref Subnets]}
          Config:
            Type: AWS::AutoScaling::LaunchConfiguration
            Properties: {ImageId: ami-12c6146b, InstanceType: t3.micro}
          Inner:
            Type: AWS::CloudFormation::Stack
            Properties: {TemplateURL: inner.yaml, Parameters: {Vpc: !Ref Vpc}}
        """,
        "parts/inner.yaml": """
        Parameters: {Vpc: {Type: 'AWS::EC2::VPC::Id'}}
        Resources:
          Group: {Type: 'AWS::EC2::SecurityGroup', Properties: {GroupDescription: inner, VpcId: !Ref Vpc}}
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: ec2.amazonaws.com}}]
        """,
    ]

    @Test func fromPlanToDestroy() async throws {
        try await Scenario.play { scenario in
            for (name, text) in Self.files { try scenario.write(name, text) }
            let root = "\(scenario.directory)/root.yaml"
            let plan = try await scenario.plumb("plan", root)
            #expect(plan.status == 0, "\(plan.err)")
            #expect(
                plan.out.contains("+ root/App/Inner/Group") && plan.out.contains("parts/inner.yaml:3"), "\(plan.out)")
            #expect(!plan.out.contains("a-long-secret-word") && !plan.err.contains("a-long-secret-word"))
            let apply = try await scenario.plumb("apply", root, "--auto-approve")
            try #require(apply.status == 0, "\(apply.out)\n\(apply.err)")
            #expect(apply.out.contains("10 added"), "\(apply.out.suffix(300))")
            let again = try await scenario.plumb("plan", root, "--detailed-exitcode")
            #expect(again.status == 0, "\(again.out)")
            let drift = try await scenario.plumb("drift", root)
            #expect(drift.status == 0, "\(drift.out)")
            let outputs = try await scenario.plumb("outputs", root)
            #expect(outputs.out.contains("Vpc = vpc-"), "\(outputs.out)")

            // What leaves a nested template goes; what is not tagged is known by its carrier, or by its name.
            let lines = (Self.files["parts/network.yaml"] ?? "").split(separator: "\n")
            try scenario.write("parts/network.yaml", lines.filter { !$0.contains("Link:") }.joined(separator: "\n"))
            let less = try await scenario.plumb("plan", root)
            #expect(less.out.contains("- root/Network/Link") && less.out.contains("1 to destroy"), "\(less.out)")
            let target = try await scenario.plumb("plan", root, "--target", "Network")
            #expect(target.out.contains("1 to destroy"), "\(target.out)")
            let other = try await scenario.plumb("plan", root, "--target", "root/App/Inner")
            #expect(other.out.contains("No changes"), "\(other.out)")

            // Without its condition the nested stack goes with all that is in it.
            let without = try await scenario.plumb("apply", root, "--auto-approve", "--parameter", "Env=prod")
            #expect(without.status == 0, "\(without.out)\(without.err)")
            for name in ["App/Parameter", "App/Config", "App/Inner/Group", "App/Inner/Role", "Network/Link"] {
                #expect(without.out.contains("- root/\(name)"), "\(name): \(without.out)")
            }
            #expect(without.out.contains("\"net-dev\" → \"net-prod\""), "\(without.out)")
            let destroy = try await scenario.plumb("destroy", root, "--auto-approve")
            #expect(destroy.status == 0, "\(destroy.out)\(destroy.err)")
            try await scenario.expectEmpty()
        }
    }
}
