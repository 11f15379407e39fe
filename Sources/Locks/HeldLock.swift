internal import AWS
public import Diagnostics
public import Plans
internal import Synchronization

/// A lock that this process holds, renewed until it is released or lost.
public final class HeldLock: Sendable {
    public let object: LockObject
    private let locks: S3Locks
    private let state: Mutex<State>

    private struct State {
        var etag: String
        var record: LockRecord
        /// By `uptime`: from then on nothing may be changed.
        var validUntil: Double
        /// By `uptime`: when the lease was last known to begin anew.
        var renewed: Double
        /// The last renewal failed.
        var hasFailed = false
        var lost: Diagnostic?
        var heartbeat: Task<Void, Never>?
    }

    init(_ locks: S3Locks, _ object: LockObject, _ record: LockRecord, _ written: S3Locks.Written) {
        self.object = object
        self.locks = locks
        state = Mutex(
            State(
                etag: written.etag, record: record,
                validUntil: written.since + Double(record.lease) - locks.terms.margin, renewed: written.since))
        let heartbeat = Task { [weak self] in
            while let self, await self.beat() {}
        }
        state.withLock { $0.heartbeat = heartbeat }
    }

    deinit { state.withLock { $0.heartbeat?.cancel() } }

    public var record: LockRecord { state.withLock { $0.record } }

    /// Why the lock is not held any more; nil while it is. Asks only the clock: cheap enough for every call.
    public var lost: Diagnostic? {
        let now = locks.uptime()
        return state.withLock { state in
            if state.lost == nil, now >= state.validUntil { state.lost = .lockLost(object, to: nil) }
            return state.lost
        }
    }

    // MARK: - Renewing

    /// Waits for its time and renews the lease.
    /// - Returns: false when there is nothing more to renew.
    private func beat() async -> Bool {
        let terms = locks.terms
        let (due, hasFailed) = state.withLock { ($0.renewed + terms.heartbeat, $0.hasFailed) }
        await locks.pause(hasFailed ? terms.retry : due - locks.uptime())
        guard !Task.isCancelled, lost == nil else { return false }
        let (etag, record) = state.withLock { ($0.etag, renewed($0.record)) }
        do {
            guard let written = try await locks.write(record, to: object, if: .unchanged(etag: etag)) else {
                let other = try? await locks.read(object)
                state.withLock { $0.lost = .lockLost(object, to: other?.record) }
                return false
            }
            state.withLock { state in
                state.etag = written.etag
                state.record = record
                state.renewed = max(state.renewed, written.since)
                state.hasFailed = false
                state.validUntil = max(state.validUntil, written.since + Double(record.lease) - terms.margin)
            }
        } catch {
            // It is tried again until the lease has ended.
            state.withLock { $0.hasFailed = true }
        }
        return !Task.isCancelled
    }

    private func renewed(_ old: LockRecord) -> LockRecord {
        var record = old
        let now = locks.surroundings.now()
        record.renewals += 1
        record.renewed = now.iso8601
        record.expires = (now + record.lease).iso8601
        return record
    }

    // MARK: - Releasing

    /// Gives the lock back. One that is lost is left alone.
    /// - Returns: a warning when it stays until its lease ends.
    public func release() async -> Diagnostic? {
        let heartbeat = state.withLock { state in
            defer { state.heartbeat = nil }
            return state.heartbeat
        }
        heartbeat?.cancel()
        await heartbeat?.value
        guard lost == nil else { return nil }
        // Also for a run that is cancelled.
        return await Task { await give() }.value
    }

    private func give() async -> Diagnostic? {
        let (etag, id) = state.withLock { ($0.etag, $0.record.id) }
        do throws(AWSFailure) {
            if try await locks.delete(object, etag: etag) { return nil }
            // A renewal that was cut short may have taken effect.
            if let found = try await locks.read(object), found.record?.id == id {
                _ = try await locks.delete(object, etag: found.etag)
            }
            return nil
        } catch {
            return .lockNotReleased(error, object)
        }
    }
}

/// The locks of one run.
public struct HeldLocks: Sendable {
    public internal(set) var locks: [HeldLock]

    public init(_ locks: [HeldLock]) { self.locks = locks }

    /// Why the run may not change anything any more; nil while all are held.
    public var lost: Diagnostic? { locks.lazy.compactMap(\.lost).first }

    /// - Returns: warnings of those that stay until their lease ends.
    public func release() async -> Findings {
        var findings = Findings()
        for lock in locks.reversed() { if let warning = await lock.release() { findings.add(warning) } }
        return findings
    }
}
