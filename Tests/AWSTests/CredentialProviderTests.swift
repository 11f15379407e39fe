import FoundationEssentials
import Glibc
import Synchronization
import Testing
import Transport
import Values

@testable import AWS

/// What each source does beyond what the comparison with botocore shows: its words when it fails, what it keeps, and
/// when it asks again.
@Suite(.timeLimit(.minutes(30))) struct CredentialProviderTests {
    private func error(
        _ scene: CredentialScene, prompt: CredentialsPrompt? = nil
    ) async throws -> CredentialsError {
        let stage = try await scene.stage()
        defer { scene.end(stage) }
        return try #require(
            await #expect(throws: CredentialsError.self) {
                try await scene.source(stage, prompt: prompt).credentials()
            })
    }

    // MARK: - Words

    @Test func nothingFoundTellsWhereItLooked() async throws {
        let error = try await error(CredentialScene(name: "", variables: ["AWS_PROFILE": ""]))
        for word in [
            "AWS_ACCESS_KEY_ID", "profile 'default'", "/.aws/config", "/.aws/credentials", "container",
            "turned off by AWS_EC2_METADATA_DISABLED",
        ] {
            #expect(error.message.contains(word), "\(word): \(error.message)")
        }
        #expect(error.help?.contains("--profile") == true)
    }

    @Test func theLoginLineOfASession() async throws {
        let ended = CredentialScene(
            name: "", config: CredentialScene.session + CredentialScene.ssoProfile,
            files: CredentialScene.cached(CredentialScene.corp, expires: "2020-01-01T00:00:00Z"), profile: "sso")
        let error = try await error(ended)
        #expect(error.help == "aws sso login --sso-session corp")
        #expect(error.message == "the sign-in ended at 2020-01-01T00:00:00Z for the sso-session 'corp' (profile 'sso')")
    }

    @Test func theLoginLineOfAnOlderProfile() async throws {
        let legacy = CredentialScene.legacy.replacing("profile old", with: "profile \"my old\"")
        #expect(
            try await error(CredentialScene(name: "", config: legacy, profile: "my old")).help
                == "aws sso login --profile 'my old'")
    }

    /// SSO has ended the session before its time.
    @Test func aTokenThatIsNotAccepted() async throws {
        let scene = CredentialScene(
            name: "", config: CredentialScene.session + CredentialScene.ssoProfile,
            files: CredentialScene.cached(CredentialScene.corp, token: "withdrawn", expires: "2099-01-01T00:00:00Z"),
            profile: "sso")
        let error = try await error(scene)
        #expect(error.help == "aws sso login --sso-session corp" && !error.message.contains("withdrawn"))
    }

    @Test func aRoleThatIsNotAssigned() async throws {
        let scene = CredentialScene(
            name: "",
            config: CredentialScene.session + CredentialScene.ssoProfile.replacing("Admin", with: "NotMine"),
            files: CredentialScene.cached(CredentialScene.corp, expires: "2099-01-01T00:00:00Z"), profile: "sso")
        let error = try await error(scene)
        #expect(error.message.contains("NotMine in account 123456789012") && error.help?.contains("assigned") == true)
    }

    @Test(arguments: [
        ("credential_process = /bin/false", "ended with 1"),
        ("credential_process = /bin/sh -c 'echo sign in first >&2; exit 3'", "ended with 3: sign in first"),
        ("credential_process = /does/not/exist", "could not be started: /does/not/exist"),
        ("credential_process = 'x", "a quote that is not closed"),
        ("credential_process = /bin/echo {}", "no Version"),
        (#"credential_process = /bin/echo '{"Version":1,"AccessKeyId":"A"}'"#, "no SecretAccessKey"),
        (
            #"credential_process = /bin/echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s3cr3t","Expiration":"x"}'"#,
            "no ISO 8601 time"
        ),
        ("role_arn = arn:aws:iam::1:role/x", "does not say whose credentials"),
        ("role_arn = arn:aws:iam::1:role/x\nsource_profile = gone", "source_profile 'gone', which does not exist"),
        ("role_arn = arn:aws:iam::1:role/x\nsource_profile = p\n", "in a circle: p → p"),
        ("role_arn = arn:aws:iam::1:role/x\ncredential_source = x", "credential_source 'x'"),
        (
            "role_arn = arn:aws:iam::1:role/denied\nsource_profile = base",
            "role arn:aws:iam::1:role/denied of profile 'p' could not be assumed: AccessDenied"
        ),
        (
            "role_arn = arn:aws:iam::1:role/x\nsource_profile = base\nduration_seconds = 1h",
            "duration_seconds of profile 'p' is '1h'"
        ),
        ("web_identity_token_file = /none\nrole_arn = arn:aws:iam::1:role/x", "'/none' cannot be read"),
        ("web_identity_token_file = /none", "no role to assume"),
        ("login_session = arn:aws:iam::1:user/me", "aws login"),
        ("services = none", "services section 'none'"),
        ("sso_session = none\nsso_role_name = x", "sso-session 'none', which does not exist"),
        ("sso_role_name = x", "lacks sso_account_id, sso_start_url, sso_region"),
    ])
    func problemsOfAProfile(_ lines: String, _ words: String) async throws {
        let error = try await error(
            CredentialScene(
                name: "", config: "[profile p]\n\(lines)\n",
                credentials: "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = secret-of-AKIDBASE\n",
                profile: "p"))
        #expect(error.message.contains(words), "\(error.message)")
        #expect(!error.message.contains("secret-of") && !error.message.contains("s3cr3t"))
    }

    // MARK: - Processes

    /// A command's arguments and what it complains of may hold secrets.
    @Test func aProcessThatFailsTellsNoSecrets() async throws {
        let error = try await error(
            CredentialScene(
                name: "",
                config: "[default]\ncredential_process = /bin/sh -c "
                    + "'echo the session has ended: PLANTED4711/AAAABBBB, pass=PLANTED4712 >&2; exit 3' PLANTED4713\n"))
        #expect(error.message.hasSuffix("ended with 3: the session has ended: … pass=…"), "\(error.message)")
        #expect(error.help?.hasSuffix("/bin/sh …") == true && error.help?.contains("PLANTED") == false)
    }

    @Test func whatAProcessGives() async throws {
        let scene = CredentialScene(
            name: "",
            config: "[default]\ncredential_process = /bin/sh {home}/keys \"a b\" c\n",
            files: [
                "keys":
                    #"echo "{\"Version\":1,\"AccessKeyId\":\"$1-$2\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"$TOKEN\",\"Expiration\":\"2099-01-01T00:00:00Z\"}""#
            ], variables: ["TOKEN": "t"])
        let stage = try await scene.stage()
        defer { scene.end(stage) }
        let found = try #require(try await scene.source(stage).credentials())
        #expect(found.accessKeyID == "a b-c" && found.sessionToken == "t")
        #expect(found.expiration == Timestamp("2099-01-01T00:00:00Z"))
    }

    /// What the program has open is none of the process's business.
    @Test func aProcessInheritsNothing() async throws {
        let file = try #require(fopen("/dev/null", "r"))
        defer { fclose(file) }
        let result = await ChildProcess.run(
            ["/bin/sh", "-c", "ls /proc/self/fd | wc -l"], environment: Python.variables)
        // Its three streams, and the folder that is listed.
        #expect(result == .ended(status: 0, output: "4\n", errors: ""))
    }

    @Test func aProcessThatHangsIsKilled() async {
        let started = ContinuousClock.now
        let result = await ChildProcess.run(["/bin/sleep", "60"], environment: [:], seconds: 1)
        #expect(result == .timedOut(seconds: 1) && ContinuousClock.now - started < .seconds(50))
    }

    @Test func aProcessThatWritesWithoutEnd() async {
        let result = await ChildProcess.run(["/bin/cat", "/dev/zero"], environment: [:])
        #expect(result == .tooMuchOutput)
    }

    // MARK: - MFA

    private static let mfa = CredentialScene(
        name: "",
        config:
            "[profile r]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me\n",
        credentials: "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = secret-of-AKIDBASE\n", profile: "r")

    @Test func aCodeIsAskedForOnce() async throws {
        let stage = try await Self.mfa.stage()
        defer { Self.mfa.end(stage) }
        let questions = Mutex<[String]>([])
        let source = Self.mfa.source(stage) { question in
            questions.withLock { $0.append(question) }
            return "123456"
        }
        _ = try await source.credentials()
        #expect(questions.withLock { $0 } == ["MFA code for arn:aws:iam::1:mfa/me: "])
        try FileManager.default.removeItem(atPath: "\(stage.home)/.aws/cli")
        let error = await #expect(throws: CredentialsError.self) { try await source.credentials() }
        #expect(error?.help?.contains("duration_seconds") == true)
        #expect(questions.withLock { $0.count } == 1)
    }

    /// A session that a code was given for serves plumb's next run and botocore, and botocore's serves plumb.
    @Test(arguments: [true, false]) func aSessionIsKept(_ isOursFirst: Bool) async throws {
        var scene = Self.mfa
        scene.config += "external_id = a/1:2=3\nduration_seconds = 7200\nrole_session_name = me@work\n"
        scene.config = isOursFirst ? scene.config : Self.mfa.config
        let stage = try await scene.stage()
        defer { scene.end(stage) }
        func botocore(_ code: String) async throws -> Value? {
            let question: Value = [
                "home": .string(stage.home), "profile": "r", "keeps": true, "code": .string(code),
                "variables": .object(Value.Object(stage.variables.map { ($0.key, .string($0.value)) })),
            ]
            return try await Python.botocore("credentials", [question]).array?.first
        }
        let first: String?
        let second: String?
        if isOursFirst {
            first = try await scene.source(stage).credentials()?.accessKeyID
            #expect(try await scene.source(stage, prompt: { _ in nil }).credentials()?.accessKeyID == first)
            second = try await botocore("wrong")?["key"]?.string
        } else {
            first = try await botocore("123456")?["key"]?.string
            second = try await scene.source(stage, prompt: { _ in nil }).credentials()?.accessKeyID
        }
        #expect(first != nil && first == second)
        let cache = "\(stage.home)/.aws/cli/cache"
        let files = try FileManager.default.contentsOfDirectory(atPath: cache)
        #expect(files.count == 1)
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(cache)/\(files[0])")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        // Half an hour before its end it serves, ten minutes before its end it does not.
        let life = isOursFirst ? 7200 : 3600
        for (left, serves) in [(1800, true), (600, false)] {
            let clock = FakeSurroundings(now: (Timestamp.now + (life - left)).iso8601).values
            let found = try? await scene.source(stage, surroundings: clock, prompt: { _ in nil }).credentials()
            #expect((found != nil) == serves)
        }
    }

    @Test func withoutATerminal() async throws {
        let error = try await error(Self.mfa) { _ in nil }
        #expect(error.message.contains("arn:aws:iam::1:mfa/me") && error.message.contains("no terminal"))
    }

    @Test func aWrongCode() async throws {
        let error = try await error(Self.mfa) { _ in "000000" }
        #expect(error.message.contains("invalid MFA one time pass code"))
    }

    // MARK: - SSO's cache

    @Test func aRenewedTokenIsKept() async throws {
        let scene = CredentialScene(
            name: "", config: CredentialScene.session + CredentialScene.ssoProfile,
            files: CredentialScene.cached(
                CredentialScene.corp, expires: "2020-01-01T00:00:00Z", more: CredentialScene.registration),
            profile: "sso")
        let stage = try await scene.stage()
        defer { scene.end(stage) }
        _ = try await scene.source(stage).credentials()
        let path = "\(stage.home)/.aws/sso/cache/\(CredentialScene.corp).json"
        let file = try Value(json: try #require(Environment.disk([:]).readFile(path)))
        #expect(file["accessToken"] == "sso-token-after-refresh-1" && file["refreshToken"] == "refresh-1-next")
        #expect(file["clientSecret"] == "client-secret" && file["registrationExpiresAt"] == "2099-01-01T00:00:00Z")
        #expect(file["startUrl"] == "https://corp.awsapps.com/start" && file["region"] == "us-east-1")
        let expires = try #require(file["expiresAt"]?.string.flatMap(Timestamp.init))
        #expect(abs(expires.seconds - Timestamp.now.seconds - 8 * 3600) < 120)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        // The AWS CLI's own library finds it again.
        let again: Value = [
            "home": .string(stage.home), "profile": "sso",
            "variables": .object(Value.Object(stage.variables.map { ($0.key, .string($0.value)) })),
        ]
        let answer = try await Python.botocore("credentials", [again]).array?.first
        let own = try await scene.source(stage).credentials()
        #expect(answer?["key"]?.string == own?.accessKeyID)
    }

    /// A token in its last minutes serves when it cannot be renewed, and when another program has just done so.
    @Test func renewalsThatFail() async throws {
        let soon = (Timestamp.now + 300).iso8601
        let spent = CredentialScene.registration.replacing("refresh-1", with: "spent")
        let scene = CredentialScene(
            name: "", config: CredentialScene.session + CredentialScene.ssoProfile,
            files: CredentialScene.cached(CredentialScene.corp, expires: soon, more: spent), profile: "sso")
        let stage = try await scene.stage()
        defer { scene.end(stage) }
        #expect(try await scene.source(stage).credentials() != nil)
    }

    // MARK: - Instances and containers

    @Test func anInstancesCredentialsAreUsedOn() async throws {
        let scene = CredentialScene(
            name: "",
            variables: [
                "AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}/imds-stale",
            ])
        let stage = try await scene.stage()
        defer { scene.end(stage) }
        let found = try #require(try await scene.source(stage).credentials())
        let left = try #require(found.expiration).seconds - Timestamp.now.seconds
        #expect((15 * 60...26 * 60).contains(left))
        #expect(found.source == "instance role web-server")
    }

    @Test func aContainerIsAskedThreeTimes() async throws {
        let scene = CredentialScene(
            name: "", variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container-flaky\(UUID().uuidString)/x"])
        let stage = try await scene.stage()
        defer { scene.end(stage) }
        let clock = FakeSurroundings(now: Timestamp.now.iso8601)
        #expect(try await scene.source(stage, surroundings: clock.values).credentials() != nil)
        #expect(clock.slept == [.seconds(1), .seconds(1)])
    }

    /// EKS renews the token's file while the program runs.
    @Test func aPodsTokenIsReadAnew() async throws {
        let scene = CredentialScene(
            name: "", files: ["pod": "pod-token"],
            variables: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container-pod/x",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/pod",
            ])
        let stage = try await scene.stage()
        defer { scene.end(stage) }
        let source = scene.source(stage)
        let first = try await source.credentials()
        _ = Environment.disk([:]).writeFile("\(stage.home)/pod", "pod-token-2")
        #expect(try await source.credentials() != first)
    }

    /// The address that ECS gives is a path at a fixed host.
    @Test func aTasksRelativeAddress() async throws {
        let transport = FakeTransport([.json(200, #"{"AccessKeyId":"A","SecretAccessKey":"s","Token":"t"}"#)])
        let environment = Environment(variables: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/x"]) { _ in
            nil
        }
        let source = AWSSettings(environment: environment).credentials(transport: transport)
        #expect(try await source.credentials()?.accessKeyID == "A")
        #expect(transport.requests.map(\.url) == ["http://169.254.170.2/v2/credentials/x"])
        #expect(transport.requests.allSatisfy { !$0.usesProxy && $0.timeout <= .seconds(2) })
    }

    @Test(arguments: [
        ("http://169.254.170.23/v1/credentials", true), ("http://[fd00:ec2::23]/v1/credentials", true),
        ("http://localhost:8080/x", true), ("http://127.9.0.1/x", true), ("http://[::1]:80/x", true),
        ("https://example.test/x", true), ("http://example.test/x", false), ("http://10.0.0.1/x", false),
        ("http://127.0.0.1.example.test/x", false), ("http://localhost@example.test/x", false),
        ("ftp://localhost/x", false), ("http://169.254.170.2@example.test/", false),
    ])
    func hostsThatAContainerMayAsk(_ url: String, _ isAllowed: Bool) async throws {
        let transport = FakeTransport([.json(200, #"{"AccessKeyId":"A","SecretAccessKey":"s","Token":"t"}"#)])
        let environment = Environment(variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]) { _ in nil }
        let source = AWSSettings(environment: environment).credentials(transport: transport)
        let found = try? await source.credentials()
        #expect((found != nil) == isAllowed && transport.requests.count == (isAllowed ? 1 : 0))
    }

    /// What is asked of the machine's own metadata service, and that no proxy hears of it.
    @Test func theFixedAddressOfAnInstance() async throws {
        let transport = FakeTransport([.json(200, "token"), .json(200, "role"), .json(200, "{}")])
        for (mode, address) in [("IPv4", "http://169.254.169.254"), ("IPv6", "http://[fd00:ec2::254]")] {
            let environment = Environment(variables: ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": mode]) { _ in nil }
            _ = try? await AWSSettings(environment: environment).credentials(transport: transport).credentials()
            #expect(transport.requests.last?.url.hasPrefix(address) == true)
        }
        #expect(transport.requests.allSatisfy { !$0.usesProxy && $0.timeout == .seconds(1) })
    }

    // MARK: - GitHub Actions

    @Test func aJobOfGitHubActions() async throws {
        var scene = CredentialScene(
            name: "",
            variables: [
                "ACTIONS_ID_TOKEN_REQUEST_URL": "{url}/github/token?api-version=2.0",
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "job-token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/ci",
            ])
        let stage = try await scene.stage()
        defer { scene.end(stage) }
        // The same as if the job had put its token into a file.
        let byFile = CredentialScene(
            name: "", files: ["token": "oidc-sts.amazonaws.com"],
            variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/ci"])
        let other = try await byFile.stage()
        defer { byFile.end(other) }
        let found = try #require(try await scene.source(stage).credentials())
        #expect(found.accessKeyID == (try await byFile.source(other).credentials())?.accessKeyID)
        scene.variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "wrong"
        let error = try await error(scene)
        #expect(error.help?.contains("id-token: write") == true && !error.message.contains("wrong"))
    }

    @Test func aJobWithoutThePermission() async throws {
        var scene = CredentialScene(
            name: "", variables: ["GITHUB_ACTIONS": "true", "AWS_ROLE_ARN": "arn:aws:iam::1:role/ci"])
        let error = try await error(scene)
        #expect(error.help?.contains("id-token: write") == true, "\(error)")
        scene.variables["AWS_ROLE_ARN"] = nil
        let other = try await self.error(scene)
        #expect(other.help?.contains("id-token") == false)
    }

    // MARK: - Clocks and regions

    /// The machine's clock is two hours behind STS's: the signature is corrected, and what comes is of use.
    @Test func aClockThatIsWrong() async throws {
        var scene = Self.mfa
        scene.config = scene.config.replacing("mfa_serial = arn:aws:iam::1:mfa/me\n", with: "")
        scene.variables["AWS_ENDPOINT_URL_STS"] = "{url}/sts-skewed"
        let stage = try await scene.stage()
        defer { scene.end(stage) }
        #expect(try await scene.source(stage).credentials() != nil)
    }

    @Test(arguments: [
        ("arn:aws:iam::1:role/x", "us-east-1"), ("arn:aws-cn:iam::1:role/x", "cn-northwest-1"),
        ("arn:aws-us-gov:iam::1:role/x", "us-gov-west-1"), ("arn:aws-eusc:iam::1:role/x", "eusc-de-east-1"),
    ])
    func rolesOfOtherPartitionsWithoutARegion(_ arn: String, _ region: String) async {
        let transport = FakeTransport([.json(400, "")])
        let environment = Environment(
            variables: ["AWS_ROLE_ARN": arn, "AWS_WEB_IDENTITY_TOKEN_FILE": "/t"]) { $0 == "/t" ? "token" : nil }
        _ = try? await AWSSettings(environment: environment).credentials(transport: transport).credentials()
        #expect(transport.requests.first?.url.hasPrefix("https://sts.\(region).") == true)
    }
}
