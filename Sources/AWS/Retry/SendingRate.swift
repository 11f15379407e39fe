internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How fast requests may leave for each service and region once it has throttled: the SDKs' `adaptive` retry mode.
///
/// The rate follows the cubic curve of congestion control (RFC 8312): down to 70 % at a refusal, then back towards the
/// rate at which it happened, slowly near it and faster beyond. Numbers are those of botocore 1.44.5
/// (`retries/adaptive.py`, `throttling.py`, `bucket.py`).
final class SendingRate: Sendable {
    private let hosts = Mutex<[String: Host]>([:])

    /// Takes a place for a request; how long to wait before it may leave. Nothing waits before the first refusal.
    func reserve(_ host: String, now: Timestamp) -> Duration {
        hosts.withLock { $0[host, default: Host(now.inSeconds)].reserve(now.inSeconds) }
    }

    func answered(_ host: String, isThrottled: Bool, now: Timestamp) {
        hosts.withLock { $0[host, default: Host(now.inSeconds)].answered(isThrottled, now.inSeconds) }
    }

    /// Requests a second that a host may get; nil before its first refusal.
    func rate(_ host: String) -> Double? { hosts.withLock { $0[host].flatMap { $0.isLimited ? $0.fillRate : nil } } }

    /// All times in seconds, all rates in requests a second.
    private struct Host {
        private(set) var isLimited = false
        private(set) var fillRate = minimumRate
        private var capacity = 0.0
        private var maximumCapacity = 1.0
        private var filledAt: Double
        // What is measured, in steps of half a second.
        private var measuredRate = 0.0
        private var step: Double
        private var count = 0.0
        // The curve.
        private var rateAtRefusal = minimumRate
        private var refusedAt: Double

        private static let minimumRate = 0.5
        private static let smoothing = 0.8
        private static let beta = 0.7
        private static let scale = 0.4

        init(_ now: Double) {
            (filledAt, refusedAt) = (now, now)
            step = now.rounded(.down)
        }

        mutating func reserve(_ now: Double) -> Duration {
            guard isLimited else { return .zero }
            fill(now)
            capacity -= 1
            // Below zero: others wait already, this one behind them.
            return capacity >= 0 ? .zero : .milliseconds(Int((-capacity / fillRate * 1000).rounded(.up)))
        }

        mutating func answered(_ isThrottled: Bool, _ now: Double) {
            measure(now)
            let wanted: Double
            if isThrottled {
                rateAtRefusal = isLimited ? min(measuredRate, fillRate) : measuredRate
                refusedAt = now
                wanted = rateAtRefusal * Self.beta
                isLimited = true
            } else {
                let turn = cbrt(rateAtRefusal * (1 - Self.beta) / Self.scale)
                let offset = now - refusedAt - turn
                wanted = Self.scale * offset * offset * offset + rateAtRefusal
            }
            fill(now)
            let rate = min(wanted, 2 * measuredRate)
            fillRate = max(rate, Self.minimumRate)
            maximumCapacity = max(rate, 1)
            capacity = min(capacity, maximumCapacity)
        }

        private mutating func fill(_ now: Double) {
            capacity = min(maximumCapacity, capacity + (now - filledAt) * fillRate)
            filledAt = now
        }

        private mutating func measure(_ now: Double) {
            let current = (now * 2).rounded(.down) / 2
            count += 1
            guard current > step else { return }
            measuredRate = count / (current - step) * Self.smoothing + measuredRate * (1 - Self.smoothing)
            (count, step) = (0, current)
        }
    }
}

extension Timestamp {
    fileprivate var inSeconds: Double { Double(milliseconds) / 1000 }
}
