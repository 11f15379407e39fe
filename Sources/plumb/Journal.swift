import AWS
import Diagnostics
import Glibc
import Plans
import Reports
import Synchronization

/// The journal of a run: a file that is only appended to, and what is put beside the locks at the end.
///
/// Each line is handed to the system in one write before the run goes on, so a killed run has no call that is not in the
/// file.
final class Journal: Sendable {
    /// Tells the run's lines from others'.
    let run: String
    private let path: String?
    private let account: String
    private let now: @Sendable () -> Timestamp
    private let state: Mutex<State>

    private struct State {
        /// -1: none.
        var descriptor: Int32
        /// By stack; only of those that are kept.
        var lines: [String: [UInt8]]
        var failure: Diagnostic?
    }

    /// - Parameters:
    ///   - descriptor: of an open file, which the journal closes; -1: lines go nowhere but to `kept`.
    ///   - kept: stacks whose lines are wanted at the end.
    init(
        path: String?, descriptor: Int32, kept: [String], run: String, account: String,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.path = path
        self.run = run
        self.account = account
        self.now = now
        state = Mutex(
            State(
                descriptor: descriptor,
                lines: Dictionary(kept.map { ($0, []) }, uniquingKeysWith: { first, _ in first })))
    }

    deinit { state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } } }

    /// Opens a file to append to; a new one only its owner may read.
    static func open(_ path: String) throws(Diagnostic) -> Int32 {
        do throws(WholeFile.Failure) {
            return try WholeFile.opened(path, O_APPEND | O_CREAT, 0o600)
        } catch {
            throw .journalUnwritable(path, error.reason)
        }
    }

    func write(_ record: CallRecord) {
        let time = now().iso8601
        let line = Array(JournalLine.render(record, time: time, run: run, account: account).utf8)
        state.withLock { state in
            state.lines[record.step.stack]?.append(contentsOf: line)
            guard state.descriptor >= 0, state.failure == nil else { return }
            var rest = line[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(state.descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    state.failure = .journalUnwritable(path ?? "", String(cString: strerror(errno)))
                    return
                }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Why a line could not be written; after that nothing may be changed any more.
    var failure: Diagnostic? { state.withLock { $0.failure } }

    func lines(of stack: String) -> [UInt8] { state.withLock { $0.lines[stack] ?? [] } }

    /// `20261121T063000Z-1a2b3c4d.jsonl`.
    var name: String { "\(now().basic)-\(run).jsonl" }
}

extension Diagnostic {
    static func journalUnwritable(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            "journal-unwritable", summary: "The journal cannot be written", message: "`\(path)`: \(reason).",
            help: "Nothing is changed that cannot be written down first. Name a file that may be written to.")
    }

    static func journalNotKept(_ address: String, _ failure: AWSFailure) -> Diagnostic {
        Diagnostic(
            "journal-not-kept", .warning, summary: "The journal could not be put beside the lock",
            message: "\(address): \(failure.code): \(failure.message)",
            help: "--journal FILE keeps it on this machine as well.", cause: failure.cause)
    }
}
