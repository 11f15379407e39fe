import AWS
import Diagnostics
import Engine
import Glibc
import Language
import Locks
import Plans
import Synchronization

/// The lock that a stack's file asks for.
struct WantedLock: Sendable {
    var location: S3Location
    var stack: String
    var region: String
    var span: Span?
}

extension StackSet {
    /// The locks of the stacks that a command changes.
    /// - Parameter region: of stacks that name none.
    func locks(region: () -> String?) -> [WantedLock] {
        stacks.filter(\.isSelected).compactMap { stack in
            guard let location = stack.file.lock, let region = stack.file.region ?? region() else { return nil }
            return WantedLock(
                location: location, stack: stack.name, region: region, span: stack.file.spans["lock"])
        }
    }
}

extension Plan {
    var locks: [WantedLock] {
        stacks.compactMap { stack in
            stack.lock.flatMap { S3Location($0) }.map {
                WantedLock(location: $0, stack: stack.name, region: stack.region)
            }
        }
    }
}

/// Takes the locks of a run, and gives them back whatever becomes of it.
struct Locking: Sendable {
    var session: Session
    var terminal: Terminal
    var console: Console
    /// For how many seconds another's lock is waited for.
    var patience: Int

    /// - Parameters:
    ///   - account: where the stacks are; nil: the caller's.
    ///   - body: what is done under the locks.
    func during(
        _ wanted: [WantedLock], _ purpose: Plan.Purpose, account: String? = nil,
        _ body: @Sendable (HeldLocks, Interruption?) async -> CommandStatus
    ) async -> CommandStatus {
        guard !wanted.isEmpty else { return await body(HeldLocks([]), nil) }
        let locks = session.locks()
        let objects: [LockObject]
        do throws(Diagnostic) {
            objects = try await locks.objects(of: wanted, account: account)
        } catch {
            console.show(Findings([error]))
            return CommandStatus(endedBy: Findings([error]))
        }
        let claim = LockClaim.own(purpose.rawValue)
        let patience = Double(patience)
        let taking = Task {
            await Swift.Result.of { () throws(Diagnostic) in
                try await locks.takeAll(objects, claim, patience: patience) { state in
                    terminal.err.write("Waiting for \(state.location), \(Self.words(state)).\n")
                }
            }
        }
        let interruption = Interruption { taking.cancel() }
        let interrupts = terminal.hearsSignals ? Interrupts(interruption) : nil
        defer { interrupts?.end() }
        switch await taking.value {
        case .failure(let refusal):
            console.show(Findings([refusal]))
            return CommandStatus(endedBy: Findings([refusal]))
        case .success(let held):
            // Planning and asking have no end of their own.
            interruption.set {
                terminal.err.write("\nInterrupted: the lock is given back.\n")
                Task {
                    _ = await held.release()
                    exit(Self.interrupted)
                }
            }
            let status = interruption.wasHeard ? .failed : await body(held, interruption)
            interruption.set {}
            console.show(await held.release())
            return status
        }
    }

    /// The exit code of a process that SIGINT has ended, as shells tell it.
    static let interrupted: Int32 = 130

    private static func words(_ state: LockState) -> String {
        guard case .held(let record, _) = state.holding else { return "which another holds" }
        return "held by \(record.holder) (process \(record.process), \(record.command)) since \(record.taken)"
    }
}

/// What the first and the second Ctrl-C do at the moment.
final class Interruption: Sendable {
    private struct State {
        var first: @Sendable () -> Void
        var second: @Sendable () -> Void
        /// Since it was set what is done.
        var count = 0
        var wasHeard = false
    }
    private let state: Mutex<State>

    init(_ first: @escaping @Sendable () -> Void) {
        state = Mutex(State(first: first, second: { _exit(Locking.interrupted) }))
    }

    /// - Parameter second: nil: ends the process at once.
    func set(_ first: @escaping @Sendable () -> Void, second: (@Sendable () -> Void)? = nil) {
        state.withLock { state in
            state.first = first
            state.second = second ?? { _exit(Locking.interrupted) }
            state.count = 0
        }
    }

    var wasHeard: Bool { state.withLock { $0.wasHeard } }

    fileprivate func hear() {
        let action = state.withLock { state in
            state.wasHeard = true
            state.count += 1
            return state.count == 1 ? state.first : state.second
        }
        action()
    }
}

extension Interrupts {
    convenience init(_ interruption: Interruption) {
        self.init(first: { interruption.hear() }, second: { interruption.hear() })
    }
}

extension S3Locks {
    func objects(of wanted: [WantedLock], account: String?) async throws(Diagnostic) -> [LockObject] {
        guard let first = wanted.first else { return [] }
        func object(_ lock: WantedLock, _ account: String) -> LockObject {
            LockObject(
                bucket: lock.location.bucket, prefix: lock.location.prefix, account: account, region: lock.region,
                stack: lock.stack, span: lock.span)
        }
        var known = account ?? ""
        if known.isEmpty {
            do throws(AWSFailure) {
                known = try await self.account(region: first.region)
            } catch {
                throw .lockFailed(error, object(first, "account"))
            }
        }
        return wanted.map { object($0, known) }
    }
}

extension LockClaim {
    /// This process.
    static func own(_ command: String) -> LockClaim {
        var name = [CChar](repeating: 0, count: 256)
        let host = gethostname(&name, name.count - 1) == 0 ? text(name) : "unknown-host"
        let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? String(geteuid())
        return LockClaim(holder: "\(user)@\(host)", process: Int(getpid()), command: command)
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension Swift.Result where Failure == Diagnostic, Success: Sendable {
    fileprivate static func of(_ work: () async throws(Diagnostic) -> Success) async -> Self {
        do throws(Diagnostic) { return .success(try await work()) } catch { return .failure(error) }
    }
}
