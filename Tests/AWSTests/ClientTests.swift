import Testing
import Transport
import Values

@testable import AWS

@Suite struct ClientTests {
    @Test func aQueryCallIsSignedAndSent() async throws {
        let transport = FakeTransport([
            .json(
                200,
                "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>1</Account><Arn>a</Arn>"
                    + "</GetCallerIdentityResult></GetCallerIdentityResponse>")
        ])
        let output = try await Client.fake(transport).send(APICall("sts", "GetCallerIdentity"))
        #expect(output == ["Account": "1", "Arn": "a"])
        let request = transport.requests[0]
        #expect(request.url == "https://sts.us-west-2.amazonaws.com/")
        #expect(String(decoding: request.body, as: UTF8.self) == "Action=GetCallerIdentity&Version=2011-06-15")
        #expect(
            request.headers["Authorization"]?.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKID/20261121/us-west-2/sts/aws4_request, "
                    + "SignedHeaders=content-type;host;x-amz-date, Signature=") == true)
    }

    @Test func globalServicesSignTheirOwnRegion() async throws {
        let transport = FakeTransport([.json(200, "<R><ListUsersResult/></R>")])
        _ = try await Client.fake(transport).send(APICall("iam", "ListUsers"))
        #expect(transport.requests[0].url == "https://iam.amazonaws.com/")
        #expect(transport.requests[0].headers["Authorization"]?.contains("/us-east-1/iam/") == true)
    }

    @Test func tokensAreFilledUnlessGiven() async throws {
        let transport = FakeTransport([.json(200, "<R/>")])
        let client = Client.fake(transport)
        _ = try await client.send(APICall("ec2", "CreateNatGateway", ["SubnetId": "subnet-1"]))
        _ = try await client.send(APICall("ec2", "CreateNatGateway", ["SubnetId": "subnet-1", "ClientToken": "mine"]))
        let bodies = transport.requests.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies[0].contains("ClientToken=11111111-2222-4333-8444-555555555555"))
        #expect(bodies[1].contains("ClientToken=mine"))
    }

    @Test func anItemRefusedIsTheCallRefused() async throws {
        let flowLogs = """
            <CreateFlowLogsResponse><flowLogIdSet/><unsuccessful><item>
            <resourceId>vpc-1</resourceId><error><code>400</code><message>Access Denied for LogDestination: b</message>
            </error></item></unsuccessful></CreateFlowLogsResponse>
            """
        let targets = #"{"FailedEntryCount":1,"FailedEntries":[{"TargetId":"t","ErrorCode":"LimitExceededException"}]}"#
        let client = Client.fake(
            FakeTransport([
                .json(200, flowLogs, [("x-amzn-RequestId", "r-1")]), .json(200, targets),
                .json(200, #"{"FailedEntryCount":0,"FailedEntries":[]}"#),
            ]))
        let network = APICall(
            "ec2", "CreateFlowLogs", ["ResourceIds": ["vpc-1"], "ResourceType": "VPC", "LogDestinationType": "s3"])
        let denied = await #expect(throws: AWSFailure.self) { try await client.send(network) }
        #expect(denied?.code == "400" && denied?.kind == .invalid && denied?.requestID == "r-1")
        #expect(denied?.message == "Access Denied for LogDestination: b")
        let rule = APICall("events", "PutTargets", ["Rule": "r", "Targets": [["Id": "t", "Arn": "arn:aws:sns:::t"]]])
        let full = await #expect(throws: AWSFailure.self) { try await client.send(rule) }
        #expect(full?.code == "LimitExceededException" && full?.kind == .quota)
        #expect(try await client.send(rule)["FailedEntryCount"] == 0)
    }

    @Test func whatCannotBeSentNeverLeaves() async throws {
        let transport = FakeTransport([.json(200, "<R/>")])
        let client = Client.fake(transport)
        let calls: [(APICall, String)] = [
            (APICall("ec2", "CreateVpc", ["CidrBlok": "x"]), "CidrBlok"),
            (APICall("ec2", "DeleteVpc"), "VpcId"),
            (APICall("ec2", "DeleteVpc", ["VpcId": .deferred(.attribute(address: "s/V", name: "Ref"))]), "s/V"),
            (APICall("ec2", "NoSuchOperation"), "NoSuchOperation"),
            (APICall("nope", "X"), "nope"),
            (APICall("s3", "GetBucketPolicy", ["Bucket": ""]), "Bucket"),
        ]
        for (call, word) in calls {
            let failure = await #expect(throws: AWSFailure.self) { try await client.send(call) }
            #expect(failure?.kind == .invalid && failure?.message.contains(word) == true)
        }
        #expect(transport.requests.isEmpty)
    }

    @Test func pagesAreFollowedAndJoined() async throws {
        let transport = FakeTransport([
            .json(200, #"{"logGroups":[{"logGroupName":"a"}],"nextToken":"t1"}"#),
            .json(200, #"{"logGroups":[{"logGroupName":"b"}],"nextToken":"t2"}"#),
            .json(200, #"{"logGroups":[{"logGroupName":"c"}]}"#),
        ])
        let output = try await Client.fake(transport).collected(APICall("logs", "DescribeLogGroups"))
        #expect(output == ["logGroups": [["logGroupName": "a"], ["logGroupName": "b"], ["logGroupName": "c"]]])
        #expect(
            transport.requests.map { String(decoding: $0.body, as: UTF8.self) } == [
                "{}", #"{"nextToken":"t1"}"#, #"{"nextToken":"t2"}"#,
            ])
    }

    @Test func aTokenThatRepeatsEndsWithAFailure() async {
        let transport = FakeTransport([.json(200, #"{"logGroups":[],"nextToken":"t"}"#)])
        await #expect(throws: AWSFailure.self) {
            try await Client.fake(transport).pages(APICall("logs", "DescribeLogGroups"))
        }
        #expect(transport.requests.count == 2)
    }

    @Test func nestedPagesAreJoined() async throws {
        func page(_ id: String, _ more: Bool) -> FakeTransport.Answer {
            .json(
                200,
                "<DistributionList><Marker/><NextMarker>\(more ? "m" : "")</NextMarker><MaxItems>1</MaxItems>"
                    + "<IsTruncated>\(more)</IsTruncated><Quantity>1</Quantity><Items><DistributionSummary><Id>\(id)"
                    + "</Id></DistributionSummary></Items></DistributionList>")
        }
        let transport = FakeTransport([page("A", true), page("B", false)])
        let output = try await Client.fake(transport).collected(APICall("cloudfront", "ListDistributions"))
        #expect(output.at("DistributionList.Items") == [["Id": "A"], ["Id": "B"]])
        #expect(output.at("DistributionList.IsTruncated") == false)
        #expect(output.at("DistributionList.NextMarker") == nil)
        #expect(transport.requests[1].url.hasSuffix("/distribution?Marker=m"))
    }

    @Test func bucketsInAnotherRegionAreFollowedOnce() async throws {
        let transport = FakeTransport([
            .json(301, "", [("x-amz-bucket-region", "eu-west-1")]), .json(200, "{}"),
        ])
        let client = Client.fake(transport)
        let call = APICall("s3", "GetBucketPolicy", ["Bucket": "my-bucket"])
        #expect(try await client.send(call) == ["Policy": "{}"])
        _ = try await client.send(call)
        #expect(
            transport.requests.map(\.url) == [
                "https://my-bucket.s3.us-west-2.amazonaws.com/?policy",
                "https://my-bucket.s3.eu-west-1.amazonaws.com/?policy",
                "https://my-bucket.s3.eu-west-1.amazonaws.com/?policy",
            ])
        #expect(transport.requests[1].headers["Authorization"]?.contains("/eu-west-1/s3/") == true)
    }

    @Test func policiesOfIAMAreDecoded() async throws {
        let transport = FakeTransport([
            .json(
                200,
                "<R><GetRoleResult><Role><RoleName>a%20b</RoleName><AssumeRolePolicyDocument>%7B%22a%22%3A%22b+c%22%7D"
                    + "</AssumeRolePolicyDocument></Role></GetRoleResult></R>")
        ])
        let output = try await Client.fake(transport).send(APICall("iam", "GetRole", ["RoleName": "r"]))
        #expect(output.at("Role.AssumeRolePolicyDocument") == #"{"a":"b+c"}"#)
        #expect(output.at("Role.RoleName") == "a%20b")
    }

    @Test func idsOfRoute53LoseTheirPath() async throws {
        let transport = FakeTransport([.json(200, "<GetHostedZoneResponse/>")])
        _ = try await Client.fake(transport).send(APICall("route53", "GetHostedZone", ["Id": "/hostedzone/Z1"]))
        #expect(transport.requests[0].url == "https://route53.amazonaws.com/2013-04-01/hostedzone/Z1")
    }

    @Test func s3UploadsCarryTheirHash() async throws {
        let transport = FakeTransport([.json(200, "", [("ETag", "\"e\"")])])
        let output = try await Client.fake(transport).send(
            APICall("s3", "PutObject", ["Bucket": "b.with.dots", "Key": "a/b c+ü", "Body": .bytes(Array("hi".utf8))]))
        #expect(output["ETag"] == "\"e\"")
        let request = transport.requests[0]
        #expect(request.url == "https://s3.us-west-2.amazonaws.com/b.with.dots/a/b%20c%2B%C3%BC")
        #expect(request.headers["X-Amz-Content-SHA256"] == Digest.sha256("hi"))
    }

    @Test func requiredChecksumsAreAdded() async throws {
        let transport = FakeTransport([.json(200, "<DeleteResult/>")])
        _ = try await Client.fake(transport).send(
            APICall("s3", "DeleteObjects", ["Bucket": "bucket", "Delete": ["Objects": [["Key": "k"]]]]))
        let request = transport.requests[0]
        #expect(request.headers["x-amz-checksum-crc32"] == Base64.encode(CRC32.bytes(of: request.body)))
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Object><Key>k</Key></Object></Delete>"#)
        #expect(Hexadecimal.text(CRC32.bytes(of: Array("123456789".utf8))) == "cbf43926")
    }

    @Test func aFaultInASuccessIsAFailure() async throws {
        let body = "<Error><Code>SlowDown</Code><Message>m</Message><RequestId>r</RequestId></Error>"
        let transport = FakeTransport([
            .json(200, #"<?xml version="1.0" encoding="UTF-8"?>"# + body),
            .json(200, "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>"),
        ])
        let output = try await Client.fake(transport).send(
            APICall("s3", "CopyObject", ["Bucket": "bucket", "Key": "k", "CopySource": "other/k"]))
        #expect(output.at("CopyObjectResult.ETag") == "e")
        #expect(transport.requests.count == 2)
    }

    @Test func answersToHeadAreReadByStatus() async throws {
        let transport = FakeTransport([.json(404, "", [("x-amz-request-id", "R")])])
        let client = Client.fake(transport)
        let failure = await #expect(throws: AWSFailure.self) {
            try await client.send(APICall("s3", "HeadBucket", ["Bucket": "bucket"]))
        }
        #expect(failure?.kind == .notFound && failure?.status == 404 && failure?.requestID == "R")
    }

    @Test func aPageInPlaceOfAnErrorIsToldSo() async throws {
        let transport = FakeTransport([
            .json(500, "<!doctype html><title>500</title>", [("Content-Type", "text/html")])
        ])
        let client = Client.fake(transport)
        let failure = await #expect(throws: AWSFailure.self) { try await client.send(APICall("iam", "ListUsers")) }
        #expect(failure?.code == "InternalFailure" && failure?.message.contains("text/html") == true)
    }

    @Test func placesPerHostAreLimited() async throws {
        let transport = SlowTransport()
        let client = Client(
            region: "us-west-2",
            credentials: StaticCredentials(Credentials(accessKeyID: "A", secretAccessKey: "S", source: "test")),
            transport: transport, options: ClientOptions(requestsPerHost: 3))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try await client.send(APICall("logs", "DescribeLogGroups")) } }
            try await group.waitForAll()
        }
        let most = await transport.most
        #expect((1...3).contains(most), "\(most)")
    }

    @Test func quotedSecretsAreCutOut() async throws {
        let transport = FakeTransport([
            .json(
                403,
                "<Error><Code>SignatureDoesNotMatch</Code><Message>It does not match.\n\nThe Canonical String for this "
                    + "request should have been 'x-amz-security-token:SECRET'</Message><CanonicalRequest>SECRET"
                    + "</CanonicalRequest><Token-0>SECRET</Token-0><BucketName>b</BucketName></Error>")
        ])
        let client = Client.fake(transport)
        let failure = await #expect(throws: AWSFailure.self) {
            try await client.send(APICall("s3", "GetBucketPolicy", ["Bucket": "bucket"]))
        }
        #expect(
            failure?.message == "It does not match. (credentials from test)" && failure?.fields == ["BucketName": "b"])
        #expect(failure?.kind == .unauthenticated)
        #expect(!String(reflecting: transport.requests).contains("AWS4"))
    }

    @Test func wholeNumbersComeAsSuch() async throws {
        let transport = FakeTransport([.json(200, #"{"MetricAlarms":[{"Threshold":1.0},{"Threshold":1.5}]}"#)])
        let output = try await Client.fake(transport).send(APICall("cloudwatch", "DescribeAlarms"))
        #expect(output == ["MetricAlarms": [["Threshold": 1], ["Threshold": 1.5]]])
    }

    @Test func secretsNeverPrint() throws {
        let credentials = Credentials(
            accessKeyID: "AKIDSECRET", secretAccessKey: "TOPSECRET", sessionToken: "TOKENSECRET", source: "test")
        var dumped = ""
        dump(credentials, to: &dumped)
        dump(StaticCredentials(credentials), to: &dumped)
        dump(Optional(credentials), to: &dumped)
        let all = "\(credentials) \(String(reflecting: credentials)) \(String(reflecting: [credentials])) \(dumped)"
        #expect(!all.contains("SECRET"))
    }
}

private actor SlowTransport: HTTPTransport {
    private(set) var most = 0
    private var inside = 0

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        inside += 1
        most = max(most, inside)
        try? await Task.sleep(for: .milliseconds(5))
        inside -= 1
        return HTTPResponse(status: 200, body: Array("{}".utf8))
    }
}
