/// Seconds in words and on a clock.
enum TimeText {
    /// `37 ms`, `0.8 s`, `12 s`, `3 min 5 s`, `1 h 2 min`.
    static func words(_ seconds: Double) -> String {
        if seconds > 0 && seconds < 0.1 { return "\(max(1, Int((seconds * 1000).rounded()))) ms" }
        if seconds < 10, seconds != seconds.rounded() { return "\(tenths(seconds)) s" }
        let whole = Int(max(0, seconds).rounded())
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3600: return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s"
        default: return whole / 60 % 60 == 0 ? "\(whole / 3600) h" : "\(whole / 3600) h \(whole / 60 % 60) min"
        }
    }

    /// `0:07`, `12:30`, `1:02:30`.
    static func clock(_ seconds: Double) -> String {
        let whole = Int(max(0, seconds))
        let tail = twoDigits(whole % 60)
        guard whole >= 3600 else { return "\(whole / 60):\(tail)" }
        return "\(whole / 3600):\(twoDigits(whole / 60 % 60)):\(tail)"
    }

    private static func tenths(_ seconds: Double) -> String {
        let tenths = Int((max(0, seconds) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
