public import AWS
internal import Diagnostics
internal import FoundationEssentials
public import Plans
internal import Values

/// Locks kept in S3 by conditional writes.
///
/// Source: Amazon S3 User Guide, "Conditional writes" and "Conditional deletes"; S3 API reference, PutObject
/// (If-None-Match, If-Match: 412 when the condition does not hold, 404 when If-Match finds nothing, 409 when two writes
/// meet) and DeleteObject (If-Match).
public struct S3Locks: Sendable {
    /// One call; the flag says whether it may be repeated after a lost answer. See `Client.answer`.
    public typealias Send = @Sendable (APICall, Bool) async throws(AWSFailure) -> CallAnswer

    let send: Send
    let terms: LeaseTerms
    let surroundings: Surroundings
    /// Seconds on a clock that nobody sets and that goes on while the machine sleeps.
    let uptime: @Sendable () -> Double

    public init(
        terms: LeaseTerms = LeaseTerms(), surroundings: Surroundings = .system,
        uptime: @escaping @Sendable () -> Double = Uptime.seconds, send: @escaping Send
    ) {
        self.terms = terms
        self.surroundings = surroundings
        self.uptime = uptime
        self.send = send
    }

    /// The account in which the caller is.
    public func account(region: String) async throws(AWSFailure) -> String {
        try await send(APICall("sts", "GetCallerIdentity", region: region), true).output["Account"]?.string ?? ""
    }

    public func state(of object: LockObject) async throws(AWSFailure) -> LockState {
        try await read(object)?.state(object)
            ?? LockState(stack: object.stack, location: object.address, holding: .free)
    }

    /// Removes a lock as it was shown.
    /// - Returns: false when it is another's by now, or was renewed.
    public func remove(_ object: LockObject, seen: LockState) async throws(AWSFailure) -> Bool {
        guard let found = try await read(object) else { return true }
        guard found.isSame(as: seen.holding) else { return false }
        return try await delete(object, etag: found.etag)
    }

    /// Puts the journal of a run beside the lock.
    public func keep(journal: [UInt8], beside object: LockObject, name: String) async throws(AWSFailure) {
        _ = try await send(
            APICall(
                "s3", "PutObject",
                [
                    "Bucket": .string(object.bucket), "Key": .string(object.journalKey(name)), "Body": .bytes(journal),
                    "ContentType": "application/x-ndjson",
                ], region: object.region), true)
    }

    // MARK: - The object

    /// The object as it stands.
    struct Found: Sendable {
        var etag: String
        /// Nil: something else stands there.
        var record: LockRecord?
        /// Seconds since it was last written, by S3's clock.
        var age: Int
        /// In how many seconds the lease ends; 0 or less: it has.
        var ends: Int

        func state(_ object: LockObject) -> LockState {
            LockState(
                stack: object.stack, location: object.address,
                holding: record.map { .held($0, ends: ends) } ?? .unreadable)
        }

        /// True for the same holding, renewed or not; an expired one must not have been renewed.
        func isSame(as holding: LockState.Holding) -> Bool {
            switch (record, holding) {
            case (nil, .unreadable): true
            case (let record?, .held(let seen, let ends)):
                record.id == seen.id && (ends > 0 || record.renewals == seen.renewals)
            default: false
            }
        }
    }

    /// Nil when there is no such object.
    func read(_ object: LockObject) async throws(AWSFailure) -> Found? {
        let answer: CallAnswer
        do {
            answer = try await send(
                APICall(
                    "s3", "GetObject", ["Bucket": .string(object.bucket), "Key": .string(object.key)],
                    region: object.region), true)
        } catch {
            if error.code == "NoSuchKey" { return nil }
            throw error
        }
        let output = answer.output
        let now = answer.date ?? surroundings.now()
        let written = output["LastModified"]?.string.flatMap { Timestamp($0) } ?? now
        let age = now.seconds - written.seconds
        var found = Found(etag: output["ETag"]?.string ?? "", record: nil, age: age, ends: .max)
        if case .bytes(let bytes)? = output["Body"],
            let record = try? JSONDecoder().decode(LockRecord.self, from: Data(bytes)),
            record.format == LockRecord.formatName
        {
            found.record = record
            found.ends = record.lease + terms.slack - age
        }
        return found
    }

    enum Condition: Sendable {
        /// No object may be there.
        case absent
        case unchanged(etag: String)
    }

    /// A write that took effect.
    struct Written: Sendable {
        var etag: String
        /// A moment, by `uptime`, no later than the object's `Last-Modified`.
        var since: Double
    }

    /// Nil when somebody else was faster.
    func write(
        _ record: LockRecord, to object: LockObject, if condition: Condition
    ) async throws(AWSFailure) -> Written? {
        let sent = uptime()
        var input: Value = [
            "Bucket": .string(object.bucket), "Key": .string(object.key), "Body": .bytes(Self.encoded(record)),
            "ContentType": "application/json",
        ]
        switch condition {
        case .absent: input = input.setting("IfNoneMatch", to: "*")
        case .unchanged(let etag): input = input.setting("IfMatch", to: .string(etag))
        }
        do {
            let answer = try await send(APICall("s3", "PutObject", input, region: object.region), true)
            return Written(etag: answer.output["ETag"]?.string ?? "", since: sent)
        } catch {
            guard Self.isRefusal(error) else { throw error }
            // The client may have sent it twice, because the answer to the first was lost.
            guard let found = try await read(object), found.record?.id == record.id,
                found.record?.renewals == record.renewals
            else { return nil }
            return Written(etag: found.etag, since: min(sent, uptime() - Double(found.age + 1)))
        }
    }

    /// False when it was not as expected any more.
    func delete(_ object: LockObject, etag: String) async throws(AWSFailure) -> Bool {
        do {
            _ = try await send(
                APICall(
                    "s3", "DeleteObject",
                    ["Bucket": .string(object.bucket), "Key": .string(object.key), "IfMatch": .string(etag)],
                    region: object.region), true)
            return true
        } catch {
            guard Self.isRefusal(error) else { throw error }
            return false
        }
    }

    /// The condition did not hold, or another write came first.
    private static func isRefusal(_ failure: AWSFailure) -> Bool {
        ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"].contains(failure.code)
    }

    private static func encoded(_ record: LockRecord) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return (try? encoder.encode(record)).map { Array($0) + [10] } ?? []
    }
}
