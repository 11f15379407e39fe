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

    private func key(_ settings: AWSSettings) async throws -> String? {
        try await settings.credentials.credentials()?.accessKeyID
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
        let found = try #require(try await settings(profile: "dev").credentials.credentials())
        #expect(found.secretAccessKey == "devsecret" && found.sessionToken == "devtoken==")
        #expect(found.source == "profile dev")
        let other = try #require(try await settings().credentials.credentials())
        #expect(other.secretAccessKey == "default/secret+=" && other.sessionToken == nil)
    }

    @Test(arguments: [
        ("nope", "no profile 'nope'"), ("half", "aws_secret_access_key"), ("sso", "sso_session"), ("role", "role_arn"),
    ])
    func profilesThatCannotDeliver(_ profile: String, _ word: String) async {
        let error = await #expect(throws: CredentialsError.self) {
            try await settings(profile: profile).credentials.credentials()
        }
        #expect(error?.message.contains(word) == true)
    }

    @Test func halfAKeyInTheEnvironment() async {
        await #expect(throws: CredentialsError.self) {
            try await settings(["AWS_ACCESS_KEY_ID": "x"]).credentials.credentials()
        }
    }

    @Test func regions() {
        #expect(settings().region == "eu-west-1")
        #expect(settings(profile: "dev").region == "us-east-2")
        #expect(settings(["AWS_DEFAULT_REGION": "a-b-1"]).region == "a-b-1")
        #expect(settings(["AWS_DEFAULT_REGION": "a-b-1", "AWS_REGION": "c-d-1"]).region == "c-d-1")
        #expect(settings(["AWS_REGION": "c-d-1"], region: "e-f-1").region == "e-f-1")
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

@Suite struct CredentialsCacheTests {
    private actor Source: CredentialsProvider {
        private(set) var count = 0
        private var answers: [Result<Credentials?, CredentialsError>]
        init(_ answers: [Result<Credentials?, CredentialsError>]) { self.answers = answers }

        func credentials() async throws(CredentialsError) -> Credentials? {
            count += 1
            try? await Task.sleep(for: .milliseconds(20))
            return try (answers.count > 1 ? answers.removeFirst() : answers[0]).get()
        }
    }

    private func key(_ id: String, expires: String? = nil) -> Credentials {
        Credentials(
            accessKeyID: id, secretAccessKey: "s", expiration: expires.flatMap { Timestamp($0) }, source: "test")
    }

    @Test func oneFetchForAll() async throws {
        let source = Source([.success(key("A"))])
        let cache = CredentialsCache(source, now: { Timestamp(seconds: 0) })
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await cache.credentials().accessKeyID } }
            for try await id in group { #expect(id == "A") }
        }
        #expect(await source.count == 1)
    }

    @Test func aFailureIsNotRemembered() async throws {
        let source = Source([.failure(CredentialsError("no")), .success(key("A"))])
        let cache = CredentialsCache(source, now: { Timestamp(seconds: 0) })
        await #expect(throws: CredentialsError("no")) { try await cache.credentials() }
        while await source.count < 2 {
            if let found = try? await cache.credentials() { #expect(found.accessKeyID == "A") }
        }
    }

    @Test func aCancelledWaiterLeavesTheOthersAlone() async throws {
        let source = Source([.success(key("A"))])
        let cache = CredentialsCache(source, now: { Timestamp(seconds: 0) })
        let first = Task { try await cache.credentials() }
        let second = Task { try await cache.credentials() }
        first.cancel()
        #expect(try await second.value.accessKeyID == "A")
    }

    @Test func renewedBeforeTheyExpire() async throws {
        let source = Source([.success(key("A", expires: "1970-01-01T00:04:00Z")), .success(key("B"))])
        let cache = CredentialsCache(source, now: { Timestamp(seconds: 0) })
        #expect(try await cache.credentials().accessKeyID == "A")
        // The first fetch is stored by a task of the cache's own.
        while await source.count < 2 { _ = try await cache.credentials() }
        #expect(try await cache.credentials().accessKeyID == "B")
    }

    @Test func noneAtAll() async {
        let cache = CredentialsCache(Source([.success(nil)]), now: { Timestamp(seconds: 0) })
        let error = await #expect(throws: CredentialsError.self) { try await cache.credentials() }
        #expect(error?.help?.contains("AWS_ACCESS_KEY_ID") == true)
    }
}
