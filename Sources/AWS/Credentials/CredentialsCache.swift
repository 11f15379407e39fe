/// Keeps credentials, renews them ahead of their end, and fetches once for all who wait.
///
/// In the last quarter of an hour they are renewed beside the work; in the last ten minutes callers wait for that (the
/// numbers are botocore's; for credentials of short life they are a quarter and a sixth of it). As long as the old
/// ones are valid a renewal that fails costs nothing, and is tried again after a minute. A fetch that failed is not
/// remembered. A caller that is cancelled while it waits does not take the fetch away from the others.
actor CredentialsCache {
    private let source: any CredentialsProvider
    private let now: @Sendable () -> Timestamp
    private var known: Known?
    private var fetch: Task<Result<Credentials?, CredentialsError>, Never>?
    /// No renewal before this moment, as long as the known ones are valid.
    private var nextRenewal = Timestamp(milliseconds: .min)

    private static let secondsBetweenRenewals = 60

    /// Credentials, and when they are to be renewed.
    private struct Known {
        var credentials: Credentials
        /// From when on they are renewed beside the work, from when on everybody waits, and their end.
        var soon: Timestamp
        var now: Timestamp
        var end: Timestamp

        init(_ credentials: Credentials, arrived: Timestamp) {
            self.credentials = credentials
            guard let expiration = credentials.expiration else {
                let never = Timestamp(milliseconds: .max)
                (soon, now, end) = (never, never, never)
                return
            }
            let life = max(0, expiration.seconds - arrived.seconds)
            // What comes with its end behind it says that one of the clocks is wrong: AWS is the judge, not the
            // machine's clock. It serves until it is refused, and is asked for again after a while.
            end = life == 0 ? arrived + CredentialsCache.secondsBetweenRenewals : expiration
            soon = end + -min(15 * 60, life / 4)
            now = end + -min(10 * 60, life / 6)
        }
    }

    init(_ source: any CredentialsProvider, now: @escaping @Sendable () -> Timestamp) {
        self.source = source
        self.now = now
    }

    /// - Throws: `CredentialsError` when no source has credentials.
    func credentials() async throws(CredentialsError) -> Credentials {
        let time = now()
        if let known, time < known.soon { return known.credentials }
        if let known, time < known.end, fetch == nil, time < nextRenewal { return known.credentials }
        let task = fetch ?? start(time)
        if let known, time < known.now { return known.credentials }
        switch await task.value {
        case .success(let found?): return found
        case .success(nil):
            if let known, now() < known.end { return known.credentials }
            throw CredentialsError(
                "no AWS credentials were found",
                help: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile")
        case .failure(let error):
            if let known, now() < known.end { return known.credentials }
            throw error
        }
    }

    /// The service called these expired; true when others may now be had.
    func discard(_ expired: Credentials) -> Bool {
        guard expired.sessionToken != nil else { return false }
        if known?.credentials == expired { known = nil }
        return true
    }

    /// The task is the actor's own: it goes on and is kept whether or not the first caller still waits.
    private func start(_ time: Timestamp) -> Task<Result<Credentials?, CredentialsError>, Never> {
        nextRenewal = time + Self.secondsBetweenRenewals
        let task = Task { () -> Result<Credentials?, CredentialsError> in
            let result: Result<Credentials?, CredentialsError>
            do throws(CredentialsError) {
                result = .success(try await source.credentials())
            } catch {
                result = .failure(error)
            }
            if case .success(let found?) = result { known = Known(found, arrived: now()) }
            fetch = nil
            return result
        }
        fetch = task
        return task
    }
}
