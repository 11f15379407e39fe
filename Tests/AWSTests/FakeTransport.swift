import Synchronization
import Transport

@testable import AWS

/// Answers from a list, and keeps what was asked.
final class FakeTransport: HTTPTransport {
    enum Answer: Sendable {
        case response(HTTPResponse)
        case error(TransportError)
    }

    private struct State {
        var answers: [Answer]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    init(_ answers: [Answer]) { state = Mutex(State(answers: answers)) }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let answer = state.withLock { state -> Answer in
            state.requests.append(request)
            // The last answer is given for ever.
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
        }
        switch answer {
        case .response(let response): return response
        case .error(let error): throw error
        }
    }
}

extension FakeTransport.Answer {
    static func json(_ status: Int, _ body: String, _ headers: [(String, String)] = []) -> Self {
        .response(HTTPResponse(status: status, headers: HTTPHeaders(headers), body: Array(body.utf8)))
    }
    static func ec2Error(_ status: Int, _ code: String, _ message: String = "m") -> Self {
        json(
            status,
            "<Response><Errors><Error><Code>\(code)</Code><Message>\(message)</Message></Error></Errors>"
                + "<RequestID>r-1</RequestID></Response>")
    }
    static let reset = Self.error(.init(.connectionLost, "reset", mayHaveReachedServer: true))
    static let refused = Self.error(.init(.notConnected, "refused", mayHaveReachedServer: false))
}

/// A clock that moves only when somebody sleeps, and random numbers that are always the same.
final class FakeSurroundings: Sendable {
    private let state: Mutex<(now: Timestamp, slept: [Duration])>
    let random: Double

    init(now: String = "2026-11-21T06:30:00Z", random: Double = 0.5) {
        state = Mutex((Timestamp(now) ?? Timestamp(seconds: 0), []))
        self.random = random
    }

    var slept: [Duration] { state.withLock { $0.slept } }

    var values: Surroundings {
        Surroundings(
            now: { self.state.withLock { $0.now } },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.slept.append(duration)
                    state.now = state.now + Int(duration.components.seconds)
                }
            }, random: { self.random }, uuid: { "11111111-2222-4333-8444-555555555555" })
    }
}

extension Client {
    /// A client of a fake transport in us-west-2 with made-up keys.
    static func fake(
        _ transport: FakeTransport, _ surroundings: FakeSurroundings = FakeSurroundings(),
        credentials: (any CredentialsProvider)? = nil, change: (inout ClientOptions) -> Void = { _ in }
    ) -> Client {
        var options = ClientOptions(surroundings: surroundings.values)
        change(&options)
        return Client(
            region: "us-west-2",
            credentials: credentials
                ?? StaticCredentials(Credentials(accessKeyID: "AKID", secretAccessKey: "SECRET", source: "test")),
            transport: transport, options: options)
    }
}
