import Synchronization
import Testing

@testable import AWS

@Suite struct CredentialsCacheTests {
    /// Answers from a list, the last one for ever; each answer takes a moment.
    private actor Source: CredentialsProvider {
        private(set) var count = 0
        private var answers: [Result<Credentials?, CredentialsError>]
        init(_ answers: [Result<Credentials?, CredentialsError>]) { self.answers = answers }

        func credentials() async throws(CredentialsError) -> Credentials? {
            count += 1
            try? await Task.sleep(for: .milliseconds(20))
            return try (answers.count > 1 ? answers.removeFirst() : answers[0]).get()
        }
    }

    /// Seconds since 1970, set by the test.
    private final class Clock: Sendable {
        private let seconds = Mutex(0)
        var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 }) }
        func set(_ value: Int) { seconds.withLock { $0 = value } }
    }

    private let clock = Clock()

    private func cache(_ source: Source) -> CredentialsCache {
        let clock = clock
        return CredentialsCache(source, now: { clock.now })
    }

    private func key(_ id: String, expires seconds: Int? = nil) -> Credentials {
        Credentials(
            accessKeyID: id, secretAccessKey: "s", sessionToken: "t",
            expiration: seconds.map { Timestamp(seconds: $0) },
            source: "test")
    }

    /// Waits until a renewal beside the work has arrived.
    private func settled(_ cache: CredentialsCache, _ id: String) async throws {
        for _ in 0..<500 {
            if try await cache.credentials().accessKeyID == id { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("\(id) never came")
    }

    @Test func oneFetchForAll() async throws {
        let source = Source([.success(key("A"))])
        let cache = cache(source)
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await cache.credentials().accessKeyID } }
            for try await id in group { #expect(id == "A") }
        }
        #expect(await source.count == 1)
    }

    @Test func oneFetchForAllWhenTheyHaveEnded() async throws {
        let source = Source([.success(key("A", expires: 3600)), .success(key("B", expires: 9000))])
        let cache = cache(source)
        #expect(try await cache.credentials().accessKeyID == "A")
        clock.set(4000)
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await cache.credentials().accessKeyID } }
            for try await id in group { #expect(id == "B") }
        }
        #expect(await source.count == 2)
    }

    @Test func aFailureIsNotRemembered() async throws {
        let source = Source([.failure(CredentialsError("no")), .success(key("A"))])
        let cache = cache(source)
        await #expect(throws: CredentialsError("no")) { try await cache.credentials() }
        #expect(try await cache.credentials().accessKeyID == "A")
    }

    @Test func aCancelledWaiterLeavesTheOthersAlone() async throws {
        let cache = cache(Source([.success(key("A"))]))
        let first = Task { try await cache.credentials() }
        let second = Task { try await cache.credentials() }
        first.cancel()
        #expect(try await second.value.accessKeyID == "A")
    }

    /// In the last quarter of an hour nobody waits for the new ones.
    @Test func renewedBesideTheWork() async throws {
        let source = Source([.success(key("A", expires: 3600)), .success(key("B", expires: 7200))])
        let cache = cache(source)
        #expect(try await cache.credentials().accessKeyID == "A")
        clock.set(3600 - 901)
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(await source.count == 1)
        clock.set(3600 - 899)
        #expect(try await cache.credentials().accessKeyID == "A")
        try await settled(cache, "B")
        #expect(await source.count == 2)
    }

    /// In the last ten minutes they do.
    @Test func waitedForWhenTheEndIsNear() async throws {
        let source = Source([.success(key("A", expires: 3600)), .success(key("B", expires: 7200))])
        let cache = cache(source)
        #expect(try await cache.credentials().accessKeyID == "A")
        clock.set(3600 - 599)
        #expect(try await cache.credentials().accessKeyID == "B")
    }

    @Test func aFailedRenewalCostsNothingUntilTheEnd() async throws {
        let source = Source([.success(key("A", expires: 3600)), .failure(CredentialsError("no"))])
        let cache = cache(source)
        #expect(try await cache.credentials().accessKeyID == "A")
        clock.set(3100)
        for _ in 0..<5 { #expect(try await cache.credentials().accessKeyID == "A") }
        // Not again before a minute is over.
        #expect(await source.count == 2)
        clock.set(3161)
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(await source.count == 3)
        clock.set(3600)
        await #expect(throws: CredentialsError("no")) { try await cache.credentials() }
    }

    /// Fifteen minutes are the shortest session of a role: it is not renewed all the time.
    @Test func shortLives() async throws {
        let source = Source([.success(key("A", expires: 900)), .success(key("B", expires: 1800))])
        let cache = cache(source)
        #expect(try await cache.credentials().accessKeyID == "A")
        clock.set(600)
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(await source.count == 1)
        clock.set(800)
        #expect(try await cache.credentials().accessKeyID == "B")
    }

    /// A machine whose clock is ahead sees new credentials as old ones: AWS decides.
    @Test func newOnesThatSeemToHaveEnded() async throws {
        let source = Source([.success(key("A", expires: 3600)), .success(key("B", expires: 3700))])
        clock.set(7200)
        let cache = cache(source)
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(await source.count == 1)
        clock.set(7300)
        #expect(try await cache.credentials().accessKeyID == "B")
    }

    @Test func refusedOnesAreFetchedAnew() async throws {
        let cache = cache(Source([.success(key("A")), .success(key("B"))]))
        let old = try await cache.credentials()
        #expect(await cache.discard(old))
        #expect(try await cache.credentials().accessKeyID == "B")
        // Somebody else's late refusal of the old ones does not cost the new ones.
        #expect(await cache.discard(old))
        #expect(try await cache.credentials().accessKeyID == "B")
    }

    @Test func noneAtAll() async {
        let cache = cache(Source([.success(nil)]))
        let error = await #expect(throws: CredentialsError.self) { try await cache.credentials() }
        #expect(error?.help?.contains("AWS_ACCESS_KEY_ID") == true)
    }
}
