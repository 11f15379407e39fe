internal import AWS
public import Diagnostics
public import Plans

extension S3Locks {
    /// Takes a lock: a free one, or one whose lease has ended.
    /// - Parameters:
    ///   - patience: for how many seconds to wait for another's.
    ///   - waiting: told once of the lock that is waited for.
    /// - Throws: `locked` while another holds it, `lock-failed` when S3 cannot be asked.
    public func take(
        _ object: LockObject, _ claim: LockClaim, patience: Double, waiting: @Sendable (LockState) -> Void = { _ in }
    ) async throws(Diagnostic) -> HeldLock {
        do {
            return try await attempt(object, claim, patience, waiting).get()
        } catch let failure as AWSFailure {
            throw .lockFailed(failure, object)
        } catch {
            throw error as? Diagnostic ?? .lockUnreadable(object)
        }
    }

    /// Takes several in an order that is the same for everybody, so that no two runs wait for each other; none is kept
    /// when one cannot be had.
    public func takeAll(
        _ objects: [LockObject], _ claim: LockClaim, patience: Double,
        waiting: @Sendable (LockState) -> Void = { _ in }
    ) async throws(Diagnostic) -> HeldLocks {
        var held = HeldLocks([])
        let deadline = uptime() + patience
        for object in objects.sorted(by: { $0.address < $1.address }) {
            do throws(Diagnostic) {
                held.locks.append(try await take(object, claim, patience: deadline - uptime(), waiting: waiting))
            } catch {
                _ = await held.release()
                throw error
            }
        }
        return held
    }

    private func attempt(
        _ object: LockObject, _ claim: LockClaim, _ patience: Double, _ waiting: (LockState) -> Void
    ) async throws(AWSFailure) -> Result<HeldLock, Diagnostic> {
        let deadline = uptime() + patience
        var isTold = false
        var races = 0
        while true {
            var record = self.record(object, claim, generation: 1)
            if let written = try await write(record, to: object, if: .absent) {
                return .success(HeldLock(self, object, record, written))
            }
            if let found = try await read(object) {
                guard let other = found.record else { return .failure(.lockUnreadable(object)) }
                if found.ends <= 0 {
                    record.generation = other.generation + 1
                    if let written = try await write(record, to: object, if: .unchanged(etag: found.etag)) {
                        return .success(HeldLock(self, object, record, written))
                    }
                } else {
                    let left = deadline - uptime()
                    guard left > 0, !Task.isCancelled else { return .failure(.locked(other, found.ends, object)) }
                    if !isTold { waiting(found.state(object)) }
                    isTold = true
                    await pause(min(left, terms.polling, Double(found.ends)))
                    continue
                }
            }
            // It was released, or another was faster: look again, a little apart from others who do.
            races += 1
            guard races < 20, !Task.isCancelled else { return .failure(.lockContended(object)) }
            await pause(0.05 + 0.2 * surroundings.random())
        }
    }

    private func record(_ object: LockObject, _ claim: LockClaim, generation: Int) -> LockRecord {
        let now = surroundings.now()
        return LockRecord(
            stack: object.stack, id: surroundings.uuid(), holder: claim.holder, process: claim.process,
            command: claim.command, taken: now.iso8601, renewed: now.iso8601, expires: (now + terms.lease).iso8601,
            lease: terms.lease, generation: generation)
    }

    func pause(_ seconds: Double) async { try? await surroundings.sleep(.seconds(max(0, seconds))) }
}
