import AWS
import FoundationEssentials
import Testing
import Values

/// Runs of the program with secrets planted everywhere; every byte that it writes is searched for them.
@Suite(.timeLimit(.minutes(30))) struct SecretsTests {
    /// With characters that JSON, XML, forms, YAML and shells write in other ways.
    private static let parameter = "Par\"am&<4711>/+\\é"
    private static let kept = #"Kept"&<4712>/+"#
    private static let member = "Member/+4713=x"
    private static let secure = "Secure/+4714=x"
    private static let literal = "Literal/+4718=x"
    private static let login = "Login&<4719>/+Aa"
    private static let key = "KEY/secret+4715aaaaaaaaaaaaaaaaaaaaaaaaaa"
    private static let token = "TOKEN/session+4716==bbbbbbbbbbbbbbbbbbbbb"

    private static let template = """
        Parameters:
          Password: {Type: String, NoEcho: true}
        Resources:
          Own:
            Type: AWS::SecretsManager::Secret
            Properties: {Name: own, SecretString: !Ref Password}
          Literal:
            Type: AWS::SecretsManager::Secret
            Properties: {Name: literal, SecretString: '{"user": "u", "password": "Literal/+4718=x"}'}
          Json:
            Type: AWS::SecretsManager::Secret
            Properties:
              Name: json
              SecretString: !Sub '{"user": "u", "password": "${Password}"}'
          Copy:
            Type: AWS::SecretsManager::Secret
            Properties: {Name: copy, SecretString: '{{resolve:secretsmanager:planted}}'}
          Part:
            Type: AWS::SSM::Parameter
            Properties:
              Name: /part
              Type: String
              Value: '{{resolve:secretsmanager:members:SecretString:password}}'
          Plain:
            Type: AWS::SSM::Parameter
            Properties: {Name: /plain, Type: String, Value: !Sub 'url=https://u:${Password}@host'}
          Generated:
            Type: AWS::SecretsManager::Secret
            Properties:
              Name: generated
              GenerateSecretString: {SecretStringTemplate: '{"user": "u"}', GenerateStringKey: secret}
          User:
            Type: AWS::IAM::User
            Properties: {UserName: mailer, LoginProfile: {Password: 'Login&<4719>/+Aa'}}
          Key:
            Type: AWS::IAM::AccessKey
            Properties: {UserName: !Ref User}
          KeySecret:
            Type: AWS::SecretsManager::Secret
            Properties:
              Name: smtp
              SecretString: !Sub '{"id": "${Key}", "secret": "${Key.SecretAccessKey}"}'
          Launch:
            Type: AWS::AutoScaling::LaunchConfiguration
            Properties:
              ImageId: ami-12c6146b
              InstanceType: t3.micro
              UserData:
                Fn::Base64: !Sub "#!/bin/sh\\nexport PASSWORD='${Password}'\\n"
        Outputs:
          Id: {Value: !Ref Key}
          Secret: {Value: !GetAtt Key.SecretAccessKey}
          Url: {Value: !Sub 'https://${Password}@host'}
        """

    /// A folder, an account, and what was written so far.
    private struct Stage {
        let emulator: Emulator
        let folder: Folder
        var written: [(name: String, bytes: [UInt8])] = []
        var variables: [String: String] {
            emulator.environment.merging([
                "AWS_SECRET_ACCESS_KEY": SecretsTests.key, "AWS_SESSION_TOKEN": SecretsTests.token,
                "HOME": folder.path,
            ]) { $1 }
        }

        @discardableResult
        mutating func plumb(
            _ status: Int32, _ words: String..., parameter: String? = nil,
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws -> Child {
            let secret = ["--parameter", "Password=\(parameter ?? SecretsTests.parameter)"]
            let words = words.map { $0.replacing("@", with: folder.path + "/") }
            let run = try await Child.run(
                try #require(Program.binary), words + (words[0] == "explain" ? [] : secret), environment: variables)
            #expect(run.status == status, "\(words): \(run.err.suffix(3000))", sourceLocation: sourceLocation)
            written.append(("stdout of \(words)", Array(run.out.utf8)))
            written.append(("stderr of \(words)", Array(run.err.utf8)))
            return run
        }

        /// Everything written: the streams, and the files that were made.
        func artefacts() throws -> [(name: String, bytes: [UInt8])] {
            let made = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
                .filter { !["t.yaml", "s.yaml", "secure.yaml"].contains($0) }
            return written
                + made.compactMap { name in
                    FileManager.default.contents(atPath: "\(folder.path)/\(name)").map { (name, Array($0)) }
                }
        }
    }

    /// The forms in which a secret might be written, by rules of this test's own.
    static func forms(_ secret: String) -> [String] {
        let json = String(decoding: (try? JSONEncoder().encode(secret)) ?? Data(), as: UTF8.self).dropFirst().dropLast()
        let bare = secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let percent = secret.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            return byte < 128 && (character.isLetter || character.isNumber || "-._~".contains(character))
                ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
        let xml = secret.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
        var forms = [secret, String(json), bare, percent, percent.lowercased(), xml]
        // In base 64 the neighbours decide how a text begins: three ways, without the digits that are shared.
        for shift in 0..<3 {
            let bytes = Array(secret.utf8.dropFirst(shift))
            forms.append(Data(bytes.prefix(bytes.count / 3 * 3)).base64EncodedString())
        }
        return forms
    }

    static func expectNone(_ secrets: [String], in artefacts: [(name: String, bytes: [UInt8])]) {
        for (name, bytes) in artefacts {
            let text = String(decoding: bytes, as: UTF8.self)
            for form in secrets.flatMap(forms) where text.contains(form) {
                let line = text.split(separator: "\n").first { $0.contains(form) } ?? ""
                Issue.record("\(name) shows \(form): \(line.prefix(400))")
            }
        }
    }

    private static func plant(_ emulator: Emulator) async throws {
        let client = emulator.client()
        for (name, text) in [("planted", kept), ("members", #"{"password": "\#(member)"}"#)] {
            _ = try await client.send(
                .init("secretsmanager", "CreateSecret", ["Name": .string(name), "SecretString": .string(text)]))
        }
        _ = try await client.send(
            .init("ssm", "PutParameter", ["Name": "/secure", "Type": "SecureString", "Value": .string(secure)]))
    }

    /// What AWS has made and a secret keeps.
    private static func kept(in secret: String, _ emulator: Emulator) async throws -> String {
        let answer = try await emulator.client().send(
            .init("secretsmanager", "GetSecretValue", ["SecretId": .string(secret)]))
        let text = try #require(answer["SecretString"]?.string)
        return try #require(try Value(json: text)["secret"]?.string)
    }

    @Test func noArtefactOfARunHoldsASecret() async throws {
        let folder = try Folder(["t.yaml": Self.template, "s.yaml": "template-file-path: t.yaml\nstack-name: web\n"])
        defer { folder.remove() }
        try await Emulator.lend { emulator in
            var stage = Stage(emulator: emulator, folder: folder)
            try await stage.plumb(0, "validate", "@s.yaml")
            try await stage.plumb(0, "validate", "@s.yaml", "--format", "json")
            try await stage.plumb(0, "plan", "@s.yaml", "--debug", "--show-calls")
            try await stage.plumb(0, "plan", "@s.yaml", "--format", "json", "--out", "@plan.json")
            try await stage.plumb(0, "graph", "@s.yaml", "--plan", "--debug")
            for format in ["html", "markdown", "aws-cli", "sarif", "junit"] {
                try await stage.plumb(0, "plan", "@s.yaml", "--format", "\(format)=@plan.\(format)")
            }

            // The referenced secrets are not there yet; then AWS refuses a call.
            try await stage.plumb(1, "apply", "@s.yaml", "--auto-approve", "--debug", "--show-calls")
            try await Self.plant(emulator)
            try await emulator.control(
                "POST", "faults",
                [["match": ["action": "PutParameter"], "when": "before", "do": "deny", "times": 0]])
            try await stage.plumb(1, "apply", "@s.yaml", "--auto-approve", "--debug", "--on-failure", "rollback")
            let denied = try await stage.plumb(1, "apply", "@s.yaml", "--auto-approve", "--debug")
            #expect(denied.err.contains("error[access-denied]"), "\(denied.err.suffix(2000))")
            try await emulator.control("POST", "faults", [])
            try await stage.plumb(0, "apply", "@s.yaml", "--auto-approve", "--debug", "--journal", "@journal.jsonl")
            let made = try await [Self.kept(in: "smtp", emulator), Self.kept(in: "generated", emulator)]
            let secrets =
                [Self.parameter, Self.kept, Self.member, Self.secure, Self.key, Self.token, Self.literal, Self.login]
                + made

            // What arrived is what was meant.
            let copy = try await emulator.client().send(.init("secretsmanager", "GetSecretValue", ["SecretId": "copy"]))
            #expect(copy["SecretString"]?.string == Self.kept)
            let part = try await emulator.client().send(.init("ssm", "GetParameter", ["Name": "/part"]))
            #expect(part.at("Parameter.Value")?.string == Self.member)
            let literal = try await emulator.client().send(
                .init("secretsmanager", "GetSecretValue", ["SecretId": "literal"]))
            #expect(literal["SecretString"]?.string?.contains(Self.literal) == true)

            // Another value: before and after are secret.
            try await stage.plumb(2, "plan", "@s.yaml", "--detailed-exitcode", parameter: "Other4717\"<&>")
            _ = try await emulator.client().send(
                .init(
                    "ssm", "PutParameter",
                    ["Name": "/plain", "Value": .string("drifted to \(Self.parameter)!"), "Overwrite": true]))
            try await stage.plumb(2, "drift", "@s.yaml", "--debug")
            try await stage.plumb(2, "drift", "@s.yaml", "--format", "json")
            for format in ["text", "json", "dotenv", "github"] {
                try await stage.plumb(0, "outputs", "@s.yaml", "--format", format, "--debug")
            }
            let destroyed = try await stage.plumb(0, "destroy", "@s.yaml", "--auto-approve", "--debug")
            #expect(destroyed.err.contains("> Authorization: AWS4-HMAC-SHA256 Credential=test/"))

            let artefacts = try stage.artefacts()
            for file in ["plan.json", "journal.jsonl"] {
                #expect(artefacts.contains { $0.name == file && !$0.bytes.isEmpty })
            }
            #expect(artefacts.reduce(0) { $0 + $1.bytes.count } > 100_000)
            Self.expectNone(secrets + ["Other4717\"<&>"], in: artefacts)
            // The search finds what is there.
            #expect(Self.forms(Self.key).contains { Self.key.contains($0) })
        }
    }

    /// Where findings quote the files, and a refusal quotes the call.
    @Test func noErrorHoldsASecret() async throws {
        let template = """
            Parameters:
              Password: {Type: String, NoEcho: true, Default: \(Self.member), MinLength: 200}
              Other: {Type: Number, NoEcho: true, Default: 1}
            Resources:
              Log:
                Type: AWS::Logs::LogGroup
                Properties: {LogGroupName: !Ref Password, RetentionInDays: !Ref Other, KmsKeyId: !Select [7, !Split [",", !Ref Password]]}
            """
        let stack =
            "template-file-path: t.yaml\nstack-name: web\nregion: us-east-1\nparameters: {Password: '\(Self.kept)', Other: '\(Self.secure)'}\n"
        let folder = try Folder(["t.yaml": template, "s.yaml": stack])
        defer { folder.remove() }
        let aws = try FakeAWS { request in
            request.contains("GetCallerIdentity")
                ? FakeAWS.refusal(403, "AccessDenied", "not with \(Self.key) and \(Self.token)") : FakeAWS.caller()
        }
        defer { aws.stop() }
        let variables = [
            "AWS_ENDPOINT_URL": aws.url, "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": Self.key,
            "AWS_SESSION_TOKEN": Self.token, "AWS_REGION": "us-east-1",
        ]
        for words in [["validate"], ["validate", "--format", "json"], ["plan", "--debug"]] {
            let run = try Program.run(
                [words[0], "\(folder.path)/s.yaml"] + words.dropFirst(), environment: variables)
            #expect(run.status == 1)
            Self.expectNone(
                [Self.kept, Self.member, Self.secure, Self.key, Self.token],
                in: [("stdout of \(words)", Array(run.out.utf8)), ("stderr of \(words)", Array(run.err.utf8))])
        }
        try folder.write("t.yaml", Array("Resources: {T: {Type: 'AWS::SNS::Topic'}}".utf8))
        try folder.write("s.yaml", Array("template-file-path: t.yaml\nstack-name: web\n".utf8))
        let run = try Program.run(["plan", "\(folder.path)/s.yaml", "--debug"], environment: variables)
        #expect(run.status == 1 && run.err.contains("not with (sensitive value) and (sensitive value)"), "\(run.err)")
        Self.expectNone(
            [Self.key, Self.token], in: [("stderr", Array(run.err.utf8)), ("stdout", Array(run.out.utf8))])
    }
}
