/// A moment in UTC, to the millisecond.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Since 1970-01-01T00:00:00Z; negative before.
    public var milliseconds: Int

    public init(milliseconds: Int) { self.milliseconds = milliseconds }
    public init(seconds: Int) { milliseconds = seconds * 1000 }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int { milliseconds >= 0 ? milliseconds / 1000 : -((999 - milliseconds) / 1000) }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
    public static func + (left: Timestamp, seconds: Int) -> Timestamp {
        Timestamp(milliseconds: left.milliseconds + seconds * 1000)
    }
}

// MARK: - Writing

extension Timestamp {
    /// `2026-11-21T06:30:00Z`; milliseconds only when there are some.
    public var iso8601: String {
        let c = civil
        let fraction = c.millisecond == 0 ? "" : ".\(padded(c.millisecond, 3))"
        return "\(padded(c.year, 4))-\(padded(c.month, 2))-\(padded(c.day, 2))"
            + "T\(padded(c.hour, 2)):\(padded(c.minute, 2)):\(padded(c.second, 2))\(fraction)Z"
    }

    /// `20261121T063000Z`, as signatures carry it.
    public var basic: String {
        let c = civil
        return "\(padded(c.year, 4))\(padded(c.month, 2))\(padded(c.day, 2))"
            + "T\(padded(c.hour, 2))\(padded(c.minute, 2))\(padded(c.second, 2))Z"
    }

    /// `Sat, 21 Nov 2026 06:30:00 GMT`, as HTTP headers carry it.
    public var httpDate: String {
        let c = civil
        let weekday = Self.weekdays[((seconds.floored(by: 86400) + 4) % 7 + 7) % 7]
        return "\(weekday), \(padded(c.day, 2)) \(Self.months[c.month - 1]) \(padded(c.year, 4)) "
            + "\(padded(c.hour, 2)):\(padded(c.minute, 2)):\(padded(c.second, 2)) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private struct Civil {
        var year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int
    }

    /// The proleptic Gregorian calendar, counted in 400-year eras that start on 1 March.
    private var civil: Civil {
        let days = seconds.floored(by: 86400)
        let rest = seconds - days * 86400
        let shifted = days + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return Civil(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, hour: rest / 3600, minute: rest / 60 % 60,
            second: rest % 60, millisecond: milliseconds - seconds * 1000)
    }
}

// MARK: - Reading

extension Timestamp {
    /// Nil unless the numbers name a day and a time; a leap second is taken as the second before it.
    init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int = 0) {
        guard (1...12).contains(month), (1...31).contains(day), (0...24).contains(hour), (0...59).contains(minute),
            (0...60).contains(second), (0...9999).contains(year)
        else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.floored(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let seconds = days * 86400 + hour * 3600 + minute * 60 + min(second, 59)
        milliseconds = seconds * 1000 + millisecond
    }

    /// ISO 8601 with a zone (`Z`, `+01:00`) or without one (UTC), an RFC 7231 HTTP date, or seconds since 1970 with
    /// an optional fraction: what AWS services send, whatever their model says.
    public init?(_ text: String) {
        if let number = Double(text) {
            self.init(epoch: number)
        } else if let first = text.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) {
            self.init(iso8601: text)
        } else {
            self.init(httpDate: text)
        }
    }

    /// Seconds since 1970, rounded to the millisecond.
    public init?(epoch seconds: Double) {
        guard seconds.isFinite, abs(seconds) < 1e13 else { return nil }
        milliseconds = Int((seconds * 1000).rounded())
    }

    private init?(iso8601 text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
            let day = scanner.number(2)
        else { return nil }
        var hour = 0, minute = 0, second = 0, millisecond = 0, offset = 0
        if scanner.take("T") || scanner.take("t") || scanner.take(" ") {
            guard let h = scanner.number(2), scanner.take(":"), let m = scanner.number(2) else { return nil }
            (hour, minute) = (h, m)
            if scanner.take(":") {
                guard let s = scanner.number(2) else { return nil }
                second = s
                if scanner.take(".") {
                    guard let fraction = scanner.fraction() else { return nil }
                    millisecond = fraction
                }
            }
            if !(scanner.take("Z") || scanner.take("z")), !scanner.isAtEnd {
                let sign = scanner.take("-") ? -1 : scanner.take("+") ? 1 : 0
                guard sign != 0, let h = scanner.number(2) else { return nil }
                _ = scanner.take(":")
                guard let m = scanner.number(2) else { return nil }
                offset = sign * (h * 3600 + m * 60)
            }
        }
        guard scanner.isAtEnd,
            let moment = Timestamp(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second,
                millisecond: millisecond)
        else { return nil }
        self = moment + -offset
    }

    private init?(httpDate text: String) {
        // Tue, 29 Apr 2014 18:30:38 GMT; some services add a fraction of a second.
        let words = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "-" })
        guard words.count == 6, words[5] == "GMT" || words[5] == "UTC" || words[5] == "Z",
            let day = Int(words[1]), let month = Self.months.firstIndex(of: String(words[2])),
            let year = Int(words[3])
        else { return nil }
        var scanner = DigitScanner(String(words[4]))
        guard let hour = scanner.number(2), scanner.take(":"), let minute = scanner.number(2), scanner.take(":"),
            let second = scanner.number(2)
        else { return nil }
        var millisecond = 0
        if scanner.take(".") {
            guard let fraction = scanner.fraction() else { return nil }
            millisecond = fraction
        }
        guard scanner.isAtEnd else { return nil }
        self.init(
            year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second,
            millisecond: millisecond)
    }
}

private struct DigitScanner {
    private let bytes: [UInt8]
    private var index = 0
    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { index == bytes.count }

    mutating func number(_ width: Int) -> Int? {
        guard index + width <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[index..<index + width] {
            guard (48...57).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 48)
        }
        index += width
        return number
    }

    /// The digits of a fraction of a second, in milliseconds; further digits are passed over.
    mutating func fraction() -> Int? {
        var number = 0, count = 0
        while index < bytes.count, (48...57).contains(bytes[index]) {
            if count < 3 { number = number * 10 + Int(bytes[index] - 48) }
            count += 1
            index += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 3)..<3 { number *= 10 }
        return number
    }

    mutating func take(_ character: Character) -> Bool {
        guard index < bytes.count, bytes[index] == character.asciiValue else { return false }
        index += 1
        return true
    }
}

extension Int {
    /// The quotient rounded towards minus infinity.
    fileprivate func floored(by divisor: Int) -> Int { (self - ((self % divisor) + divisor) % divisor) / divisor }
}
