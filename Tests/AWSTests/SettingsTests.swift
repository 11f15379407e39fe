import Testing

@testable import AWS

@Suite struct SettingsTests {
    static let config = """
        # a comment
        [default]
        region = eu-west-1
        [profile dev]
        region=us-east-2   ; behind a space
        endpoint_url = http://profile
        services = local
        s3 =
          addressing_style = path
        [profile sso]
        sso_session = corp
        [profile role]
        role_arn = arn:aws:iam::1:role/x
        source_profile = dev
        [profile lonely]
        role_arn = arn:aws:iam::1:role/x
        [services local]
        s3 =
            endpoint_url = http://s3.local
        cloudwatch_logs =
            endpoint_url = http://logs.local
        """
    static let credentials = """
        [default]
        aws_access_key_id = DEFAULTKEY
        aws_secret_access_key = default/secret+=
        [dev]
        aws_access_key_id = DEVKEY
        aws_secret_access_key = devsecret
        aws_session_token = devtoken==
        [half]
        aws_access_key_id = HALF
        """

    private func settings(
        _ variables: [String: String] = [:], region: String? = nil, profile: String? = nil, url: String? = nil
    ) -> AWSSettings {
        var all = variables
        all["HOME"] = "/home/u"
        all["AWS_EC2_METADATA_DISABLED"] = "true"
        let environment = Environment(variables: all) { path in
            switch path {
            case "/home/u/.aws/config": Self.config
            case "/home/u/.aws/credentials": Self.credentials
            case "/other": "[default]\naws_access_key_id=OTHER\naws_secret_access_key=s"
            default: nil
            }
        }
        return AWSSettings(environment: environment, region: region, profile: profile, endpointURL: url)
    }

    private func credentials(_ settings: AWSSettings) async throws(CredentialsError) -> Credentials? {
        try await settings.credentials(transport: FakeTransport([.refused])).credentials()
    }

    private func key(_ settings: AWSSettings) async throws -> String? {
        try await credentials(settings)?.accessKeyID
    }

    static let keys = ["AWS_ACCESS_KEY_ID": "ENVKEY", "AWS_SECRET_ACCESS_KEY": "s"]

    @Test func precedenceOfCredentials() async throws {
        #expect(try await key(settings()) == "DEFAULTKEY")
        #expect(try await key(settings(Self.keys)) == "ENVKEY")
        #expect(try await key(settings(["AWS_PROFILE": "dev"])) == "DEVKEY")
        // Keys in the environment are stronger than AWS_PROFILE, --profile is stronger than they.
        #expect(try await key(settings(Self.keys.merging(["AWS_PROFILE": "dev"]) { $1 })) == "ENVKEY")
        #expect(try await key(settings(Self.keys, profile: "dev")) == "DEVKEY")
        #expect(try await key(settings(["AWS_SHARED_CREDENTIALS_FILE": "/other"])) == "OTHER")
        #expect(try await key(settings(["AWS_ACCESS_KEY_ID": ""])) == "DEFAULTKEY")
    }

    @Test func allPartsOfAKey() async throws {
        let found = try #require(try await credentials(settings(profile: "dev")))
        #expect(found.secretAccessKey == "devsecret" && found.sessionToken == "devtoken==")
        #expect(found.source == "profile dev")
        let other = try #require(try await credentials(settings()))
        #expect(other.secretAccessKey == "default/secret+=" && other.sessionToken == nil)
    }

    @Test(arguments: [
        ("nope", "no profile 'nope'"), ("half", "aws_secret_access_key"), ("sso", "no AWS credentials were found"),
        ("lonely", "does not say whose credentials"),
    ])
    func profilesThatCannotDeliver(_ profile: String, _ word: String) async {
        let error = await #expect(throws: CredentialsError.self) {
            try await credentials(settings(profile: profile))
        }
        #expect(error?.message.contains(word) == true)
    }

    @Test func halfAKeyInTheEnvironment() async {
        await #expect(throws: CredentialsError.self) {
            try await credentials(settings(["AWS_ACCESS_KEY_ID": "x"]))
        }
    }

    @Test func regions() {
        #expect(settings().region == "eu-west-1")
        #expect(settings(profile: "dev").region == "us-east-2")
        #expect(settings(["AWS_DEFAULT_REGION": "a-b-1"]).region == "a-b-1")
        #expect(settings(["AWS_DEFAULT_REGION": "a-b-1", "AWS_REGION": "c-d-1"]).region == "c-d-1")
        #expect(settings(["AWS_REGION": "c-d-1"], region: "e-f-1").region == "e-f-1")
    }

    /// Where there is no region, what is wrong with the profile or the files is told.
    @Test(
        arguments: [
            (["AWS_PROFILE": "typo"], "there is no profile 'typo'", "defined are: prod2"),
            (["AWS_PROFILE": "prod"], "there is no profile 'prod'", "[profile prod]"),
            (["AWS_CONFIG_FILE": "/junk"], "/junk:1: there is no [section]", "correct the file"),
            (["AWS_CONFIG_FILE": "/twice"], "/twice:3: the section [default] is there twice", "correct the file"),
            (["AWS_CONFIG_FILE": "/mark"], "/mark:1: the file begins with a byte order mark", "correct the file"),
        ] as [([String: String], String, String)])
    func whyThereIsNoRegion(_ variables: [String: String], _ message: String, _ help: String) {
        let environment = Environment(variables: variables.merging(["HOME": "/home/u"]) { $1 }) { path in
            switch path {
            case "/home/u/.aws/config": "[prod]\nregion = eu-west-1\n[profile prod2]\noutput = json\n"
            case "/junk": "junk\n"
            case "/twice": "[default]\nregion = eu-west-1\n[default]\n"
            case "/mark": "\u{feff}[default]\nregion = eu-west-1\n"
            default: nil
            }
        }
        let problem = AWSSettings(environment: environment).regionProblem
        #expect(problem?.message.hasPrefix(message) == true, "\(String(describing: problem))")
        #expect(problem?.help?.contains(help) == true, "\(String(describing: problem))")
        #expect(AWSSettings(environment: environment, region: "us-east-1").regionProblem == nil)
        let plain = AWSSettings(environment: Environment(variables: [:]) { _ in nil })
        #expect(plain.region == nil && plain.regionProblem == nil)
    }

    @Test(
        arguments: [
            ("http://example.com/x", ["http://example.com"]), ("http://u:p@10.0.0.1:80", ["http://10.0.0.1:80"]),
            ("https://example.com", []), ("http://127.0.0.1:5000", []), ("http://localhost:1", []),
            ("http://moto:5000", []),
            ("http://[::1]:5000", []), ("http://[2001:db8::1]", ["http://[2001:db8::1]"]),
        ] as [(String, [String])])
    func endpointsInTheClear(_ url: String, _ told: [String]) {
        #expect(EndpointOptions(url: url).unencrypted == told)
        #expect(EndpointOptions(urls: ["s3": url, "ec2": url]).unencrypted == told)
    }

    @Test(arguments: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])
    func aLineBreakInAVariable(_ name: String) async {
        let all = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "S", "AWS_SESSION_TOKEN": "T"]
        for end in ["\n", "\r\nX-Evil: 1"] {
            await #expect {
                try await credentials(settings(all.merging([name: "PLANTED" + end]) { $1 }))
            } throws: { error in
                guard let error = error as? CredentialsError else { return false }
                return error.message.hasPrefix("\(name) holds a line break") && !"\(error)".contains("PLANTED")
            }
        }
    }

    @Test func attempts() {
        var usual = RetryPolicy()
        usual.mode = .adaptive
        #expect(settings().retry == usual)
        #expect(settings(["AWS_MAX_ATTEMPTS": "7"]).retry.maximumAttempts == 7)
        #expect(settings(["AWS_MAX_ATTEMPTS": "0"]).retry.maximumAttempts == 3)
        #expect(settings(["AWS_RETRY_MODE": "legacy"]).retry.maximumAttempts == 5)
        #expect(settings(["AWS_RETRY_MODE": "legacy", "AWS_MAX_ATTEMPTS": "2"]).retry.maximumAttempts == 2)
        #expect(settings(["AWS_RETRY_MODE": "Adaptive"]).retry.mode == .adaptive)
    }

    @Test(arguments: [
        (["AWS_RETRY_MODE": "wild"], "legacy, standard, adaptive"), (["AWS_MAX_ATTEMPTS": "0"], "from 1 on"),
        (["AWS_MAX_ATTEMPTS": "many"], "from 1 on"),
    ])
    func settingsThatAreNone(_ variables: [String: String], _ words: String) async {
        let error = await #expect(throws: CredentialsError.self) { try await credentials(settings(variables)) }
        #expect(error?.help?.contains(words) == true)
    }

    @Test func endpoints() {
        #expect(settings().endpoints == EndpointOptions())
        let dev = settings(profile: "dev").endpoints
        #expect(dev.url == "http://profile" && dev.urls == ["s3": "http://s3.local", "logs": "http://logs.local"])
        let variables = ["AWS_ENDPOINT_URL": "http://env", "AWS_ENDPOINT_URL_EVENTBRIDGE": "http://events"]
        let both = settings(variables, profile: "dev").endpoints
        #expect(both.url == "http://env" && both.urls == ["events": "http://events"])
        #expect(settings(variables, url: "http://flag").endpoints == EndpointOptions(url: "http://flag"))
        let ignored = settings(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"].merging(variables) { $1 })
        #expect(ignored.endpoints == EndpointOptions())
        #expect(settings(["AWS_USE_FIPS_ENDPOINT": "true"]).endpoints.useFIPS)
    }

    @Test func serviceKeysAreThoseOfTheModels() {
        for name in APIModel.services {
            let id = APIModel.service(name)?.metadata.serviceID
            #expect(AWSSettings.serviceKeys[name] == id?.lowercased().replacing(" ", with: "_"), "\(name)")
        }
        #expect(AWSSettings.serviceKeys.count == APIModel.services.count)
    }
}
