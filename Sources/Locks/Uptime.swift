internal import Glibc

/// The machine's time since it was started, sleep included.
public enum Uptime {
    public static let seconds: @Sendable () -> Double = {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
