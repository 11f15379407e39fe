import Testing
import Values

@testable import AWS

/// The adaptive retry mode.
@Suite(.timeLimit(.minutes(30))) struct SendingRateTests {
    /// Answers over minutes, some of them refusals in bursts, at whole milliseconds.
    @Test(arguments: [1, 2, 3] as [UInt64]) func ratesAreBotocores(_ seed: UInt64) async throws {
        var random = SeededRandom(seed)
        var time = 1_700_000_000_000
        var answers: [(time: Timestamp, isThrottled: Bool)] = []
        for index in 0..<600 {
            time += Int.random(in: 5...400, using: &random)
            let isThrottled = index % 150 > 100 && Int.random(in: 0..<4, using: &random) == 0
            answers.append((Timestamp(milliseconds: time), isThrottled))
        }
        let question = answers.map {
            Value.array([.double(Double($0.time.milliseconds) / 1000), .bool($0.isThrottled)])
        }
        let expected = try #require(try await Python.botocore("rates", .array(question)).array)
        let rate = SendingRate()
        var limited = 0
        for (answer, row) in zip(answers, expected) {
            rate.answered("h", isThrottled: answer.isThrottled, now: answer.time)
            let found = rate.rate("h")
            let wanted = row.isNull ? nil : Double(row.scalarText ?? "")
            guard let found, let wanted else {
                #expect(found == nil && wanted == nil)
                continue
            }
            limited += 1
            #expect(abs(found - wanted) <= 1e-6 * max(1, wanted))
        }
        #expect(expected.count == 600 && limited > 100)
    }

    @Test func nobodyWaitsBeforeARefusalAndAllDoAfterIt() {
        let rate = SendingRate()
        var now = Timestamp(seconds: 1000)
        for _ in 0..<50 { #expect(rate.reserve("h", now: now) == .zero) }
        now = now + 1
        rate.answered("h", isThrottled: true, now: now)
        let waits = (0..<4).map { _ in rate.reserve("h", now: now) }
        #expect(waits[0] > .zero && waits == waits.sorted() && Set(waits).count == 4)
        #expect(rate.reserve("other", now: now) == .zero)
    }

    @Test func aClientSlowsDown() async throws {
        let surroundings = FakeSurroundings()
        let throttled = FakeTransport.Answer.ec2Error(503, "RequestLimitExceeded")
        for (mode, slows) in [(RetryPolicy.Mode.standard, false), (.adaptive, true)] {
            let transport = FakeTransport([throttled, .json(200, "<DescribeVpcsResponse/>")])
            let client = Client.fake(transport, surroundings) { $0.retry.mode = mode }
            for _ in 0..<5 { _ = try await client.send(APICall("ec2", "DescribeVpcs")) }
            #expect((client.rate.rate("ec2 us-west-2") != nil) == slows)
            #expect(transport.requests.count == 6)
        }
    }
}
