import Testing

/// What templates refer to and leave to AWS: one apply is enough, and nothing is left to plan.
@Suite(.timeLimit(.minutes(30))) struct FirstApplyTests {
    private static let template = """
        Parameters: {Mode: {Type: String, Default: PROVISIONED}}
        Conditions: {IsProvisioned: !Equals [!Ref Mode, PROVISIONED]}
        Resources:
          Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}
          Range: {Type: 'AWS::EC2::VPCCidrBlock', Properties: {VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true}}
          Open:
            Type: AWS::EC2::SecurityGroup
            DependsOn: Range
            Properties: {GroupDescription: all may leave, VpcId: !Ref Vpc}
          Listed:
            Type: AWS::EC2::SecurityGroup
            DependsOn: Range
            Properties:
              GroupDescription: all may leave and that is said
              VpcId: !Ref Vpc
              SecurityGroupEgress: [{IpProtocol: '-1', CidrIp: 0.0.0.0/0}, {IpProtocol: '-1', CidrIpv6: '::/0'}]
          Narrow:
            Type: AWS::EC2::SecurityGroup
            DependsOn: Range
            Properties:
              GroupDescription: few may leave
              VpcId: !Ref Vpc
              SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]
          Identity:
            Type: AWS::IAM::OIDCProvider
            Properties:
              Url: https://tokens.example.org
              ClientIdList: [sts.amazonaws.com]
              ThumbprintList: [0123456789abcdef0123456789abcdef01234567]
          Rule: {Type: 'AWS::Events::Rule', Properties: {ScheduleExpression: rate(1 day)}}
          Bucket:
            Type: AWS::S3::Bucket
            Properties:
              LifecycleConfiguration:
                Rules:
                  - {Status: Enabled, ExpirationInDays: 3}
                  - {Status: Enabled, Prefix: old/, NoncurrentVersionExpirationInDays: 3}
          Table:
            Type: AWS::DynamoDB::Table
            Properties:
              AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
              KeySchema: [{AttributeName: id, KeyType: HASH}]
              BillingMode: !Ref Mode
              ProvisionedThroughput: !If [IsProvisioned, {ReadCapacityUnits: 1, WriteCapacityUnits: 1}, !Ref 'AWS::NoValue']
          Zone: {Type: 'AWS::Route53::HostedZone', Properties: {Name: example.org}}
          Records:
            Type: AWS::Route53::RecordSetGroup
            Properties:
              HostedZoneId: !Ref Zone
              RecordSets:
                - {Name: example.org, Type: TXT, TTL: "60", ResourceRecords: ['"one"']}
                - {Name: www.example.org, Type: A, TTL: "60", ResourceRecords: [192.0.2.1]}
          Single:
            Type: AWS::Route53::RecordSet
            Properties: {HostedZoneId: !Ref Zone, Name: mail.example.org, Type: A, TTL: "60", ResourceRecords: [192.0.2.2]}
          # Ids that a create call names otherwise, and attributes that it does not answer.
          Ids:
            Type: AWS::SSM::Parameter
            Properties: {Type: StringList, Value: !Join [',', [!Ref Identity, !GetAtt Rule.Arn, !GetAtt Vpc.DefaultSecurityGroup]]}
        Outputs:
          List: {Value: !GetAtt Vpc.DefaultNetworkAcl}
        """

    @Test func oneIsEnough() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            try await scenario.expectNoChanges()
            let outputs = try await scenario.plumb("outputs", "stacks")
            #expect(outputs.status == 0 && outputs.out.contains("= acl-"), "\(outputs.out)\(outputs.err)")
            let drift = try await scenario.plumb("drift", "stacks", "--unmanaged")
            #expect(
                drift.status == 0 && !drift.out.contains("RecordSet"), "a group's records are no others': \(drift.out)")
            try scenario.edit("t.yaml", replacing: "Default: PROVISIONED", by: "Default: PAY_PER_REQUEST")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "Default: PAY_PER_REQUEST", by: "Default: PROVISIONED")
            try await scenario.apply()
            try await scenario.expectNoChanges()
        }
    }
}
