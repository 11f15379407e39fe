import ArgumentParser
import Checks
import Diagnostics
import Plans
import Testing
import Values

@testable import plumb

/// The built-in checks as commands tell them and heed them.
@Suite struct GuardTests {
    private static let open = """
        Resources:
          Web:
            Type: AWS::EC2::SecurityGroup
            Properties:
              GroupDescription: web
              SecurityGroupIngress:
                - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}
        """

    private static func plan(_ severity: Diagnostic.Severity, _ actions: Action...) -> Plan {
        var plan = Plan(purpose: .apply, account: "123456789012", steps: actions.map(Bench.step))
        plan.checks = [
            CheckFinding(
                rule: "PLB101", severity: severity, summary: "Remote login is open to the world.", address: "net/Web",
                type: "AWS::EC2::SecurityGroup", message: "port 22 (SSH) is open to 0.0.0.0/0", remedy: "Close it.")
        ]
        return plan
    }

    @Test func errorsRefuseToApply() async throws {
        let bench = Bench(Self.plan(.error, .create))
        let apply = try ApplyCommand.parse([Bench.path, "--auto-approve"])
        #expect(await apply.perform(bench.session, bench.terminal()) == .refused)
        #expect(bench.ran.next() == 1, "nothing was carried out")
        #expect(bench.err.contains("error[PLB101]: port 22 (SSH) is open to 0.0.0.0/0"))
        let shown = Bench(Self.plan(.error, .create))
        let plan = try PlanCommand.parse([Bench.path])
        #expect(await plan.perform(shown.session, shown.terminal()) == .refused)
        #expect(shown.out.contains("Checks: 1 error refuses apply\n") && shown.out.contains("Plan: 1 to add"))
    }

    @Test func warningsAreShown() async throws {
        let bench = Bench(Self.plan(.warning, .create))
        let apply = try ApplyCommand.parse([Bench.path, "--auto-approve"])
        #expect(await apply.perform(bench.session, bench.terminal()) == .done)
        #expect(bench.ran.next() == 2)
        #expect(bench.out.contains("PLB101 warning"))
    }

    /// What is there already stays: there is nothing to refuse.
    @Test func nothingToDoIsNotRefused() async throws {
        let bench = Bench(Self.plan(.error))
        let apply = try ApplyCommand.parse([Bench.path, "--auto-approve"])
        #expect(await apply.perform(bench.session, bench.terminal()) == .done)
    }

    @Test func validateTellsThem() async throws {
        for (words, status) in [([String](), CommandStatus.refused), (["--check", "PLB101=warning"], .done)] {
            let bench = Bench(nil, template: Self.open)
            let command = try ValidateCommand.parse([Bench.path] + words)
            #expect(command.perform(bench.session, bench.terminal()) == status)
            #expect(bench.err.contains("[PLB101]: port 22 (SSH) is open to 0.0.0.0/0"))
            #expect(bench.err.contains("template.yaml:7:"))
        }
        let bench = Bench(
            nil, template: Self.open, keys: "checks:\n  PLB101: {except: {Web: people come from everywhere}}\n")
        let command = try ValidateCommand.parse([Bench.path])
        #expect(command.perform(bench.session, bench.terminal()) == .done)
        #expect(bench.err.isEmpty)
    }

    @Test func unknownIdsAreRefused() throws {
        let bench = Bench(nil, keys: "checks: {PLB999: error}\n")
        let command = try ValidateCommand.parse([Bench.path])
        #expect(command.perform(bench.session, bench.terminal()) == .failed)
        #expect(bench.err.contains("error[unknown-check]") && bench.err.contains("stack.yaml:4:10"))
        #expect(throws: (any Error).self) { try ValidateCommand.parse([Bench.path, "--check", "PLB999=error"]) }
        #expect(throws: (any Error).self) { try ValidateCommand.parse([Bench.path, "--check", "PLB101=off"]) }
    }

    @Test func theListIsWhole() throws {
        for format in ["text", "markdown", "json"] {
            let bench = Bench(nil)
            let command = try ExplainCommand.parse(["--checks", "--format", format])
            #expect(command.perform(bench.session, bench.terminal()) == .done)
            for rule in Rule.all { #expect(bench.out.contains(rule.id), "\(format) lacks \(rule.id)") }
        }
        #expect(throws: (any Error).self) { try ExplainCommand.parse(["--checks", "AWS::S3::Bucket"]) }
    }

    @Test func editorsKnowThem() throws {
        let bench = Bench(nil)
        let command = try SchemaCommand.parse([])
        #expect(command.perform(bench.session, bench.terminal()) == .done)
        let schema = try Value(json: bench.out)
        let file = schema["definitions"]?["StackFile"]
        let checks = file?.at("properties.checks.properties")?.object
        #expect(checks?.keys.sorted() == Rule.all.map(\.id))
        #expect(file?.at("properties.naming.properties")?["AWS::S3::Bucket"] != nil)
    }
}

/// `plumb permissions --for`.
@Suite struct LeastPolicyTests {
    private static let template = """
        Resources:
          Log:
            Type: AWS::Logs::LogGroup
            Properties: {LogGroupName: /apps/web, RetentionInDays: 30}
          Role:
            Type: AWS::IAM::Role
            Properties:
              RoleName: web
              Path: /apps/
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]
          Profile:
            Type: AWS::IAM::InstanceProfile
            Properties: {Roles: [!Ref Role]}
          Net:
            Type: AWS::EC2::VPC
            Properties: {CidrBlock: 10.0.0.0/16}
        """

    private func statements(
        _ purpose: String, _ words: [String] = [], of template: String = template
    ) async throws -> [String: Value] {
        let bench = Bench(nil, template: template)
        let command = try PermissionsCommand.parse([Bench.path, "--for", purpose, "--format", "json"] + words)
        #expect(await command.perform(bench.session, bench.terminal()) == .done, "\(bench.err)")
        var found: [String: Value] = [:]
        for statement in try Value(json: bench.out)["Statement"]?.array ?? [] {
            for action in statement["Action"]?.array ?? [] { found[action.string ?? ""] = statement }
        }
        return found
    }

    @Test func making() async throws {
        let found = try await statements("apply", ["--account", "210987654321"])
        #expect(
            found["logs:CreateLogGroup"]?["Resource"]?.array?.contains(
                "arn:aws:logs:us-east-1:210987654321:log-group:/apps/web") == true)
        #expect(found["logs:DescribeLogGroups"]?["Resource"] == "*")
        #expect(found["iam:CreateRole"]?["Resource"] == ["arn:aws:iam::210987654321:role/apps/web"])
        #expect(found["iam:PassRole"]?["Resource"] == ["arn:aws:iam::210987654321:role/apps/web"])
        #expect(found["iam:PassRole"]?.at("Condition.StringEquals")?["iam:PassedToService"] == ["ec2.amazonaws.com"])
        let networks: Value = "arn:aws:ec2:us-east-1:210987654321:vpc/*"
        #expect(found["ec2:CreateVpc"]?["Resource"]?.array?.contains(networks) == true)
        #expect(found["ec2:CreateTags"] != nil, "tags in the create call need a permission of their own")
        #expect(found["logs:DeleteLogGroup"] == nil)
    }

    /// What a template looks up is there, and what it makes is not, though both are asked for in the same words.
    @Test(arguments: ["plan", "apply", "drift", "destroy"]) func parameters(_ purpose: String) async throws {
        let found = try await statements(
            purpose,
            of: """
                Parameters:
                  Image: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /golden/image}
                Resources:
                  Named: {Type: 'AWS::SSM::Parameter', Properties: {Name: /never/made, Type: String, Value: !Ref Image}}
                  Other: {Type: 'AWS::SSM::Parameter', Properties: {Type: String, Value: '{{resolve:ssm:/team/name:2}}'}}
                """)
        #expect(found["ssm:GetParameters"] != nil)
        #expect((found["ssm:PutParameter"] != nil) == (purpose == "apply"))
        #expect((found["ssm:DeleteParameter"] != nil) == (purpose == "destroy"))
    }

    @Test func withoutAnAccount() async throws {
        let found = try await statements("apply")
        #expect(found["iam:CreateRole"]?["Resource"] == ["arn:aws:iam::*:role/apps/web"])
    }

    @Test func lookingAndEnding() async throws {
        let looking = try await statements("drift")
        #expect(looking.keys.allSatisfy { !$0.contains(":Create") && !$0.contains(":Delete") && !$0.contains(":Put") })
        #expect(Set(looking.keys) == Set(try await statements("plan").keys))
        let ending = try await statements("destroy", ["--account", "210987654321"])
        #expect(ending["iam:DeleteRole"]?["Resource"] == ["arn:aws:iam::210987654321:role/apps/web"])
        #expect(ending["iam:CreateRole"] == nil)
    }

    /// What services ask KMS for in the caller's name, on the key that the stack names.
    @Test(arguments: [
        (
            "Type: AWS::EFS::FileSystem, Properties: {Encrypted: true, KmsKeyId: KEY}",
            ["CreateGrant", "Decrypt", "DescribeKey", "GenerateDataKeyWithoutPlaintext"], [String](), [String]()
        ),
        (
            "Type: AWS::ECR::Repository, Properties: {EncryptionConfiguration: {EncryptionType: KMS, KmsKey: KEY}}",
            ["CreateGrant", "DescribeKey"], [], ["RetireGrant"]
        ),
        (
            "Type: AWS::SecretsManager::Secret, Properties: {SecretString: x, KmsKeyId: KEY}",
            ["Decrypt", "GenerateDataKey"], [], []
        ),
        (
            "Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, InstanceType: t3.micro, BlockDeviceMappings: [{DeviceName: /dev/xvda, Ebs: {Encrypted: true, KmsKeyId: KEY}}]}",
            [
                "CreateGrant", "Decrypt", "DescribeKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom",
                "ReEncryptTo",
            ], [], []
        ),
        (
            "Type: AWS::Lambda::Function, Properties: {Role: 'arn:aws:iam::210987654321:role/x', Runtime: nodejs22.x, Handler: i.h, Code: {S3Bucket: code, S3Key: k}, KmsKeyArn: KEY}",
            ["CreateGrant", "Decrypt", "Encrypt"], ["Decrypt"], ["Decrypt"]
        ),
        // The services' own principals use these, by the key's policy.
        ("Type: AWS::Logs::LogGroup, Properties: {KmsKeyId: KEY}", [], [], []),
        ("Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: KEY}", [], [], []),
        ("Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: KEY}", [], [], []),
    ])
    func keysThatAreNamed(_ resource: String, _ making: [String], _ looking: [String], _ ending: [String]) async throws
    {
        let key = "arn:aws:kms:us-east-1:210987654321:key/0af1b2c3-1111-2222-3333-444455556666"
        let template = "Resources:\n  R: {\(resource.replacing("KEY", with: "'\(key)'"))}\n"
        for (purpose, wanted) in [("apply", making), ("drift", looking), ("destroy", ending)] {
            let found = try await statements(purpose, ["--account", "210987654321"], of: template)
                .filter { $0.key.hasPrefix("kms:") }
            #expect(found.keys.sorted() == wanted.map { "kms:" + $0 }, "\(purpose)")
            #expect(found.values.allSatisfy { $0["Resource"] == [.string(key)] }, "\(purpose): \(found)")
        }
        // AWS's own key is for all of an account.
        let own = template.replacing(key, with: "alias/aws/x")
        if resource.contains("Secret") || resource.contains("Instance") {
            let found = try await statements("apply", of: own)
            #expect(!found.keys.contains { $0.hasPrefix("kms:") })
        }
    }

    /// A bucket's key is used by whoever puts an object into it; a key of the stack's own has yet to get its id.
    @Test func keysOfBucketsAndStacks() async throws {
        let found = try await statements(
            "apply", ["--account", "210987654321"],
            of: """
                Resources:
                  Key: {Type: AWS::KMS::Key, Properties: {Description: k}}
                  Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/k, TargetKeyId: !Ref Key}}
                  Bucket:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: objects
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - {ServerSideEncryptionByDefault: {SSEAlgorithm: "aws:kms", KMSMasterKeyID: !GetAtt Key.Arn}}
                  Object: {Type: "Plumb::S3::Object", Properties: {Bucket: !Ref Bucket, Key: a, Body: x}}
                """)
        #expect(found["kms:GenerateDataKey"]?["Resource"] == ["arn:aws:kms:us-east-1:210987654321:key/*"])
        #expect(found["kms:CreateKey"]?["Resource"] == "*")
        #expect(
            found["kms:CreateAlias"]?["Resource"] == [
                "arn:aws:kms:us-east-1:210987654321:alias/k", "arn:aws:kms:us-east-1:210987654321:key/*",
            ])
        #expect(found["kms:CreateGrant"] == nil)
    }

    /// A read may say in any words that there is nothing: every stack that is shown has a policy.
    @Test(arguments: ["stacks", "examples"]) func everyStackHasOne(_ folder: String) async throws {
        for purpose in ["plan", "apply", "destroy", "drift"] {
            let run = try Program.run([
                "permissions", "\(Emulator.packageRoot)/\(folder)", "--for", purpose, "--region", "us-east-1",
            ])
            #expect(run.status == 0 && run.out.contains("logs:"), "\(purpose): \(run.err)")
        }
    }

    /// What `--unmanaged` reads hangs on the types that the stacks have.
    @Test func lookingAround() async throws {
        let plain = try await statements("drift"), whole = try await statements("drift", ["--unmanaged"])
        let more = Set(whole.keys).subtracting(plain.keys)
        #expect(more.isSuperset(of: ["ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]))
        #expect(more.contains("elasticloadbalancing:DescribeTags"), "balancers tell their tags by themselves")
        #expect(
            !more.contains { $0.hasPrefix("ecs:") || $0.hasPrefix("autoscaling:") }, "there is no cluster and no subnet"
        )
        #expect(throws: (any Error).self) {
            try PermissionsCommand.parse([Bench.path, "--for", "apply", "--unmanaged"])
        }
    }

    @Test func patternsCover() {
        #expect(ARNPattern.covers("arn:aws:s3:::*", "arn:aws:s3:::a/b"))
        #expect(ARNPattern.covers("a*c*e", "abcde") && !ARNPattern.covers("a*c*e", "abcd"))
        #expect(!ARNPattern.covers("ab*ba", "aba"), "what begins and ends it may not overlap")
        #expect(ARNPattern.filled("arn:${A}:x/${B}${C}") { $0 == "A" ? "aws" : nil } == "arn:aws:x/*")
    }
}
