import Testing
import Transport
import Values

@testable import AWS

/// Nothing that can be printed holds a secret, whatever goes wrong.
@Suite(.timeLimit(.minutes(30))) struct CredentialSecrecyTests {
    /// Secrets of the scenes: keys' secrets, session tokens, bearer and identity tokens, client secrets.
    private static let secrets = [
        "secret-of", "token-of", "sso-token", "oidc-", "pod-token", "client-secret", "refresh-", "job-token",
    ]

    private func check(_ text: String, _ name: String) {
        for secret in Self.secrets where text.contains(secret) { Issue.record("\(name) shows \(secret): \(text)") }
    }

    @Test func ofNoScene() async throws {
        for scene in CredentialScene.all {
            let stage = try await scene.stage()
            defer { scene.end(stage) }
            let source = scene.source(stage)
            do {
                let found = try #require(try await source.credentials())
                var dumped = ""
                dump(found, to: &dumped)
                for text in [found.description, found.debugDescription, "\(found)", dumped, found.source] {
                    check(text, scene.name)
                }
            } catch let error as CredentialsError {
                check("\(error.message) \(error.help ?? "") \(error)", scene.name)
            }
        }
    }

    /// Answers with a refusal that repeats what it was sent, in STS's format or in that of all others.
    private struct Quoting: HTTPTransport {
        func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
            let headers = request.headers.fields.map(\.value).joined(separator: ", ")
            let quote = "no: \(headers), \(String(decoding: request.body, as: UTF8.self))"
                .replacing("\"", with: "'").replacing("&", with: ", ")
            let body =
                request.url.contains("/sts/")
                ? "<ErrorResponse><Error><Code>AccessDenied</Code><Message>\(quote)</Message></Error></ErrorResponse>"
                : #"{"message":"\#(quote)"}"#
            return HTTPResponse(
                status: 403, headers: ["x-amzn-ErrorType": "ForbiddenException"], body: Array(body.utf8))
        }
    }

    @Test func ofNoRefusal() async throws {
        var quoted = 0
        for scene in CredentialScene.all {
            let stage = try await scene.stage()
            defer { scene.end(stage) }
            let settings = AWSSettings(environment: .disk(stage.variables), profile: scene.profile)
            let source = settings.credentials(
                transport: Quoting(), surroundings: FakeSurroundings().values, prompt: { _ in "123456" })
            do {
                _ = try await source.credentials()
            } catch {
                if error.message.contains("no: ") { quoted += 1 }
                check("\(error.message) \(error.help ?? "")", scene.name)
            }
        }
        #expect(quoted > 10)
    }
}
