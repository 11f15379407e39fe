import Synchronization
import Testing
import Transport
import Values

@testable import AWS

@Suite struct RetryTests {
    static let describe = APICall("ec2", "DescribeVpcs")
    static let create = APICall("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"])
    static let ok = FakeTransport.Answer.json(200, "<R><vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet></R>")

    private func failure(_ body: () async throws -> Value) async throws -> AWSFailure {
        do {
            _ = try await body()
        } catch let failure as AWSFailure {
            return failure
        }
        throw WireError("the call succeeded")
    }

    @Test func transientFailuresAreTriedThreeTimes() async throws {
        let transport = FakeTransport([.ec2Error(500, "InternalError")])
        let surroundings = FakeSurroundings()
        let client = Client.fake(transport, surroundings)
        let failure = try await failure { try await client.send(Self.describe) }
        #expect(transport.requests.count == 3)
        #expect(failure.attempts == 3 && failure.kind == .transient && failure.isAmbiguous)
        // rand · base · 2^i with rand = 0.5 and base = 50 ms.
        #expect(surroundings.slept == [.milliseconds(25), .milliseconds(50)])
        #expect(client.statistics.retries == 2 && client.statistics.requests == 3)
        #expect(client.statistics.calls == ["ec2:DescribeVpcs": 1])
    }

    @Test func theSecondAttemptMaySucceed() async throws {
        let transport = FakeTransport([.reset, Self.ok])
        let output = try await Client.fake(transport).send(Self.describe)
        #expect(output == ["Vpcs": [["VpcId": "vpc-1"]]])
        #expect(transport.requests.count == 2 && transport.requests[0].mayBeResent)
    }

    @Test(arguments: [FakeTransport.Answer.reset, .ec2Error(500, "InternalError"), .ec2Error(503, "Unavailable")])
    func anAmbiguousFailureOfACreateIsNeverRepeated(_ answer: FakeTransport.Answer) async throws {
        let transport = FakeTransport([answer, Self.ok])
        let client = Client.fake(transport)
        let failure = try await failure { try await client.send(Self.create, repeatable: false) }
        #expect(transport.requests.count == 1)
        #expect(transport.requests[0].mayBeResent == false)
        #expect(failure.isAmbiguous && failure.attempts == 1)
    }

    @Test func anUnreadableSuccessOfACreateIsAmbiguous() async throws {
        let transport = FakeTransport([.json(200, "<CreateVpcResponse><vpc>")])
        let failure = try await failure { try await Client.fake(transport).send(Self.create, repeatable: false) }
        #expect(failure.isAmbiguous && failure.code == "MalformedResponse" && transport.requests.count == 1)
    }

    @Test(arguments: [FakeTransport.Answer.refused, .ec2Error(503, "RequestLimitExceeded")])
    func aCreateThatCertainlyHadNoEffectIsRepeated(_ answer: FakeTransport.Answer) async throws {
        let transport = FakeTransport([answer, Self.ok])
        _ = try await Client.fake(transport).send(Self.create, repeatable: false)
        #expect(transport.requests.count == 2)
    }

    @Test func whatAnEarlierAttemptMayHaveDoneStaysAmbiguous() async throws {
        let transport = FakeTransport([.reset, .ec2Error(400, "InvalidVpc.Duplicate")])
        let failure = try await failure { try await Client.fake(transport).send(Self.create, repeatable: true) }
        #expect(failure.kind == .conflict && failure.isAmbiguous && failure.attempts == 2)
        // The transport must not send it twice unseen.
        #expect(transport.requests.allSatisfy { !$0.mayBeResent })
    }

    @Test func throttlingHasMinutes() async throws {
        let transport = FakeTransport([.ec2Error(503, "RequestLimitExceeded")])
        let surroundings = FakeSurroundings(random: 0.999)
        let failure = try await failure { try await Client.fake(transport, surroundings).send(Self.describe) }
        #expect(failure.kind == .throttled && !failure.isAmbiguous)
        let waited = surroundings.slept.reduce(.zero, +)
        #expect(waited > .seconds(1700) && waited <= .seconds(1800))
        #expect(surroundings.slept.allSatisfy { $0 <= .seconds(20) })
    }

    @Test func theServersHintIsHonoured() async throws {
        let answer = FakeTransport.Answer.json(
            400, #"{"__type":"ThrottlingException","message":"slow"}"#, [("x-amz-retry-after", "3000")])
        let surroundings = FakeSurroundings()
        let transport = FakeTransport([answer, .json(200, "{}")])
        _ = try await Client.fake(transport, surroundings).send(APICall("logs", "DescribeLogGroups"))
        #expect(surroundings.slept == [.seconds(3)])
    }

    @Test func theSharedQuotaEndsRetries() async throws {
        let transport = FakeTransport([.ec2Error(500, "InternalError")])
        let client = Client.fake(transport)
        for _ in 0..<40 { _ = try? await client.send(Self.describe) }
        // 500 tokens at 14 each are 35 retries.
        #expect(client.statistics.retries == 35)
        #expect(transport.requests.count == 75)
    }

    @Test func denialsAndMistakesAreNotRepeated() async throws {
        for code in ["UnauthorizedOperation", "InvalidParameterValue", "InvalidVpcID.NotFound"] {
            let transport = FakeTransport([.ec2Error(400, code)])
            let failure = try await failure { try await Client.fake(transport).send(Self.describe) }
            #expect(transport.requests.count == 1)
            #expect(failure.code.rawValue == code && failure.requestID == "r-1" && !failure.isAmbiguous)
        }
    }

    @Test func aWrongClockIsCorrectedOnceAndRemembered() async throws {
        let answer = FakeTransport.Answer.json(
            400, #"{"__type":"InvalidSignatureException","message":"m"}"#,
            [("Date", "Sat, 21 Nov 2026 07:30:00 GMT")])
        let transport = FakeTransport([answer, .json(200, "{}")])
        let client = Client.fake(transport)
        _ = try await client.send(APICall("logs", "DescribeLogGroups"))
        _ = try await client.send(APICall("logs", "DescribeLogGroups"))
        #expect(
            transport.requests.map { $0.headers["X-Amz-Date"] } == [
                "20261121T063000Z", "20261121T073000Z", "20261121T073000Z",
            ])
    }

    @Test func aSmallSkewExplainsNothing() async throws {
        let answer = FakeTransport.Answer.json(
            400, #"{"__type":"InvalidSignatureException","message":"m"}"#,
            [("Date", "Sat, 21 Nov 2026 06:32:00 GMT")])
        let transport = FakeTransport([answer])
        let failure = try await failure { try await Client.fake(transport).send(APICall("logs", "DescribeLogGroups")) }
        #expect(failure.kind == .unauthenticated && transport.requests.count == 1)
    }

    @Test func expiredSessionsAreRenewedOnce() async throws {
        struct Rotating: CredentialsProvider {
            let count = Counter()
            func credentials() async throws(CredentialsError) -> Credentials? {
                let number = await count.next()
                return Credentials(
                    accessKeyID: "AKID\(number)", secretAccessKey: "S", sessionToken: "T\(number)", source: "test")
            }
        }
        let transport = FakeTransport([.json(400, #"{"__type":"ExpiredTokenException"}"#), .json(200, "{}")])
        let client = Client.fake(transport, credentials: Rotating())
        _ = try await client.send(APICall("logs", "DescribeLogGroups"))
        #expect(transport.requests.map { $0.headers["X-Amz-Security-Token"] } == ["T1", "T2"])
    }

    @Test func aCancelledCallEnds() async throws {
        let transport = FakeTransport([.ec2Error(503, "RequestLimitExceeded")])
        let surroundings = FakeSurroundings()
        var values = surroundings.values
        values.sleep = { _ in throw CancellationError() }
        let client = Client(
            region: "us-west-2",
            credentials: StaticCredentials(Credentials(accessKeyID: "A", secretAccessKey: "S", source: "test")),
            transport: transport, options: ClientOptions(surroundings: values))
        let failure = try await failure { try await client.send(Self.describe) }
        #expect(failure.kind == .cancelled && transport.requests.count == 1)
    }

    @Test func theObserverHearsEveryAttempt() async throws {
        let heard = Mutex<[String]>([])
        let client = Client.fake(FakeTransport([.reset, Self.ok])) { options in
            options.observer = { event in
                let word =
                    switch event.stage {
                    case .sending: "sending"
                    case .succeeded: "succeeded"
                    case .retrying: "retrying"
                    case .failed: "failed"
                    }
                heard.withLock { $0.append("\(event.attempt) \(word)") }
            }
        }
        _ = try await client.send(Self.describe)
        #expect(heard.withLock { $0 } == ["1 sending", "1 retrying", "2 sending", "2 succeeded"])
    }
}

actor Counter {
    private var count = 0
    func next() -> Int {
        count += 1
        return count
    }
}
