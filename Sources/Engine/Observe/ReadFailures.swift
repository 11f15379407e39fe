internal import AWS
internal import Synchronization

/// Reads of a run that failed, so that all of them can be told at once.
final class ReadFailures: Sendable {
    struct Entry: Sendable {
        /// The resource type that was read; nil for what belongs to no type.
        var type: String?
        var failure: AWSFailure
    }

    private let noted = Mutex<[Entry]>([])

    /// A read that the endpoint does not know, and that tells nothing for which a template asks.
    struct Unsupported: Sendable {
        var type: String
        /// The properties and attributes that it would tell.
        var tells: [String]
        var failure: AWSFailure
    }

    private let spared = Mutex<[Unsupported]>([])

    func note(unsupported: Unsupported) { spared.withLock { $0.append(unsupported) } }

    /// Sorted by type and operation, each once.
    var unsupported: [Unsupported] {
        func key(_ one: Unsupported) -> [String] { [one.type, one.failure.service, one.failure.operation] }
        var seen: Set<[String]> = []
        return spared.withLock { $0 }.sorted { key($0) < key($1) }.filter { seen.insert(key($0)).inserted }
    }

    func note(_ failure: AWSFailure, type: String?) {
        noted.withLock { $0.append(Entry(type: type, failure: failure)) }
    }

    /// Sorted, each kind of failure once: every missing permission by its action, what hangs on no single call (expired
    /// credentials, an endpoint that is down) by its code alone.
    var all: [Entry] {
        var seen: Set<[String]> = []
        return noted.withLock { $0 }.sorted { key($0) < key($1) }.filter { seen.insert(key($0)).inserted }
    }

    /// True when going on could only meet the same failure again.
    var endsReading: Bool { noted.withLock { $0 }.contains { $0.failure.kind != .denied } }

    private func key(_ entry: Entry) -> [String] {
        let failure = entry.failure
        return switch failure.kind {
        case .expired, .unauthenticated, .skewed, .transient, .throttled, .cancelled: [failure.code.rawValue]
        default: [failure.code.rawValue, failure.service, failure.operation]
        }
    }
}

extension [String] {
    fileprivate static func < (left: [String], right: [String]) -> Bool { left.lexicographicallyPrecedes(right) }
}
