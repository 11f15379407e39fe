import FoundationEssentials
import Testing

/// Resources that AWS knows only as parts of others (policies of topics, records of a zone, members of a group), and what
/// a template leaves to be found.
@Suite(.timeLimit(.minutes(30))) struct SpreadTests {
    private static let parts = """
        Resources:
          First: {Type: AWS::SNS::Topic}
          Second: {Type: AWS::SNS::Topic}
          Group: {Type: AWS::IAM::Group}
          Ann: {Type: AWS::IAM::User}
          Ben: {Type: AWS::IAM::User}
          Policy:
            Type: AWS::SNS::TopicPolicy
            Properties:
              Topics: [!Ref First, !Ref Second]
              PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sns:Publish, Resource: "*"}]}
          Members:
            Type: AWS::IAM::UserToGroupAddition
            Properties: {GroupName: !Ref Group, Users: [!Ref Ann, !Ref Ben]}
          Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: parts.example.com}}
          Records:
            Type: AWS::Route53::RecordSetGroup
            Properties:
              HostedZoneName: parts.example.com.
              RecordSets:
                - {Name: a.parts.example.com, Type: A, TTL: "60", ResourceRecords: [192.0.2.1]}
                - {Name: b.parts.example.com, Type: A, TTL: "60", ResourceRecords: [192.0.2.2]}
        """

    private static let guarded = """
        Resources:
          Group: {Type: AWS::IAM::Group}
          Role:
            Type: AWS::IAM::Role
            Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]}}
          Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
          Policy:
            Type: AWS::IAM::ManagedPolicy
            DependsOn: Profile
            Properties:
              PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: ec2:Describe*, Resource: "*"}]}
              Groups: [!Ref Group]
              Roles: [!Ref Role]
        """

    /// The role shows the policy, which the template puts behind all that uses the role.
    @Test func aPolicyGoesBeforeWhatItDependsOn() async throws {
        try await Scenario.play { scenario in
            try scenario.write(Self.guarded)
            try await scenario.applyOwn()
            try await scenario.destroyOwn()
            try await scenario.expectEmpty()
        }
    }

    private static let site = """
        Resources:
          Bucket: {Type: AWS::S3::Bucket}
          Control:
            Type: AWS::CloudFront::OriginAccessControl
            Properties:
              OriginAccessControlConfig: {Name: one, OriginAccessControlOriginType: s3, SigningBehavior: always, SigningProtocol: sigv4}
          Identity:
            Type: AWS::CloudFront::CloudFrontOriginAccessIdentity
            Properties:
              CloudFrontOriginAccessIdentityConfig: {Comment: one}
          Site:
            Type: AWS::CloudFront::Distribution
            Properties:
              DistributionConfig:
                Enabled: true
                Origins:
                  - Id: new
                    DomainName: !GetAtt Bucket.RegionalDomainName
                    OriginAccessControlId: !Ref Control
                    S3OriginConfig: {OriginAccessIdentity: ""}
                  - Id: former
                    DomainName: !GetAtt Bucket.RegionalDomainName
                    S3OriginConfig: {OriginAccessIdentity: !Sub "origin-access-identity/cloudfront/${Identity}"}
                DefaultCacheBehavior:
                  TargetOriginId: new
                  ViewerProtocolPolicy: https-only
                  CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
        """

    /// No template relates what has left to the distribution that lets go of it: only what it shows does.
    @Test func whatAnotherTakesThePlaceOfGoesAfterItsUser() async throws {
        try await Scenario.play { scenario in
            try scenario.write(Self.site)
            try await scenario.applyOwn()
            for (old, new) in [
                ("  Control:", "  Access:"), ("!Ref Control", "!Ref Access"), ("Name: one", "Name: two"),
                ("  Identity:", "  Reader:"), ("${Identity}", "${Reader}"),
            ] { try scenario.edit("own.yaml", replacing: old, by: new) }
            let plan = try await scenario.planOwn()
            #expect(plan.contains("2 to destroy"), "\(plan)")
            try await scenario.applyOwn()
            #expect(try await scenario.planOwn().contains("No changes."))
            try await scenario.destroyOwn()
            try await scenario.expectEmpty()
        }
    }

    @Test func whatLeavesAListIsTakenBack() async throws {
        try await Scenario.play { scenario in
            try scenario.write(Self.parts)
            try await scenario.applyOwn()
            #expect(try await scenario.planOwn().contains("No changes."))

            try scenario.edit("own.yaml", replacing: "[!Ref First, !Ref Second]", by: "[!Ref First]")
            try scenario.edit("own.yaml", replacing: "[!Ref Ann, !Ref Ben]", by: "[!Ref Ann]")
            try scenario.edit(
                "own.yaml",
                replacing:
                    "        - {Name: b.parts.example.com, Type: A, TTL: \"60\", ResourceRecords: [192.0.2.2]}",
                by: "")
            let plan = try await scenario.planOwn("--show-calls")
            #expect(plan.contains("0 to add") && plan.contains("0 to destroy"), "\(plan)")
            for call in ["SetTopicAttributes", "__default_policy_ID", "RemoveUserFromGroup", "\"DELETE\""] {
                #expect(plan.contains(call), "\(plan)")
            }
            #expect(!plan.contains("UPSERT"), "what stays is left alone: \(plan)")
            try await scenario.applyOwn()
            #expect(try await scenario.planOwn().contains("No changes."))

            // The rest leaves with its resource.
            for name in ["Policy", "Members", "Records"] { try scenario.removeResource(name, from: "own.yaml") }
            let rest = try await scenario.planOwn()
            #expect(rest.contains("3 to destroy") && rest.contains("left the template"), "\(rest)")
            try await scenario.applyOwn()
            #expect(try await scenario.planOwn().contains("No changes."))
            try await scenario.destroyOwn()
            try await scenario.expectEmpty()
        }
    }

    @Test func aPolicyThatLetsGoOfARoleIsAnEdit() async throws {
        try await Scenario.play { scenario in
            try scenario.write(
                """
                Resources:
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]}
                  Policy:
                    Type: AWS::IAM::ManagedPolicy
                    Properties:
                      PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "*"}]}
                      Roles: [!Ref Role]
                """)
            try await scenario.applyOwn()
            try scenario.edit("own.yaml", replacing: "      Roles: [!Ref Role]", by: "")
            let plan = try await scenario.planOwn()
            #expect(plan.contains("edited") && !plan.contains("drifted"), "\(plan)")
            try await scenario.applyOwn()
            #expect(try await scenario.planOwn().contains("No changes."))
            try await scenario.destroyOwn()
            try await scenario.expectEmpty()
        }
    }

    @Test func aHealthCheckCanBeMadeAgain() async throws {
        try await Scenario.play { scenario in
            try scenario.write(
                """
                Resources:
                  Check: {Type: AWS::Route53::HealthCheck, Properties: {HealthCheckConfig: {Type: TCP, IPAddress: 192.0.2.1, Port: 22}}}
                """)
            for _ in 0..<2 {
                try await scenario.applyOwn()
                #expect(try await scenario.planOwn().contains("No changes."))
                try await scenario.destroyOwn()
            }
            try await scenario.expectEmpty()
        }
    }

    @Test func aZoneIsFoundByItsName() async throws {
        try await Scenario.play { scenario in
            let record = """
                Resources:
                  Log: {Type: AWS::Logs::LogGroup}
                  Record:
                    Type: AWS::Route53::RecordSet
                    Properties: {HostedZoneName: found.example.com., Name: a.found.example.com, Type: A, TTL: "60", ResourceRecords: [192.0.2.1]}
                """
            try scenario.write(record)
            let missing = try await scenario.plumb("plan", "stacks/own.yaml", "--stack-name", "own")
            #expect(missing.status == 1 && missing.err.contains("error[unknown-lookup]"), "\(missing.err)")
            #expect(missing.err.contains("own.yaml:5:"), "\(missing.err)")

            let zone = "Type: AWS::Route53::HostedZone, Properties: {Name: found.example.com}"
            try scenario.write("Resources:\n  Zone: {\(zone)}\n", to: "zone.yaml")
            let made = try await scenario.plumb(
                "apply", "stacks/zone.yaml", "--stack-name", "zone", "--auto-approve")
            #expect(made.status == 0, "\(made.err)")
            try await scenario.applyOwn()
            #expect(try await scenario.planOwn().contains("No changes."))

            try scenario.write("Resources:\n  Zone: {\(zone)}\n  Other: {\(zone)}\n", to: "zone.yaml")
            let twice = try await scenario.plumb(
                "apply", "stacks/zone.yaml", "--stack-name", "zone", "--auto-approve")
            #expect(twice.status == 0, "\(twice.err)")
            let several = try await scenario.plumb("plan", "stacks/own.yaml", "--stack-name", "own")
            #expect(several.status == 1 && several.err.contains("There are 2"), "\(several.err)")
        }
    }
}

extension Scenario {
    /// Writes a template of the test's own beside the stacks.
    fileprivate func write(_ text: String, to file: String = "own.yaml") throws {
        try (text + "\n").write(toFile: "\(directory)/stacks/\(file)", atomically: false, encoding: .utf8)
    }

    fileprivate func applyOwn(_ location: SourceLocation = #_sourceLocation) async throws {
        let run = try await plumb("apply", "stacks/own.yaml", "--stack-name", "own", "--auto-approve")
        try #require(run.status == 0, "\(run.out)\(run.err)", sourceLocation: location)
    }

    fileprivate func planOwn(_ words: String..., location: SourceLocation = #_sourceLocation) async throws -> String {
        let options = words.isEmpty ? "--no-color" : words[0]
        let run = try await plumb("plan", "stacks/own.yaml", "--stack-name", "own", options)
        #expect(run.status == 0, "\(run.out)\(run.err)", sourceLocation: location)
        return run.out
    }

    fileprivate func destroyOwn(_ location: SourceLocation = #_sourceLocation) async throws {
        let run = try await plumb("destroy", "stacks/own.yaml", "--stack-name", "own", "--auto-approve")
        #expect(run.status == 0, "\(run.out)\(run.err)", sourceLocation: location)
    }
}
