internal import Synchronization

/// How far each host's clock is from the machine's, as learned from refusals.
///
/// The rules of the AWS SDKs: some codes say it outright, others only may; a difference counts from 300 s on, and a
/// change of less than 60 s is not worth another attempt.
final class ClockSkew: Sendable {
    private let offsets = Mutex<[String: Int]>([:])

    /// Seconds to add to the machine's clock for a host.
    func offset(for host: String) -> Int { offsets.withLock { $0[host] ?? 0 } }

    private static let possible: Set<ErrorCode> = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException", "AuthFailure",
        "SignatureDoesNotMatch",
    ]

    /// True when the refusal is explained by a clock that is wrong, and the host's offset is now corrected.
    func learn(host: String, code: ErrorCode, isHead: Bool, serverDate: String?, sentAt: Timestamp) -> Bool {
        guard Self.possible.contains(code) || isHead, let server = serverDate.flatMap(Timestamp.init) else {
            return false
        }
        let skew = server.seconds - sentAt.seconds
        return offsets.withLock { offsets in
            let known = offsets[host] ?? 0
            // Back to a clock that is right: no offset at all.
            let wanted = abs(skew) > 300 ? skew : 0
            guard abs(wanted - known) >= 60 else { return false }
            offsets[host] = wanted
            return true
        }
    }
}
