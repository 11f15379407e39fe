import AWS
import Testing
import Values

/// What templates have long been written like.
@Suite(.timeLimit(.minutes(30))) struct HabitsTests {
    /// A group in the default network has a name and an id; `Ref` is given where names are expected.
    @Test func groupsAreNamedByIDs() async throws {
        let template = """
            Resources:
              Web: {Type: 'AWS::EC2::SecurityGroup', Properties: {GroupDescription: web, GroupName: web}}
              More: {Type: 'AWS::EC2::SecurityGroup', Properties: {GroupDescription: more}}
              Byname:
                Type: AWS::EC2::Instance
                DependsOn: Web
                Properties: {ImageId: ami-760aaa0f, InstanceType: t3.micro, SecurityGroups: [web]}
              Server:
                Type: AWS::EC2::Instance
                Properties: {ImageId: ami-760aaa0f, InstanceType: t3.micro, SecurityGroups: [!Ref Web]}
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "[!Ref Web]", by: "[!Ref Web, !GetAtt More.GroupId]")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            let calls = try await scenario.emulator.mutatingCalls()
            #expect(calls.isEmpty, "the instance stays")
            try scenario.edit("t.yaml", replacing: "[!Ref Web, ", by: "[web, ")
            let mixed = try await scenario.plumb("plan", "stacks")
            #expect(mixed.status == 1 && mixed.err.contains("SecurityGroups holds ids and names"), "\(mixed.err)")
        }
    }

    /// What is found below a generated name is found below the name that a replacement has given.
    @Test func aReplacedParentHasAnotherName() async throws {
        let template = """
            Resources:
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  ProvisionedThroughput: {ReadCapacityUnits: 1, WriteCapacityUnits: 1}
              Target:
                Type: AWS::ApplicationAutoScaling::ScalableTarget
                Properties:
                  MaxCapacity: 9
                  MinCapacity: 1
                  ResourceId: !Sub table/${Table}
                  ScalableDimension: dynamodb:table:ReadCapacityUnits
                  ServiceNamespace: dynamodb
              Policy:
                Type: AWS::ApplicationAutoScaling::ScalingPolicy
                Properties:
                  PolicyName: reads
                  PolicyType: TargetTrackingScaling
                  ScalingTargetId: !Ref Target
                  TargetTrackingScalingPolicyConfiguration:
                    TargetValue: 70
                    PredefinedMetricSpecification: {PredefinedMetricType: DynamoDBReadCapacityUtilization}
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            try scenario.edit("t.yaml", replacing: "AttributeName: id", by: "AttributeName: key")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            let drift = try await scenario.plumb("drift", "stacks", "--unmanaged")
            #expect(drift.status == 0 && !drift.out.contains("scalingPolicy"), "ours is no other's: \(drift.out)")
        }
    }

    /// AWS answers 200 and says inside that it has made nothing.
    @Test func aFlowLogRefusedInASuccessFails() async throws {
        let template = """
            Resources:
              Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}
              Logs: {Type: 'AWS::S3::Bucket'}
              Flow:
                Type: AWS::EC2::FlowLog
                Properties:
                  LogDestination: arn:aws:s3:::nobodys-bucket
                  LogDestinationType: s3
                  ResourceId: !Ref Vpc
                  ResourceType: VPC
                  TrafficType: ALL
            """
        try await Scenario.play(template: template) { scenario in
            let refused = try await scenario.plumb("apply", "stacks", "--auto-approve")
            #expect(refused.status == 1 && refused.err.contains("nobodys-bucket does not exist"), "\(refused.err)")
            try scenario.edit("t.yaml", replacing: "arn:aws:s3:::nobodys-bucket", by: "!Sub '${Logs.Arn}/net/'")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "/net/'", by: "/net'")
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(plan.out.contains("Plan: 0 to add, 1 to change, 0 to destroy."), "the same folder: \(plan.out)")
        }
    }

    /// A gateway holds its address, so the new one has to wait for the old one to go; the routes to it do not keep it.
    @Test func aGatewayMovesWithItsAddress() async throws {
        let template = """
            Resources:
              Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}
              One: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
              Two: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
              Internet: {Type: 'AWS::EC2::InternetGateway'}
              Attached:
                Type: AWS::EC2::VPCGatewayAttachment
                Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Internet}
              Address: {Type: 'AWS::EC2::EIP', DependsOn: Attached, Properties: {Domain: vpc}}
              Gateway:
                Type: AWS::EC2::NatGateway
                Properties: {AllocationId: !GetAtt Address.AllocationId, SubnetId: !Ref One}
              Table: {Type: 'AWS::EC2::RouteTable', Properties: {VpcId: !Ref Vpc}}
              Route:
                Type: AWS::EC2::Route
                Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Gateway}
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            try scenario.edit("t.yaml", replacing: "SubnetId: !Ref One", by: "SubnetId: !Ref Two")
            let run = try await scenario.apply()
            #expect(run.out.contains("-/+ web/Gateway"), "\(run.out)")
            try await scenario.expectNoChanges()
        }
    }

    /// A user who has chosen another password keeps it, whatever else the template says of the user.
    @Test func aPasswordIsSetOnce() async throws {
        let template = """
            Parameters: {Password: {Type: String, NoEcho: true, Default: Some-passw0rd}}
            Resources:
              Staff: {Type: 'AWS::IAM::Group'}
              User:
                Type: AWS::IAM::User
                Properties: {Path: /, LoginProfile: {Password: !Ref Password, PasswordResetRequired: true}}
              Key: {Type: 'AWS::IAM::AccessKey', Properties: {UserName: !Ref User}}
            Outputs:
              Secret: {Value: !GetAtt Key.SecretAccessKey}
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            let outputs = try await scenario.plumb("outputs", "stacks")
            #expect(outputs.status == 0 && outputs.err.contains("told-output"), "\(outputs.out)\(outputs.err)")
            try scenario.edit("t.yaml", replacing: "{Path: /, ", by: "{Path: /, Groups: [!Ref Staff], ")
            try await scenario.emulator.clearCalls()
            try await scenario.apply()
            let calls = try await scenario.emulator.mutatingCalls()
            #expect(calls.contains("iam:AddUserToGroup") && !calls.contains("iam:UpdateLoginProfile"), "\(calls)")
            try scenario.edit("t.yaml", replacing: "Some-passw0rd", by: "Other-passw0rd")
            try await scenario.apply()
            #expect(try await scenario.emulator.mutatingCalls().contains("iam:UpdateLoginProfile"))
            try await scenario.expectNoChanges()
        }
    }

    /// What the template gives will not come by waiting.
    @Test func nothingIsWaitedForThatNobodyMakes() async throws {
        let template = """
            Resources:
              Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}
              Subnet: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
              Server:
                Type: AWS::EC2::Instance
                Properties: {ImageId: ami-0123456789abcdef0, InstanceType: t3.micro, SubnetId: !Ref Subnet}
            """
        try await Scenario.play(template: template) { scenario in
            let run = try await scenario.plumb("apply", "stacks", "--auto-approve")
            #expect(run.status == 1 && run.err.contains("ami-0123456789abcdef0"), "\(run.err)")
            let calls = try await scenario.emulator.mutatingCalls()
            #expect(calls.count { $0 == "ec2:RunInstances" } == 1, "\(calls)")
        }
    }

    /// User data that brings an access key to an instance: AWS tells the secret once, and the user data for ever.
    @Test func keysStandInUserData() async throws {
        let data = "!Base64 {Fn::Sub: \"cfn-init --access-key ${Key} --secret-key ${Key.SecretAccessKey} # 1\"}"
        let template = """
            Resources:
              Owner: {Type: 'AWS::IAM::User'}
              Key: {Type: 'AWS::IAM::AccessKey', Properties: {UserName: !Ref Owner}}
              Server:
                Type: AWS::EC2::Instance
                Properties:
                  ImageId: ami-760aaa0f
                  InstanceType: t3.micro
                  UserData: \(data)
              Launch:
                Type: AWS::AutoScaling::LaunchConfiguration
                Properties:
                  ImageId: ami-760aaa0f
                  InstanceType: t3.medium
                  UserData: \(data)
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            try await scenario.expectNoChanges()
            #expect(try await scenario.plumb("drift", "stacks").status == 0)
            // The instance goes on with what it has.
            try scenario.edit("t.yaml", replacing: "t3.micro", by: "t3.small")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            // A new configuration must know a secret, and only a new key's is known.
            try scenario.edit("t.yaml", replacing: "t3.medium", by: "t3.large")
            try await scenario.apply()
            try await scenario.expectNoChanges()
        }
    }

    /// The rule that AWS's own examples give: the subnets that somebody names are of the network that he names.
    @Test func rulesAskAboutParameters() async throws {
        let template = """
            Parameters:
              Net: {Type: 'AWS::EC2::VPC::Id'}
              Parts: {Type: 'List<AWS::EC2::Subnet::Id>'}
            Rules:
              PartsInNet:
                Assertions:
                  - Assert: {Fn::EachMemberIn: [{Fn::ValueOf: [Parts, VpcId]}, {Fn::RefAll: 'AWS::EC2::VPC::Id'}]}
                    AssertDescription: the subnets are of another network
                  - Assert: {Fn::EachMemberEquals: [{Fn::ValueOfAll: ['AWS::EC2::VPC::Id', Tags.Use]}, web]}
                    AssertDescription: the network is not for the web
            Resources:
              Group: {Type: 'AWS::EC2::SecurityGroup', Properties: {GroupDescription: g, VpcId: !Ref Net}}
            """
        try await Scenario.play { scenario in
            func make(_ operation: String, _ input: Value, _ item: String, _ id: String) async throws -> String {
                let answer = try await scenario.emulator.client().send(.init("ec2", operation, input))
                return try #require(answer[item]?[id]?.string)
            }
            let tags: Value = [["ResourceType": "vpc", "Tags": [["Key": "Use", "Value": "web"]]]]
            let net = try await make(
                "CreateVpc", ["CidrBlock": "10.1.0.0/16", "TagSpecifications": tags], "Vpc", "VpcId")
            let other = try await make("CreateVpc", ["CidrBlock": "10.2.0.0/16"], "Vpc", "VpcId")
            let part = try await make(
                "CreateSubnet", ["VpcId": .string(net), "CidrBlock": "10.1.1.0/24"], "Subnet", "SubnetId")
            try scenario.write("rules.yaml", template)
            func plan(_ net: String, _ part: String) async throws -> Child {
                try await scenario.plumb(
                    "plan", "\(scenario.directory)/rules.yaml", "--parameter", "Net=\(net)", "--parameter",
                    "Parts=\(part)")
            }
            let right = try await plan(net, part)
            #expect(right.status == 0 && !right.err.contains("rule"), "\(right.err)")
            let wrong = try await plan(other, part)
            #expect(wrong.status == 1 && wrong.err.contains("the subnets are of another network"), "\(wrong.err)")
            #expect(wrong.err.contains("the network is not for the web"), "\(wrong.err)")
            let nobodys = try await plan(net, "subnet-0123456789abcdef0")
            #expect(nobodys.status == 0 && nobodys.err.contains("rule-undecided"), "\(nobodys.err)")
        }
    }

    /// AWS tells the volumes of an instance, not what they were made from: an edit of that is seen all the same, and
    /// other edits leave the instance.
    @Test func anInstanceIsReplacedForItsDisks() async throws {
        let template = """
            Resources:
              Server:
                Type: AWS::EC2::Instance
                Description: serves
                Properties:
                  ImageId: ami-760aaa0f
                  InstanceType: t3.micro
                  BlockDeviceMappings: [{DeviceName: /dev/sda1, Ebs: {VolumeSize: 20}}]
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "t3.micro", by: "t3.small")
            let smaller = try await scenario.plumb("plan", "stacks")
            #expect(smaller.out.contains("0 to add, 1 to change, 0 to destroy"), "\(smaller.out)")
            try await scenario.apply()
            try scenario.edit("t.yaml", replacing: "VolumeSize: 20", by: "VolumeSize: 30")
            let larger = try await scenario.plumb("plan", "stacks")
            #expect(larger.out.contains("1 to add, 0 to change, 1 to destroy"), "\(larger.out)")
            #expect(larger.out.contains("BlockDeviceMappings"), "\(larger.out)")
            try await scenario.apply()
            try await scenario.expectNoChanges()
        }
    }
}
