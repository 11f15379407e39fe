import FoundationEssentials
import Testing

/// Credentials, proxies and certificates through the built program.
@Suite(.timeLimit(.minutes(30))) struct AccessTests {
    private static let template = """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Log:
            Type: AWS::Logs::LogGroup
            Properties: {LogGroupName: logs}
        """
    private static let keys = ["AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "SECRETKEY-4711"]

    /// The words of `plumb plan` over a template in a folder, and the variables that it needs.
    private static func plan(_ folder: Folder, _ variables: [String: String]) throws -> ([String], [String: String]) {
        try folder.write("t.yaml", Array(template.utf8))
        var all = [
            "AWS_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1", "AWS_CONFIG_FILE": "\(folder.path)/config",
            "AWS_SHARED_CREDENTIALS_FILE": "\(folder.path)/keys", "AWS_EC2_METADATA_DISABLED": "true",
        ]
        all.merge(variables) { $1 }
        return (["plan", "\(folder.path)/t.yaml", "--stack-name", "web"], all.filter { !$0.value.isEmpty })
    }

    private static func run(_ files: [String: String] = [:], _ variables: [String: String]) throws -> Program {
        let folder = try Folder(files)
        defer { folder.remove() }
        let (words, all) = try plan(folder, variables)
        return try Program.run(words, environment: all)
    }

    /// Answers STS as far as a role needs it, and refuses all else.
    private static func service() throws -> FakeAWS {
        try FakeAWS { request in
            for action in ["AssumeRole", "AssumeRoleWithWebIdentity"] where request.contains("Action=\(action)&") {
                return FakeAWS.Answer(
                    status: 200,
                    body: "<\(action)Response><\(action)Result><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>"
                        + "<SecretAccessKey>SECRETKEY-4712</SecretAccessKey><SessionToken>TOKEN-4713</SessionToken>"
                        + "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></\(action)Result></\(action)Response>"
                )
            }
            if request.contains("Action=GetCallerIdentity") { return FakeAWS.caller() }
            return FakeAWS.jsonRefusal("AccessDeniedException", "not here")
        }
    }

    // MARK: - Credentials

    @Test func theLoginLineIsTheHelp() throws {
        let config = """
            [sso-session corp]
            sso_start_url = https://corp.awsapps.com/start
            sso_region = us-east-1
            [profile dev]
            sso_session = corp
            sso_account_id = 123456789012
            sso_role_name = Admin
            """
        let run = try Self.run(["config": config], ["AWS_PROFILE": "dev"])
        #expect(run.status == 1 && run.out.isEmpty)
        #expect(run.err.contains("\n  help: aws sso login --sso-session corp\n"), "\(run.err)")
    }

    @Test func aTokenFromAFileBecomesARole() throws {
        let aws = try Self.service()
        defer { aws.stop() }
        let folder = try Folder(["token": "oidc-token-4714"])
        defer { folder.remove() }
        let (words, variables) = try Self.plan(
            folder,
            [
                "AWS_ENDPOINT_URL": aws.url, "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/ci",
                "AWS_WEB_IDENTITY_TOKEN_FILE": "\(folder.path)/token",
            ])
        let run = try Program.run(words, environment: variables)
        let signed = aws.requests.filter { $0.contains("Credential=ASIAROLE/") }
        #expect(signed.contains { $0.contains("Action=GetCallerIdentity") })
        #expect(aws.requests.first?.contains("WebIdentityToken=oidc-token-4714") == true)
        #expect(aws.requests.count { $0.contains("AssumeRoleWithWebIdentity") } == 1)
        for secret in ["4712", "4713", "4714"] { #expect(!(run.out + run.err).contains(secret)) }
    }

    /// The question comes on the terminal, the code is not shown, and STS gets it.
    @Test func aCodeIsAskedForOnTheTerminal() async throws {
        let aws = try Self.service()
        defer { aws.stop() }
        let folder = try Folder([
            "config":
                "[profile r]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me\n",
            "keys": "[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = SECRETKEY-4711\n",
        ])
        let home = "\(folder.path)/home"
        defer {
            try? FileManager.default.removeItem(atPath: home)
            folder.remove()
        }
        let (words, variables) = try Self.plan(
            folder, ["AWS_ENDPOINT_URL": aws.url, "AWS_PROFILE": "r", "HOME": home])
        let question = "MFA code for arn:aws:iam::1:mfa/me: "
        let command = [try #require(Program.binary)] + words
        // The second run finds the session of the first.
        for asks in [true, false] {
            let run = try await Child.run(
                Self.python, [Self.script("on_terminal.py"), question, "424242"] + command, environment: variables)
            #expect(run.out.contains(question) == asks && !run.out.contains("424242"), "\(run)")
        }
        let roles = aws.requests.filter { $0.contains("Action=AssumeRole") }
        #expect(roles.count == 1)
        #expect(roles.allSatisfy { $0.contains("TokenCode=424242") && $0.contains("Credential=AKIABASE/") })
        #expect(aws.requests.count { $0.contains("GetCallerIdentity") && $0.contains("Credential=ASIAROLE/") } == 2)
    }

    /// Refused credentials are told with their place.
    @Test func endedCredentialsAreToldWithTheirPlace() throws {
        let aws = try FakeAWS { _ in FakeAWS.refusal(403, "ExpiredToken", "The security token is expired") }
        defer { aws.stop() }
        let run = try Self.run(
            ["keys": "[old]\naws_access_key_id = ASIAOLD\naws_secret_access_key = x\naws_session_token = t\n"],
            ["AWS_ENDPOINT_URL": aws.url, "AWS_PROFILE": "old"])
        #expect(
            run.err.contains("credentials-expired") && run.err.contains("(credentials from profile old)"), "\(run.err)")
    }

    // MARK: - Proxies and certificates

    @Test func requestsGoThroughAProxy() throws {
        let proxy = try Self.service()
        defer { proxy.stop() }
        _ = try Self.run(
            [:], Self.keys.merging(["AWS_ENDPOINT_URL": "http://aws.test", "http_proxy": proxy.url]) { $1 })
        #expect(proxy.requests.first?.hasPrefix("POST http://aws.test/ HTTP/1.1\r\n") == true)
    }

    @Test func tlsGoesThroughATunnel() throws {
        let proxy = try Self.service()
        defer { proxy.stop() }
        let run = try Self.run([:], Self.keys.merging(["HTTPS_PROXY": proxy.url]) { $1 })
        #expect(proxy.requests.first?.hasPrefix("CONNECT sts.us-east-1.amazonaws.com:443 HTTP/1.1\r\n") == true)
        #expect(proxy.requests.allSatisfy { !$0.contains("AKIATEST") })
        #expect(run.status == 1 && run.err.contains("aws-unavailable"), "\(run.err)")
    }

    @Test func hostsThatNeedNoProxy() throws {
        let aws = try Self.service()
        defer { aws.stop() }
        let proxy = try Self.service()
        defer { proxy.stop() }
        _ = try Self.run(
            [:],
            Self.keys.merging([
                "AWS_ENDPOINT_URL": aws.url, "http_proxy": proxy.url, "no_proxy": "localhost,127.0.0.1",
            ]) { $1 })
        #expect(proxy.requests.isEmpty && !aws.requests.isEmpty)
    }

    /// The metadata service gives out credentials to whoever asks from this machine: a proxy must not ask for it.
    @Test func theMachinesOwnServicesAreAskedDirectly() throws {
        let machine = try FakeAWS { request in
            request.hasPrefix("PUT") ? .init(status: 200, body: "token") : .init(status: 404, body: "")
        }
        defer { machine.stop() }
        let proxy = try Self.service()
        defer { proxy.stop() }
        for variables in [
            ["AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": machine.url],
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(machine.url)/creds"],
        ] {
            _ = try Self.run([:], variables.merging(["http_proxy": proxy.url, "ALL_PROXY": proxy.url]) { $1 })
        }
        #expect(proxy.requests.isEmpty)
        #expect(machine.requests.contains { $0.hasPrefix("PUT /latest/api/token ") })
        #expect(machine.requests.contains { $0.hasPrefix("GET /creds ") })
    }

    @Test func anAuthorityOfOnesOwn() async throws {
        let folder = try Folder()
        defer { folder.remove() }
        // It ends with this process.
        Task { try await Child.run(Self.python, [Self.script("tls.py"), folder.path], environment: [:]) }
        var url: String?
        for _ in 0..<600 where url == nil {
            try await Task.sleep(for: .milliseconds(50))
            url = FileManager.default.contents(atPath: "\(folder.path)/ready").map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        let variables = Self.keys.merging(["AWS_ENDPOINT_URL": try #require(url)]) { $1 }
        let refused = try Self.run([:], variables)
        #expect(refused.err.contains("certificate") && !refused.err.contains("ReachedOverTLS"), "\(refused.err)")
        let authority = "\(folder.path)/authority.pem"
        let trusted = try Self.run([:], variables.merging(["AWS_CA_BUNDLE": authority]) { $1 })
        #expect(trusted.err.contains("ReachedOverTLS"), "\(trusted.err)")
        let byProfile = try Self.run(["config": "[default]\nca_bundle = \(authority)\n"], variables)
        #expect(byProfile.err.contains("ReachedOverTLS"))
        // Nothing else makes the certificate a good one: no variable of this or other programs, no key, no option.
        for variable in [
            "AWS_NO_VERIFY_SSL", "AWS_VERIFY_SSL", "AWS_INSECURE", "CURL_INSECURE", "SSL_VERIFY", "SSL_NO_VERIFY",
            "PYTHONHTTPSVERIFY", "NODE_TLS_REJECT_UNAUTHORIZED", "GIT_SSL_NO_VERIFY", "AWS_CA_BUNDLE",
        ] {
            for value in ["0", "1", "true", "false", ""] {
                let run = try Self.run([:], variables.merging([variable: value]) { $1 })
                #expect(run.status == 1 && !run.err.contains("ReachedOverTLS"), "\(variable)=\(value): \(run.err)")
            }
        }
        let byKey = try Self.run(
            ["config": "[default]\nverify_ssl = false\nno_verify_ssl = true\nca_bundle =\n"], variables)
        #expect(byKey.status == 1 && !byKey.err.contains("ReachedOverTLS"))
        for option in ["--no-verify-ssl", "--insecure", "-k"] {
            let (words, all) = try Self.plan(folder, variables)
            #expect(try Program.run(words + [option], environment: all).status == 64)
        }
    }

    private static let python =
        ProcessInfo.processInfo.environment["PLUMB_PYTHON"] ?? "\(Emulator.packageRoot)/.venv/bin/python"
    private static func script(_ name: String) -> String { "\(Emulator.packageRoot)/Tests/Support/credentials/\(name)" }
}
