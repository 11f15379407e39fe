import Testing

/// Templates and stack files that are wrong, through the built program: each is told with a stable code, its place and a
/// remedy, on stderr, before AWS is asked anything.
@Suite struct BadTemplateTests {
    private static let group = "Type: AWS::Logs::LogGroup"

    /// Template, the finding's code, its place, and a part of the remedy.
    static let cases: [(String, String, String, String)] = [
        ("Resources:\n  Log: {Type: 'AWS::Logs::LogGroup'\n", "yaml-syntax", ":3:1", "correct the syntax"),
        ("Resources:\n\tLog: x\n", "yaml-syntax", ":2:1", "spaces, not tabs"),
        ("", "empty-file", ":1:1", "Resources"),
        ("Resources:\n  Log: {Type: 'AWS::Logs::LogGrop'}\n", "unknown-type", ":2:15", "AWS::Logs::LogGroup"),
        (
            "Resources:\n  Log:\n    \(group)\n    Properties:\n      RetentionInDay: 3\n", "unknown-property", ":5:7",
            "RetentionInDays"
        ),
        (
            "Resources:\n  Log:\n    \(group)\n    Properties:\n      RetentionInDays: many\n", "wrong-type", ":5:24",
            ""
        ),
        (
            "Resources:\n  Log:\n    \(group)\n    Properties:\n      LogGroupName: !Ref Nam\nParameters:\n  Name: {Type: String, Default: x}\n",
            "unresolved-reference", ":5:21", "Name"
        ),
        (
            "Resources:\n  A: {\(group), DependsOn: B}\n  B: {\(group), DependsOn: A}\n", "circular-dependency", ":2:3",
            ""
        ),
        ("Resources:\n  Log: {\(group)}\n  Log: {\(group)}\n", "duplicate-key", ":3:3", "keep one"),
        (
            "Resources:\n  Data:\n    Type: AWS::S3::Bucket\n    Properties:\n      AbacStatus: Enabled\n",
            "unsupported-property", ":5:19", "Leave it out"
        ),
        (
            "Resources:\n  Proof:\n    Type: AWS::CertificateManager::Certificate\n    Properties:\n      DomainName: a.example.com\n      DomainValidationOptions:\n        - {DomainName: A.example.com, HostedZoneId: Z1}\n        - {DomainName: b.example.com, HostedZoneId: Z1}\n",
            "contradicting-properties", ":8:24", "SubjectAlternativeNames"
        ),
        (
            "Resources:\n  Table:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      BillingMode: PAY_PER_REQUEST\n      KeySchema: [{AttributeName: id, KeyType: HASH}]\n      AttributeDefinitions: [{AttributeName: id, AttributeType: S}, {AttributeName: x, AttributeType: S}]\n",
            "contradicting-properties", ":7:69", "keys only"
        ),
        (
            "Resources:\n  Made:\n    Type: AWS::SecretsManager::Secret\n    Properties:\n      GenerateSecretString:\n        GenerateStringKey: password\n        SecretStringTemplate: 'user: admin'\n",
            "contradicting-properties", ":7:31", "like `{\"username\""
        ),
        (
            "Resources:\n  Made:\n    Type: AWS::SecretsManager::Secret\n    Properties:\n      GenerateSecretString: {GenerateStringKey: password}\n",
            "contradicting-properties", ":5:49", "Add `SecretStringTemplate`"
        ),
        (
            "Resources:\n  Made:\n    Type: AWS::SecretsManager::Secret\n    Properties:\n      SecretString: hunter22hunter\n      GenerateSecretString: {}\n",
            "contradicting-properties", ":6:29", "Leave `SecretString`"
        ),
        (
            "Resources:\n  Orders:\n    Type: AWS::SQS::Queue\n    Properties: {QueueName: orders, FifoQueue: true}\n",
            "contradicting-properties", ":4:29", "Write `orders.fifo`"
        ),
        (
            "Resources:\n  Orders:\n    Type: AWS::SNS::Topic\n    Properties: {TopicName: orders.fifo}\n",
            "contradicting-properties", ":4:29", "Set `FifoTopic`"
        ),
        (
            "Resources:\n  Log: {\(group)}\n  Group:\n    Type: AWS::Route53::RecordSetGroup\n    Properties:\n      HostedZoneId: Z1\n      RecordSets: [{Name: a.example.com, Type: A, TTL: '60', ResourceRecords: [192.0.2.1], HostedZoneId: Z2}]\n",
            "unsupported-property", ":7:106", "Leave it out"
        ),
    ]

    @Test(arguments: cases.indices)
    func eachIsToldWithItsPlace(index: Int) throws {
        let (template, code, place, remedy) = Self.cases[index]
        let folder = try Folder(["t.yaml": template])
        defer { folder.remove() }
        for command in ["validate", "plan", "drift"] {
            let run = try Program.run([command, "\(folder.path)/t.yaml", "--stack-name", "bad"])
            #expect(run.status == 1, "\(command): \(run.err)")
            #expect(run.out.isEmpty)
            #expect(run.err.contains("error[\(code)]"), "\(command): \(run.err)")
            #expect(run.err.contains("t.yaml\(place)\n"), "\(command): \(run.err)")
            #expect(run.err.contains("help: ") && run.err.contains(remedy), "\(command): \(run.err)")
        }
    }

    @Test func allFindingsAreShown() throws {
        let folder = try Folder([
            "t.yaml": """
            Resources:
              A: {Type: 'AWS::Logs::LogGrop'}
              B: {Type: 'AWS::Logs::LogGroup', Properties: {RetentionDays: 3, LogGroupName: !Ref Nope}}
              C: {Type: 'AWS::Logs::LogGroup', Properties: {RetentionInDays: many}}
              D: {Type: 'AWS::S3::Bucket', Properties: {AbacStatus: Enabled}}
            """
        ])
        defer { folder.remove() }
        let run = try Program.run(["validate", "\(folder.path)/t.yaml", "--stack-name", "bad"])
        for code in ["unknown-type", "unresolved-reference", "wrong-type", "unsupported-property"] {
            #expect(run.err.contains("error[\(code)]"), "\(code): \(run.err)")
        }
        #expect(!run.err.contains("function-failed"), "what follows from another finding is not told: \(run.err)")
    }

    @Test func anExtraParameter() throws {
        let folder = try Folder([
            "t.yaml": "Resources:\n  Log: {\(Self.group)}\n",
            "s.yaml": "template-file-path: t.yaml\nparameters:\n  Nmae: x\n",
        ])
        defer { folder.remove() }
        let run = try Program.run(["plan", "\(folder.path)/s.yaml"])
        #expect(run.status == 1 && run.out.isEmpty)
        #expect(run.err.contains("error[extra-parameter]") && run.err.contains("Nmae"), "\(run.err)")
    }

    @Test func filesThatCannotBeRead() throws {
        let folder = try Folder(["s.yaml": "template-file-path: gone.yaml\n", "d.yaml": "template-file-path: .\n"])
        defer { folder.remove() }
        for (arguments, code) in [
            (["plan", "\(folder.path)/none.yaml"], "file-not-found"),
            (["plan", "\(folder.path)/s.yaml"], "file-not-found"),
            (["plan", "\(folder.path)/d.yaml"], "file-is-directory"),
        ] {
            let run = try Program.run(arguments)
            #expect(run.status == 1 && run.out.isEmpty)
            #expect(run.err.contains("error[\(code)]") && run.err.contains("help: "), "\(run.err)")
        }
    }

    @Test func aliasesThatExplode() throws {
        var text = "template-file-path: t.yaml\nx0: &x0 [a, a, a, a, a, a, a, a, a, a]\n"
        for level in 1...9 {
            let alias = "*x\(level - 1)"
            text += "x\(level): &x\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
        }
        let folder = try Folder(["s.yaml": text])
        defer { folder.remove() }
        let run = try Program.run(["validate", "\(folder.path)/s.yaml"])
        #expect(run.status == 1 && run.out.isEmpty)
        #expect(run.err.contains("error[alias-bomb]") && run.err.contains("s.yaml:"), "\(run.err)")
    }

    @Test func fiftyMegabytes() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("big.yaml", [UInt8](repeating: UInt8(ascii: "#"), count: 50_000_000))
        let run = try Program.run(["validate", "\(folder.path)/big.yaml", "--stack-name", "big"])
        #expect(run.status == 1 && run.out.isEmpty)
        #expect(run.err.contains("error[file-too-large]") && run.err.contains("50000000"), "\(run.err)")
    }

    @Test func escapesDoNotReachTheTerminal() throws {
        let folder = try Folder([
            "t.yaml":
                "Resources:\n  Log:\n    \(Self.group)\n    Properties:\n      RetentionInDays: \"\\e[31mred\\a\"\n"
        ])
        defer { folder.remove() }
        let run = try Program.run(["validate", "\(folder.path)/t.yaml", "--stack-name", "bad"])
        #expect(run.status == 1)
        #expect(
            run.err.contains("error[wrong-type]") && !run.err.contains("\u{1b}") && !run.err.contains("\u{7}"),
            "\(run.err)")
    }
}
