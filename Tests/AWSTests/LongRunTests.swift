import Synchronization
import Testing
import Transport
import Values

@testable import AWS

/// An apply that outlasts several sessions of a role.
@Suite struct LongRunTests {
    /// STS and EC2 in one: the keys that it gives live an hour, and it refuses those that have ended.
    private final class Service: HTTPTransport {
        private struct State {
            var now = 1_800_000_000
            /// By access key: when it ends.
            var keys: [String: Int] = [:]
            var refusals = 0
            /// STS does not answer before this moment.
            var isDownUntil = 0
            var attempts = 0
        }
        private let state = Mutex(State())

        var now: Timestamp { Timestamp(seconds: state.withLock { $0.now }) }
        var sessions: Int { state.withLock { $0.keys.count } }
        var refusals: Int { state.withLock { $0.refusals } }
        var attempts: Int { state.withLock { $0.attempts } }
        func pass(_ seconds: Int) { state.withLock { $0.now += seconds } }
        func takeDown(_ seconds: Int) { state.withLock { $0.isDownUntil = $0.now + seconds } }

        func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
            let answer = state.withLock { state -> FakeTransport.Answer in
                let body = String(decoding: request.body, as: UTF8.self)
                if body.contains("Action=AssumeRole") {
                    state.attempts += 1
                    if state.now < state.isDownUntil { return .json(400, "<E><Error><Code>Broken</Code></Error></E>") }
                    let key = "ASIA\(state.keys.count)"
                    state.keys[key] = state.now + 3600
                    let end = Timestamp(seconds: state.now + 3600).iso8601
                    return .json(
                        200,
                        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>\(key)</AccessKeyId>"
                            + "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>\(end)"
                            + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>")
                }
                let key = request.headers["Authorization"]?.split(separator: "Credential=").last?.prefix { $0 != "/" }
                if let end = state.keys[String(key ?? "")], state.now < end {
                    return .json(200, "<DescribeVpcsResponse/>")
                }
                state.refusals += 1
                return .ec2Error(400, "ExpiredToken")
            }
            guard case .response(let response) = answer else {
                throw TransportError(.timedOut, "", mayHaveReachedServer: false)
            }
            return response
        }
    }

    private func client(_ service: Service) -> Client {
        let config = "[default]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = base\n"
        let keys = "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n"
        let environment = Environment(variables: ["HOME": "/h"]) { $0.hasSuffix("config") ? config : keys }
        var surroundings = FakeSurroundings().values
        surroundings.now = { service.now }
        let settings = AWSSettings(environment: environment, region: "us-west-2")
        return Client(
            region: "us-west-2", credentials: settings.credentials(transport: service, surroundings: surroundings),
            transport: service, options: ClientOptions(surroundings: surroundings))
    }

    /// Ten hours, with sixteen calls at a time: no call ever meets an end, and each session is made once.
    @Test func sessionsAreRenewedAhead() async throws {
        let service = Service()
        let client = client(service)
        for _ in 0..<200 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<16 { group.addTask { _ = try await client.send(APICall("ec2", "DescribeVpcs")) } }
                try await group.waitForAll()
            }
            service.pass(180)
        }
        #expect(service.refusals == 0)
        #expect((11...14).contains(service.sessions))
    }

    /// STS is away for ten minutes about the time of a renewal: nothing fails.
    @Test func anOutageOfTheSourceIsOutlived() async throws {
        let service = Service()
        let client = client(service)
        _ = try await client.send(APICall("ec2", "DescribeVpcs"))
        service.pass(3600 - 890)
        service.takeDown(600)
        for _ in 0..<60 {
            _ = try await client.send(APICall("ec2", "DescribeVpcs"))
            service.pass(12)
        }
        #expect(service.refusals == 0 && service.sessions == 2)
        // It was asked about once a minute.
        #expect((5...14).contains(service.attempts))
    }
}
