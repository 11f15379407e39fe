internal import Transport
internal import Values

/// The OpenID Connect token that GitHub Actions gives to a job with the permission `id-token: write`.
///
/// GitHub Docs, "OpenID Connect reference": a GET with the job's own token, for an audience of one's choice.
struct GitHubToken: Sendable {
    private let context: CredentialsContext
    private let address: String
    private let key: String

    /// Nil outside such a job.
    init?(_ context: CredentialsContext) {
        guard let address = context.environment.value("ACTIONS_ID_TOKEN_REQUEST_URL"),
            let key = context.environment.value("ACTIONS_ID_TOKEN_REQUEST_TOKEN")
        else { return nil }
        (self.context, self.address, self.key) = (context, address, key)
    }

    /// True in a job that names a role and has not the permission to ask for a token.
    static func isDenied(_ environment: Environment) -> Bool {
        environment.value("GITHUB_ACTIONS") == "true" && environment.value("AWS_ROLE_ARN") != nil
            && environment.value("ACTIONS_ID_TOKEN_REQUEST_URL") == nil
    }

    func text() async throws(CredentialsError) -> String {
        let url = address + (address.contains("?") ? "&" : "?") + "audience=sts.amazonaws.com"
        var request = HTTPRequest(
            method: "GET", url: url, headers: ["Authorization": "bearer \(key)", "Accept": "application/json"],
            timeout: .seconds(20))
        request.headers["User-Agent"] = "plumb"
        var problem = ""
        for attempt in 1...3 {
            do throws(TransportError) {
                let response = try await context.send(request)
                if response.status == 200, let token = (try? Value(json: response.body))?["value"]?.string {
                    return token
                }
                problem = "it answered HTTP \(response.status)"
            } catch {
                problem = error.message
            }
            guard attempt < 3, (try? await context.surroundings.sleep(.seconds(1))) != nil else { break }
        }
        throw CredentialsError(
            "GitHub gave no token for this job: \(problem)", help: "the job needs the permission 'id-token: write'")
    }
}
