/// Keeps credentials until shortly before they expire, and fetches new ones once for all who wait.
///
/// A fetch that failed is not remembered: the next caller tries again. A caller that is cancelled while it waits does
/// not take the fetch away from the others.
actor CredentialsCache {
    private let source: any CredentialsProvider
    private let now: @Sendable () -> Timestamp
    private var known: Credentials?
    private var fetch: Task<Result<Credentials?, CredentialsError>, Never>?

    /// Seconds before the expiration from which on credentials are renewed.
    private static let margin = 300

    init(_ source: any CredentialsProvider, now: @escaping @Sendable () -> Timestamp) {
        self.source = source
        self.now = now
    }

    /// - Throws: `CredentialsError` when no source has credentials.
    func credentials() async throws(CredentialsError) -> Credentials {
        if let known, isFresh(known) { return known }
        let task = fetch ?? start()
        guard let found = try await task.value.get() else {
            throw CredentialsError(
                "no AWS credentials were found",
                help: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile")
        }
        return found
    }

    /// The service called these expired; true when others may now be had.
    func discard(_ expired: Credentials) -> Bool {
        guard expired.sessionToken != nil else { return false }
        if known == expired { known = nil }
        return true
    }

    private func start() -> Task<Result<Credentials?, CredentialsError>, Never> {
        let source = source
        let task = Task { () -> Result<Credentials?, CredentialsError> in
            do throws(CredentialsError) {
                return .success(try await source.credentials())
            } catch {
                return .failure(error)
            }
        }
        fetch = task
        // Stored by a task of the actor's own, so that it happens whether or not the first caller still waits.
        Task { self.settle(await task.value) }
        return task
    }

    private func settle(_ result: Result<Credentials?, CredentialsError>) {
        if case .success(let found) = result { known = found }
        fetch = nil
    }

    private func isFresh(_ credentials: Credentials) -> Bool {
        guard let expiration = credentials.expiration else { return true }
        return now() + Self.margin < expiration
    }
}
