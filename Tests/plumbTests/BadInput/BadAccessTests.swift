import Testing

/// AWS out of reach or unwilling, through the built program. No output ever holds a secret that it was given.
@Suite struct BadAccessTests {
    private static let secrets = ["SECRETKEY-4711", "SESSIONTOKEN-4712", "PASSWORD-4713"]

    private static let template = """
        Parameters:
          Password: {Type: String, NoEcho: true}
        Resources:
          Kept:
            Type: AWS::SecretsManager::Secret
            Properties: {Name: kept, SecretString: !Ref Password, Description: "\\e[31mred"}
          Log:
            Type: AWS::Logs::LogGroup
            Properties: {LogGroupName: logs, Tags: [{Key: colour, Value: red}]}
        """

    /// Runs over the template with secrets in credentials and parameters, and looks for them in what comes out.
    private static func run(
        _ command: [String], url: String?, environment: [String: String] = [:], keys: String = "region: us-east-1\n",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Program {
        let folder = try Folder([
            "t.yaml": template, "s.yaml": "template-file-path: t.yaml\nstack-name: web\n\(keys)",
        ])
        defer { folder.remove() }
        var variables = [
            "AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": secrets[0], "AWS_SESSION_TOKEN": secrets[1],
            "AWS_MAX_ATTEMPTS": "1",
        ]
        if let url { variables["AWS_ENDPOINT_URL"] = url }
        variables.merge(environment) { $1 }
        let run = try Program.run(
            [command[0], "\(folder.path)/s.yaml", "--parameter", "Password=\(secrets[2])"] + command.dropFirst(),
            environment: variables.filter { !$0.value.isEmpty })
        for secret in secrets {
            #expect(!run.out.contains(secret) && !run.err.contains(secret), sourceLocation: sourceLocation)
        }
        return run
    }

    private static func expect(
        _ run: Program, _ code: String, _ status: Int32 = 1, _ parts: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(run.status == status, "\(run.err)", sourceLocation: sourceLocation)
        #expect(run.out.isEmpty, "stdout carries results only", sourceLocation: sourceLocation)
        for part in ["error[\(code)]", "help: "] + parts {
            #expect(run.err.contains(part), "\(part) in \(run.err)", sourceLocation: sourceLocation)
        }
    }

    @Test func noCredentials() throws {
        let run = try Self.run(
            ["plan"], url: "http://127.0.0.1:1",
            environment: ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": ""])
        Self.expect(run, "credentials-invalid", 1, ["AWS_ACCESS_KEY_ID", "--profile"])
    }

    @Test func noRegion() throws {
        Self.expect(
            try Self.run(["plan"], url: "http://127.0.0.1:1", keys: ""), "no-region", 1, ["s.yaml:1:", "--region"])
    }

    @Test func aRegionThatIsNone() throws {
        let run = try Self.run(["plan"], url: nil, environment: ["AWS_REGION": "mars-1"], keys: "")
        Self.expect(run, "unknown-region", 1, ["`mars-1`"])
    }

    @Test func nobodyListens() throws {
        let server = try FakeAWS { _ in FakeAWS.caller() }
        server.stop()
        Self.expect(try Self.run(["plan"], url: server.url), "aws-unavailable", 1, [server.url, "could not connect"])
    }

    @Test func expiredToken() throws {
        let server = try FakeAWS { _ in
            FakeAWS.refusal(403, "ExpiredToken", "The security token included in the request is expired")
        }
        defer { server.stop() }
        for command in [["plan"], ["drift"], ["apply", "--auto-approve"], ["destroy", "--auto-approve"]] {
            let run = try Self.run(command, url: server.url)
            Self.expect(run, "credentials-expired", 1, ["req-1234", "Get new credentials"])
        }
    }

    @Test func aWrongSecretKey() throws {
        let server = try FakeAWS { request in
            // Some services quote the request back.
            FakeAWS.refusal(
                403, "SignatureDoesNotMatch",
                "The request signature does not match. The Canonical String for this request should have been '\(Self.secrets[1])'"
            )
        }
        defer { server.stop() }
        Self.expect(try Self.run(["plan"], url: server.url), "credentials-invalid")
    }

    @Test func everyDeniedActionIsNamed() throws {
        let server = try FakeAWS { request in
            if request.contains("Action=GetCallerIdentity") { return FakeAWS.caller() }
            return FakeAWS.jsonRefusal("AccessDeniedException", "User is not allowed to do this")
        }
        defer { server.stop() }
        let run = try Self.run(["plan"], url: server.url)
        Self.expect(
            run, "access-denied", 1,
            ["`logs:DescribeLogGroups`", "`secretsmanager:ListSecrets`", "`tag:GetResources`", "t.yaml:7:"])
    }

    @Test func anotherAccount() throws {
        let server = try FakeAWS { _ in FakeAWS.caller(account: "999999999999") }
        defer { server.stop() }
        let run = try Self.run(["plan"], url: server.url, keys: "region: us-east-1\naccount: '123456789012'\n")
        Self.expect(run, "wrong-account", 3, ["999999999999", "s.yaml:4:"])
        #expect(server.requests.count == 1, "nothing else is asked of a wrong account")
    }

    @Test func noiseInPlaceOfAWS() throws {
        let server = try FakeAWS { _ in FakeAWS.Answer(status: 200, body: "<html><p>Welcome</html>") }
        defer { server.stop() }
        let run = try Self.run(["plan"], url: server.url)
        #expect(run.status == 1 && run.out.isEmpty && run.err.contains("error["), "\(run.err)")
    }

    // MARK: - Nothing secret in results

    /// Nothing exists yet: everything is to be created.
    private static func empty() throws -> FakeAWS {
        try FakeAWS { request in
            if request.contains("Action=GetCallerIdentity") { return FakeAWS.caller() }
            return FakeAWS.Answer(status: 200, body: request.lowercased().contains("x-amz-target") ? "{}" : "<R></R>")
        }
    }

    @Test(arguments: [["--show-calls"], ["--format", "json"], []])
    func plansMaskSecretsAndEscapes(arguments: [String]) throws {
        let server = try Self.empty()
        defer { server.stop() }
        let run = try Self.run(["plan"] + arguments, url: server.url)
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.contains("Kept") && run.out.contains("colour"))
        #expect(!run.out.contains("\u{1b}"))
    }

    @Test func applyWithoutATerminalNeedsAYes() throws {
        let server = try Self.empty()
        defer { server.stop() }
        let run = try Self.run(["apply"], url: server.url)
        Self.expect(run, "approval-needed", 64, ["--auto-approve"])
        #expect(server.requests.isEmpty)
    }

    @Test func anUnwritableOutput() throws {
        let server = try Self.empty()
        defer { server.stop() }
        let folder = try Folder(["t.yaml": Self.template])
        defer { folder.remove() }
        let run = try Program.run(
            ["plan", "\(folder.path)/t.yaml", "--stack-name", "web", "--parameter", "Password=x", "--format", "json"],
            environment: [
                "AWS_ENDPOINT_URL": server.url, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "a",
                "AWS_SECRET_ACCESS_KEY": Self.secrets[0],
            ], output: "/dev/full")
        #expect(run.status == 1)
        #expect(run.err.contains("error[output-lost]"), "\(run.err)")
    }
}
