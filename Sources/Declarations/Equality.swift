internal import Values

extension Equality {
    /// An IPv4 or IPv6 range with its host bits cleared, as AWS stores it (`10.0.0.7/16` is `10.0.0.0/16`).
    public static let cidr: Equality = .normalised { value in
        value.string.flatMap(CIDR.init).map { .string($0.text) } ?? value
    }
}

/// An address range, IPv4 or IPv6, with its host bits cleared.
public struct CIDR: Hashable, Sendable {
    /// 4 or 16 octets.
    public let address: [UInt8]
    /// The length of the prefix in bits.
    public let length: Int

    /// Nil when the text is neither `a.b.c.d/n` nor an IPv6 address with `/n`.
    public init?(_ text: String) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let length = Int(halves[1]), length >= 0 else { return nil }
        guard let octets = halves[0].contains(":") ? CIDR.octets6(halves[0]) : CIDR.octets4(halves[0]),
            length <= octets.count * 8
        else { return nil }
        self.length = length
        address = octets.enumerated().map { index, octet in
            let kept = Swift.min(8, Swift.max(0, length - index * 8))
            return kept == 0 ? 0 : octet & (0xFF << UInt8(8 - kept))
        }
    }

    /// The one form in which equal ranges are equal texts; IPv6 groups are written out.
    public var text: String {
        if address.count == 4 { return address.map { String($0) }.joined(separator: ".") + "/\(length)" }
        let groups = stride(from: 0, to: 16, by: 2).map { index in
            String(UInt16(address[index]) << 8 | UInt16(address[index + 1]), radix: 16)
        }
        return groups.joined(separator: ":") + "/\(length)"
    }

    private static func octets4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        let octets = parts.compactMap { $0 }
        return parts.count == 4 && octets.count == 4 ? octets : nil
    }

    private static func octets6(_ text: Substring) -> [UInt8]? {
        var colons = 0
        var gap = false
        for character in text {
            colons = character == ":" ? colons + 1 : 0
            if colons == 2 { gap = true }
            if colons > 2 { return nil }
        }
        let parts = text.split(separator: ":")
        let groups = parts.compactMap { UInt16($0, radix: 16) }
        guard groups.count == parts.count, gap ? groups.count < 8 : groups.count == 8 else { return nil }
        let before = gap ? CIDR.groupsBeforeGap(text) : groups.count
        let filled = groups.prefix(before) + Array(repeating: 0, count: 8 - groups.count) + groups.dropFirst(before)
        return filled.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    /// How many groups stand before `::`.
    private static func groupsBeforeGap(_ text: Substring) -> Int {
        let pieces = text.split(separator: ":", omittingEmptySubsequences: false)
        return pieces.first == "" ? 0 : pieces.prefix { !$0.isEmpty }.count
    }
}
