import AWS
import Testing
import Values

/// What templates ask the account before anything is planned.
@Suite(.timeLimit(.minutes(30))) struct LookupTests {
    private static let template = """
        Resources:
          Both: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: '{{resolve:ssm:/a/str}} {{resolve:ssm:/a/str:1}}'}}
          First: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: '{{resolve:ssm:/a/str:1}}'}}
        """

    /// A pinned version beside the newest one, in one template.
    @Test func versionsOfAParameterAreKeptApart() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            for value in ["one", "two"] {
                _ = try await scenario.boto(
                    "ssm", "put_parameter",
                    ["Name": "/a/str", "Type": "String", "Value": .string(value), "Overwrite": .bool(value == "two")])
            }
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(plan.out.contains("two one"), "\(plan.out)\(plan.err)")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "str:1}}'}}", by: "str:7}}'}}")
            let missing = try await scenario.plumb("plan", "stacks")
            #expect(missing.status == 1 && missing.err.contains("`/a/str:7`"), "\(missing.err)")
        }
    }

    /// The text of an encrypted parameter's ciphertext is nobody's value.
    @Test(arguments: [
        """
        Parameters: {S: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/sec}}
        Resources: {T: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Ref S}}}
        """,
        "Resources: {T: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: '{{resolve:ssm:/a/sec}}'}}}",
    ])
    func encryptedParametersAreRefused(_ template: String) async throws {
        try await Scenario.play(template: template) { scenario in
            _ = try await scenario.boto(
                "ssm", "put_parameter", ["Name": "/a/sec", "Type": "SecureString", "Value": "hunter22hunter22"])
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(plan.status == 1)
            #expect(plan.err.contains("`/a/sec` is a SecureString"), "\(plan.err)")
            #expect(!(plan.out + plan.err).contains("hunter22"))
        }
    }

    /// The zones with a default subnet, as long as there is one.
    @Test func zonesAreThoseWithDefaultSubnets() async throws {
        let template = """
            Resources: {T: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Join [' ', !GetAZs '']}}}
            """
        try await Scenario.play(template: template) { scenario in
            func subnets() async throws -> [Value] {
                let filter: Value = ["Name": "default-for-az", "Values": ["true"]]
                return try await scenario.boto("ec2", "describe_subnets", ["Filters": [filter]])["Subnets"]?.array ?? []
            }
            let all = try await scenario.plumb("plan", "stacks")
            let before = try await subnets()
            let gone = try #require(before.first)
            let zone = try #require(gone["AvailabilityZone"]?.string)
            #expect(all.out.contains(zone), "\(all.out)")
            _ = try await scenario.boto("ec2", "delete_subnet", ["SubnetId": gone["SubnetId"] ?? .null])
            let fewer = try await scenario.plumb("plan", "stacks")
            #expect(!fewer.out.contains(zone), "\(fewer.out)")
            for subnet in before.dropFirst() {
                _ = try await scenario.boto("ec2", "delete_subnet", ["SubnetId": subnet["SubnetId"] ?? .null])
            }
            let none = try await scenario.plumb("plan", "stacks")
            #expect(none.out == all.out)
        }
    }

    /// Nothing is made of a stack that holds a handle alone, and nothing goes wrong.
    @Test func aLoneHandleIsAnEmptyStack() async throws {
        let template = "Resources: {Handle: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}"
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            try await scenario.expectNoChanges()
            let destroyed = try await scenario.plumb("destroy", "stacks", "--auto-approve")
            #expect(destroyed.status == 0, "\(destroyed.err)")
        }
    }

    /// Words of the schemas that the API says otherwise, or not at all.
    @Test func endpointsTakeTheSchemasWords() async throws {
        let template = """
            Resources:
              Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}
              Subnet: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
              Endpoint:
                Type: AWS::EC2::VPCEndpoint
                Properties:
                  VpcId: !Ref Vpc
                  SubnetIds: [!Ref Subnet]
                  VpcEndpointType: Interface
                  ServiceName: !Sub com.amazonaws.${AWS::Region}.s3
                  DnsOptions: {DnsRecordIpType: ipv4, PrivateDnsOnlyForInboundResolverEndpoint: OnlyInboundResolver}
              Repository:
                Type: AWS::ECR::Repository
                Properties:
                  LifecyclePolicy:
                    RegistryId: !Ref AWS::AccountId
                    LifecyclePolicyText: |
                      {"rules": [{"rulePriority": 7, "action": {"type": "expire"},
                        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 12}}]}
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "OnlyInboundResolver}", by: "AllResolvers}")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            let endpoint = try await scenario.boto("ec2", "describe_vpc_endpoints", [:])["VpcEndpoints"]?[0]
            #expect(endpoint?["DnsOptions"]?["PrivateDnsOnlyForInboundResolverEndpoint"] == false)
            try scenario.edit("t.yaml", replacing: "DnsRecordIpType: ipv4", by: "DnsRecordIpType: not-specified")
            let refused = try await scenario.plumb("validate", "stacks")
            #expect(refused.status == 1 && refused.err.contains("`not-specified`"), "\(refused.err)")
        }
    }
}
