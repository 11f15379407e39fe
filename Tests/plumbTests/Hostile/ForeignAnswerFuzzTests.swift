import AWS
import FoundationEssentials
import Testing
import Transport
import Values

/// Answers and settings that no AWS and no CLI would write.
@Suite(.timeLimit(.minutes(30))) struct ForeignAnswerFuzzTests {
    /// Gives one answer, whatever is asked.
    private struct Answering: HTTPTransport {
        var response: HTTPResponse
        func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse { response }
    }

    private static let surroundings: Surroundings = {
        var surroundings = Surroundings.system
        surroundings.sleep = { _ in }
        return surroundings
    }()

    /// An answer of each protocol, and a fault.
    private static let cases: [(name: String, call: APICall, bodies: [String], words: [String])] = [
        (
            "query", APICall("iam", "GetRole", ["RoleName": "r"]),
            [
                "<R><GetRoleResult><Role><Path>/</Path><RoleName>r</RoleName><CreateDate>2020-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>%7B%7D</AssumeRolePolicyDocument><MaxSessionDuration>3600</MaxSessionDuration><Tags><member><Key>a</Key><Value>b</Value></member></Tags></Role></GetRoleResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></R>",
                "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>",
            ], xml
        ),
        (
            "ec2", APICall("ec2", "DescribeVpcs"),
            [
                "<R><vpcSet><item><vpcId>v</vpcId><isDefault>true</isDefault><cidrBlock>10.0.0.0/16</cidrBlock><tagSet><item><key>a</key><value>b</value></item></tagSet></item></vpcSet><nextToken>t</nextToken></R>",
                "<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>",
            ], xml
        ),
        (
            "rest-xml", APICall("s3", "ListObjectsV2", ["Bucket": "bucket"]),
            [
                "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>k</Key><LastModified>2020-01-01T00:00:00.000Z</LastModified><Size>1</Size></Contents></ListBucketResult>",
                "<Error><Code>PermanentRedirect</Code><Message>m</Message><Endpoint>e</Endpoint><Region>eu-west-1</Region></Error>",
            ], xml
        ),
        (
            "json", APICall("ecs", "DescribeClusters"),
            [
                #"{"clusters":[{"clusterArn":"a","tags":[{"key":"a","value":null}],"settings":[],"registeredContainerInstancesCount":1}],"failures":[]}"#,
                #"{"__type":"com.amazonaws.ecs#ClusterNotFoundException","message":"m"}"#,
            ], jsonWords
        ),
        (
            "rest-json", APICall("lambda", "GetFunction", ["FunctionName": "f"]),
            [
                #"{"Configuration":{"FunctionName":"f","CodeSize":1,"Timeout":3,"LastModified":"2020-01-01T00:00:00.000+0000","Environment":{"Variables":{"A":"b"}}},"Tags":{"a":"b"}}"#,
                #"{"Type":"User","Message":"m","code":"ResourceNotFoundException"}"#,
            ], jsonWords
        ),
    ]

    private static let xml = [
        "<!DOCTYPE a [<!ENTITY b \"c\">]>", "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "&#x0;", "&#xD800;", "&b;",
        "&amp;", "<a>", "</a>", "<a/>", " a='b'", "<Error>", "xmlns:a=\"b\"", "&#99999999999;", "&#x+41;",
    ]
    private static let jsonWords = [
        "\\u", "\\ud800", "\\u+123", "{", "}", "[", "]", "\"", ",", ":", "null", "1e999", "-", "{\"$deferred\":[1]}",
    ]
    private static let fields = [
        "Date: Sat, 21 Nov 2026 11:00:00 GMT", "Retry-After: 5", "x-amz-retry-after: 100", "x-amzn-RequestId: r",
        "x-amz-bucket-region: eu-west-1", "x-amzn-ErrorType: Throttling:http://x", "x-amzn-query-error: A;Sender",
        "Content-Type: text/xml", "Location: http://127.0.0.1:1/", "ETag: \"a\"",
    ]

    @Test(arguments: [0, 1, 2, 3, 4]) func answers(_ index: Int) async throws {
        let (name, call, bodies, words) = Self.cases[index]
        var fuzz = Fuzz("answers, \(name)")
        try await fuzz.run(bodies.map { Array($0.utf8) }, words: words) { fuzz, _, bytes in
            var headers = HTTPHeaders()
            for field in Self.fields where Bool.random(using: &fuzz) {
                let changed = Int.random(in: 0..<3, using: &fuzz) == 0
                let words = [":", ";", ",", "99999999999999999999"]
                let text = changed ? fuzz.mutated(Array(field.utf8), [], words) : Array(field.utf8)
                let parts = String(decoding: text, as: UTF8.self).split(separator: ":", maxSplits: 1)
                headers.add(String(parts.first ?? ""), String(parts.last ?? "").trimmingPrefix(" ").description)
            }
            let status = [200, 200, 301, 400, 403, 404, 429, 500, 503].randomElement(using: &fuzz) ?? 200
            let response = HTTPResponse(status: status, headers: headers, body: bytes)
            let client = Client(
                region: "us-east-1",
                credentials: StaticCredentials(
                    Credentials(accessKeyID: "A", secretAccessKey: "SECRET-4711", source: "t")),
                transport: Answering(response: response),
                options: ClientOptions(
                    surroundings: Self.surroundings,
                    exchanges: { #expect(!$0.body.contains("4711") && $0.answer?.body.contains("4711") != true) }))
            do throws(AWSFailure) {
                let output = try await client.send(call)
                #expect(output.object != nil)
            } catch {
                #expect(!error.code.rawValue.isEmpty && error.attempts <= 1000)
            }
        }
    }

    @Test func sharedConfiguration() async throws {
        var fuzz = Fuzz("configuration files")
        let good = [
            "[default]\nregion = us-east-1\naws_access_key_id = A\naws_secret_access_key = b # c\n",
            "[profile dev]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = default\nduration_seconds = 900\n[services s]\ns3 =\n  endpoint_url = http://127.0.0.1:1\n",
            "[sso-session c]\nsso_start_url = https://127.0.0.1:1/\nsso_region = us-east-1\n[profile \"a b\"]\nsso_session = c\nsso_account_id = 1\nsso_role_name = r\nretry_mode = adaptive\nmax_attempts = 3\n",
            "[profile web]\nweb_identity_token_file = /t\nrole_arn = arn:aws:iam::1:role/w\nca_bundle = ~/x\n",
        ].map { Array($0.utf8) }
        let words = [
            "[", "]", "=", "\n ", "#", ";", "profile ", "default", "source_profile = default\n", "role_arn = x\n", "\"",
            "\\",
            "endpoint_url = ://\n", "region = a/b\n", "credential_source = Environment\n", "mfa_serial = m\n",
        ]
        let refusing = Answering(response: HTTPResponse(status: 403))
        try await fuzz.run(good, words: words) { fuzz, _, bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let profile = ["default", "dev", "a b", "web", "none"].randomElement(using: &fuzz)
            let environment = Environment(variables: ["AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nonexistent"]) {
                $0.hasSuffix("config") || $0.hasSuffix("credentials") ? text : nil
            }
            let settings = AWSSettings(environment: environment, profile: profile)
            let source = settings.credentials(transport: refusing, surroundings: Self.surroundings)
            do {
                _ = try await source.credentials()
            } catch let error as CredentialsError {
                #expect(!error.message.isEmpty)
            }
        }
    }
}
