import AWS
import FoundationEssentials
import Testing
import Values

/// What is live may be a secret that the run does not know: last time's parameter, or what a reference led to.
@Suite(.timeLimit(.minutes(30))) struct FormerSecretsTests {
    private static let first = "first-Password/4721", second = "second-Password/4722", kept = "Kept-4723/x"
    private static let user = "User-4724", part = "Part-4725/y"

    private static func template(_ variables: String, more: String = "", description: String = "") -> String {
        """
        Parameters:
          Password: {Type: String, NoEcho: true}
          Pair: {Type: String, NoEcho: true}
          Image: {Type: String, Default: 'busybox:1'}
        Resources:
          Task:
            Type: AWS::ECS::TaskDefinition
            Properties:
              Family: former
              ContainerDefinitions:
              - Name: main
                Image: !Ref Image
                Memory: 64
                Environment: [\(variables)]
        \(more)
          Topic:
            Type: AWS::SNS::Topic
            Properties:
              TopicName: former
              DisplayName: '{{resolve:secretsmanager:planted}}'
              Tags: [{Key: pw, Value: !Ref Password}]
          Parameter:
            Type: AWS::SSM::Parameter
            Properties:
              Name: /former
              Type: String
              Value: !Select [1, !Split [":", !Ref Pair]]
              \(description)
          Key:
            Type: AWS::IAM::AccessKey
            Properties: {UserName: !Ref User}
          User: {Type: AWS::IAM::User}
          Handed:
            Type: AWS::SSM::Parameter
            Properties: {Name: /handed, Type: String, Value: !GetAtt Key.SecretAccessKey}
        Outputs:
          Told: {Value: !GetAtt Parameter.Value}
        """
    }

    private static let both =
        "{Name: API_TOKEN, Value: '{{resolve:secretsmanager:planted}}'}, {Name: DB_PASSWORD, Value: !Ref Password}"

    /// What a stack becomes: what is in front moves the others, one container more, another parameter, and all of them gone.
    private static let edits = [
        template("{Name: OPEN, Value: plain}, \(both)"),
        template(
            both, more: "      - {Name: side, Image: 'busybox:2', Memory: 64, Environment: [{Name: A, Value: b}]}"),
        template("{Name: DB_PASSWORD, Value: !Ref Password}", description: "Description: another"),
        template("{Name: OPEN, Value: plain}"),
    ]

    @Test func noPlanShowsWhatWasASecretBefore() async throws {
        let folder = try Folder([
            "t.yaml": Self.template(Self.both), "s.yaml": "template-file-path: t.yaml\nstack-name: former\n",
        ])
        defer { folder.remove() }
        try await Emulator.lend { emulator in
            _ = try await emulator.client().send(
                .init("secretsmanager", "CreateSecret", ["Name": "planted", "SecretString": .string(Self.kept)]))
            var written: [(name: String, bytes: [UInt8])] = []
            func plumb(_ status: Int32, _ password: String, _ words: String...) async throws {
                let given = ["--parameter", "Password=\(password)", "--parameter", "Pair=\(Self.user):\(Self.part)"]
                let words = words.map { $0.replacing("@", with: folder.path + "/") }
                let run = try await Child.run(
                    try #require(Program.binary), words + given, environment: emulator.environment)
                #expect(run.status == status, "\(words): \(run.err.suffix(3000))")
                written.append(("stdout of \(words)", Array(run.out.utf8)))
                written.append(("stderr of \(words)", Array(run.err.utf8)))
            }
            try await plumb(
                0, Self.first, "apply", "@s.yaml", "--auto-approve", "--debug", "--journal", "@journal.jsonl")
            let handed = try await emulator.client().send(.init("ssm", "GetParameter", ["Name": "/handed"]))
            let secret = try #require(handed.at("Parameter.Value")?.string)

            for (number, template) in Self.edits.enumerated() {
                try Data(template.utf8).write(to: URL(filePath: "\(folder.path)/t.yaml"))
                try await plumb(
                    0, Self.second, "plan", "@s.yaml", "--show-calls", "--debug", "--out", "@\(number).plan")
                for format in ["json", "html", "markdown", "github", "aws-cli", "sarif"] {
                    try await plumb(0, Self.second, "plan", "@s.yaml", "--format", "\(format)=@\(number).\(format)")
                }
                for format in ["text", "json", "junit", "sarif"] {
                    try await plumb(2, Self.second, "drift", "@s.yaml", "--debug", "--format", format)
                }
                try await plumb(0, Self.second, "outputs", "@s.yaml", "--format", "json")
            }
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
            where !name.hasSuffix(".yaml") {
                written.append((name, Array(FileManager.default.contents(atPath: "\(folder.path)/\(name)") ?? Data())))
            }
            SecretsTests.expectNone([Self.first, Self.second, Self.kept, Self.part, secret], in: written)
            // What is open stays so.
            let markdown = written.first { $0.name == "0.markdown" }
            #expect(markdown.map { String(decoding: $0.bytes, as: UTF8.self).contains("plain") } == true)
        }
    }

    /// A saved plan notices that a secret has moved, and tells neither.
    @Test func aSavedPlanNoticesAnotherSecret() async throws {
        let folder = try Folder([
            "t.yaml": Self.template(Self.both), "s.yaml": "template-file-path: t.yaml\nstack-name: former\n",
        ])
        defer { folder.remove() }
        try await Emulator.lend { emulator in
            _ = try await emulator.client().send(
                .init("secretsmanager", "CreateSecret", ["Name": "planted", "SecretString": .string(Self.kept)]))
            func plumb(_ words: String...) async throws -> Child {
                let given = ["--parameter", "Password=\(Self.first)", "--parameter", "Pair=\(Self.user):\(Self.part)"]
                return try await Child.run(
                    try #require(Program.binary),
                    words.map { $0.replacing("@", with: folder.path + "/") } + given, environment: emulator.environment)
            }
            #expect(try await plumb("apply", "@s.yaml", "--auto-approve").status == 0)
            try Data(Self.template(Self.both, description: "Description: another").utf8)
                .write(to: URL(filePath: "\(folder.path)/t.yaml"))
            #expect(try await plumb("plan", "@s.yaml", "--out", "@saved.plan").status == 0)
            _ = try await emulator.client().send(
                .init("ssm", "PutParameter", ["Name": "/former", "Value": "Moved-4726", "Overwrite": true]))
            let refused = try await plumb("apply", "@saved.plan", "--auto-approve")
            #expect(refused.status == 3, "\(refused.err)")
            #expect(refused.err.contains("former/Parameter"))
            #expect(!refused.err.contains("Moved-4726") && !refused.err.contains(Self.part))
        }
    }
}
