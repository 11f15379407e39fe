import Synchronization
import Testing
import Transport
import Values

@testable import AWS

/// What `--debug` is told of requests and answers holds no secret, and neither do failures.
@Suite struct ExchangeTests {
    private static let secret = "S3cr&t/+\"<4711>"
    private static let keys = Credentials(
        accessKeyID: "AKID", secretAccessKey: "KEY/+secret-4712-aaaa", sessionToken: "TOKEN/+=4713-bbbb", source: "test"
    )

    private final class Listener: Sendable {
        private let heard = Mutex<[Exchange]>([])
        var exchanges: [Exchange] { heard.withLock { $0 } }
        func hear(_ exchange: Exchange) { heard.withLock { $0.append(exchange) } }
    }

    private static func client(_ answers: [FakeTransport.Answer]) -> (Client, Listener, FakeTransport) {
        let listener = Listener(), transport = FakeTransport(answers)
        let client = Client.fake(transport, credentials: StaticCredentials(keys)) {
            $0.exchanges = { listener.hear($0) }
        }
        return (client, listener, transport)
    }

    private static func text(_ exchange: Exchange) -> String {
        let headers = exchange.headers.fields + (exchange.answer?.headers.fields ?? [])
        return
            ([
                exchange.name, exchange.url, exchange.body, exchange.answer?.body ?? "", exchange.failure ?? "",
                exchange.answer?.requestID ?? "",
            ] + headers.map { "\($0.name): \($0.value)" }).joined(separator: "\n")
    }

    private static let planted = SecretTexts([secret, keys.secretAccessKey, keys.sessionToken ?? ""])

    /// One call of each protocol with a secret among what the models call sensitive.
    static let calls: [APICall] = [
        APICall("secretsmanager", "CreateSecret", ["Name": "n", "SecretString": .string(secret)]),
        APICall("ssm", "PutParameter", ["Name": "n", "Type": "SecureString", "Value": .string(secret)]),
        APICall("iam", "CreateLoginProfile", ["UserName": "u", "Password": .string(secret)]),
        APICall(
            "ec2", "RunInstances",
            ["MinCount": 1, "MaxCount": 1, "UserData": .string(Base64.encode(Array("x=\(secret)".utf8)))]),
        APICall(
            "s3", "PutObject",
            ["Bucket": "b.c", "Key": "k", "Body": "x", "SSECustomerKey": .string(Base64.encode(Array(secret.utf8)))]),
        APICall(
            "lambda", "CreateFunction",
            [
                "FunctionName": "f", "Role": "arn:aws:iam::123456789012:role/r", "Code": ["ZipFile": .string(secret)],
                "Environment": ["Variables": ["A": .string(secret)]],
            ]),
    ]

    @Test(arguments: calls) func secretsOfTheInputAreMasked(_ call: APICall) async throws {
        // The refusal quotes what was sent, as some services do.
        let sends = ["ec2": "x", "s3": "x"][call.service] ?? Self.secret
        let quote = sends.replacing("\"", with: "\\\"")
        let xml = sends.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        let isJSON = ["secretsmanager", "ssm", "lambda"].contains(call.service)
        let body =
            isJSON
            ? #"{"__type": "ValidationException", "message": "Value '\#(quote)' is bad"}"#
            : "<ErrorResponse><Error><Code>ValidationError</Code><Message>Value '\(xml)' is bad</Message></Error>"
                + "</ErrorResponse>"
        let (client, listener, transport) = Self.client([.json(400, body)])
        let failure = await #expect(throws: AWSFailure.self) { try await client.send(call) }
        let exchange = try #require(listener.exchanges.first)
        let shown = Self.text(exchange)
        #expect(!Self.planted.occur(in: shown), "\(shown)")
        #expect(shown.contains(SecretTexts.mask) || shown.contains("sensitive"), "\(shown)")
        // It did leave, and what came back is told without it.
        let sent = try #require(transport.requests.first)
        let whole = sent.headers.fields.map(\.value).joined() + String(decoding: sent.body, as: UTF8.self)
        #expect(Self.planted.occur(in: whole) || call.service == "ec2", "the test plants nothing: \(whole)")
        if ["ssm", "secretsmanager", "iam"].contains(call.service) {
            #expect(failure?.message == "Value '\(SecretTexts.mask)' is bad")
        }
        #expect(exchange.answer?.status == 400 && exchange.method == sent.method)
    }

    @Test func signaturesAndTokensAreMasked() async throws {
        let (client, listener, _) = Self.client([
            .json(200, "<R/>", [("Set-Cookie", "a=b"), ("x-amzn-RequestId", "r-1")])
        ])
        _ = try await client.send(APICall("sts", "GetCallerIdentity"))
        let exchange = try #require(listener.exchanges.first)
        #expect(exchange.headers["Authorization"]?.hasSuffix("Signature=(sensitive value)") == true)
        #expect(exchange.headers["Authorization"]?.contains("Credential=AKID/20261121/us-west-2/sts") == true)
        #expect(exchange.headers["X-Amz-Security-Token"] == SecretTexts.mask)
        #expect(exchange.answer?.headers["Set-Cookie"] == SecretTexts.mask)
        #expect(exchange.answer?.requestID == "r-1" && exchange.milliseconds == 0)
        #expect(exchange.body == "Action=GetCallerIdentity&Version=2011-06-15")
    }

    /// Presigned addresses carry their signature in the query.
    @Test func signaturesInAddressesAreMasked() {
        let masking = ExchangeMasking(secrets: SecretTexts(), own: SecretTexts())
        let url = "https://b.s3.amazonaws.com/k?X-Amz-Credential=AKID&X-Amz-Signature=abc&X-Amz-Security-Token=t&a=b"
        let mask = SecretTexts.mask
        #expect(
            masking.url(url) == "https://b.s3.amazonaws.com/k?X-Amz-Credential=\(mask)&X-Amz-Signature=\(mask)"
                + "&X-Amz-Security-Token=\(mask)&a=b")
    }

    /// A secret that an answer holds is masked there and from then on everywhere.
    @Test func whatAnAnswerHoldsIsRemembered() async throws {
        let made =
            "<CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey><UserName>u</UserName><AccessKeyId>AKIA1"
            + "</AccessKeyId><Status>Active</Status><SecretAccessKey>made/+key4714</SecretAccessKey></AccessKey>"
            + "</CreateAccessKeyResult></CreateAccessKeyResponse>"
        let refusal = #"{"__type": "X", "message": "made/+key4714 is no bucket"}"#
        let (client, listener, _) = Self.client([.json(200, made), .json(400, refusal)])
        let output = try await client.send(APICall("iam", "CreateAccessKey", ["UserName": "u"]))
        #expect(output.at("AccessKey.SecretAccessKey") == "made/+key4714")
        let failure = await #expect(throws: AWSFailure.self) {
            try await client.send(APICall("logs", "DescribeLogGroups", ["logGroupNamePrefix": "made/+key4714"]))
        }
        #expect(failure?.message == "\(SecretTexts.mask) is no bucket")
        let shown = listener.exchanges.map(Self.text).joined()
        #expect(listener.exchanges.count == 2 && !shown.contains("key4714") && shown.contains("AKIA1"), "\(shown)")
    }

    /// Plain parameters are marked in the models, but are no secrets that must vanish from plans.
    @Test func plainParametersAreNoSecrets() async throws {
        let answer = { (type: String) in
            FakeTransport.Answer.json(200, #"{"Parameter": {"Name": "n", "Type": "\#(type)", "Value": "ami-12345"}}"#)
        }
        for (type, isSecret) in [("String", false), ("SecureString", true)] {
            let (client, listener, _) = Self.client([answer(type)])
            _ = try await client.send(APICall("ssm", "GetParameter", ["Name": "n"]))
            #expect(client.options.secrets.occur(in: "ami-12345") == isSecret)
            #expect(!listener.exchanges.map(Self.text).joined().contains("ami-12345"))
        }
    }

    /// What cannot be read cannot be masked.
    @Test(arguments: ["<CreateAccessKeyResponse><SecretAccessKey>made/+key4714", "\u{0}made/+key4714"])
    func brokenAnswersWithSecretsAreNotShown(_ body: String) async throws {
        let (client, listener, _) = Self.client([.json(200, body)])
        _ = try? await client.send(APICall("iam", "CreateAccessKey", ["UserName": "u"]), repeatable: false)
        let exchange = try #require(listener.exchanges.first)
        #expect(exchange.answer?.body == "(\(body.utf8.count) bytes that could not be read, and may hold secrets)")
    }

    @Test func anExchangeWithoutAnAnswer() async throws {
        let (client, listener, _) = Self.client([.refused, .json(200, "<R/>")])
        _ = try await client.send(APICall("sts", "GetCallerIdentity"))
        #expect(listener.exchanges.map(\.failure) == ["refused", nil])
    }

    /// Requests for credentials are shown without their bodies.
    @Test func requestsForCredentials() async throws {
        let listener = Listener()
        let body =
            #"{"AccessKeyId": "A", "SecretAccessKey": "made4714", "Token": "t4715", "Expiration": "2099-01-01T00:00:00Z"}"#
        let settings = AWSSettings(
            environment: Environment(variables: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/creds",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer pod4716",
            ]) { _ in nil })
        let source = settings.credentials(
            transport: FakeTransport([.json(200, body)]), surroundings: FakeSurroundings().values,
            exchanges: { listener.hear($0) })
        #expect(try await source.credentials()?.secretAccessKey == "made4714")
        let exchange = try #require(listener.exchanges.first)
        #expect(
            exchange.url == "http://127.0.0.1/creds" && exchange.answer?.body == "(\(body.utf8.count) bytes, not shown)"
        )
        #expect(exchange.headers["Authorization"] == SecretTexts.mask)
    }

    /// A region becomes part of a host: what a signed request would follow is checked.
    @Test func regionsOfAnswersCannotLeadElsewhere() async throws {
        for region in ["evil.example/", "evil.example#", "a@evil.example", "EVIL", "a b", ""] {
            let transport = FakeTransport([
                .json(
                    301, "<Error><Code>PermanentRedirect</Code></Error>",
                    [
                        ("x-amz-bucket-region", region), ("Location", "http://evil.example/"),
                    ])
            ])
            let client = Client.fake(transport)
            await #expect(throws: AWSFailure.self) {
                try await client.send(APICall("s3", "HeadBucket", ["Bucket": "bucket"]))
            }
            #expect(transport.requests.allSatisfy { $0.url.contains("amazonaws.com/") }, "\(transport.requests)")
            #expect(transport.requests.count == 1, "\(region)")
        }
    }

    @Test func pagesEnd() async throws {
        let page = { (token: String) in FakeTransport.Answer.json(200, #"{"logGroups": [], "nextToken": "\#(token)"}"#)
        }
        // Two tokens in turn, for ever.
        let transport = FakeTransport((0..<50).map { page($0 % 2 == 0 ? "a" : "b") })
        let failure = await #expect(throws: AWSFailure.self) {
            try await Client.fake(transport).pages(APICall("logs", "DescribeLogGroups"))
        }
        #expect(failure?.code == "MalformedResponse" && transport.requests.count == 3)
    }
}
