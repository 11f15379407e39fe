internal import Values

extension Equality {
    /// An IPv4 or IPv6 range with its host bits cleared, as AWS stores it (`10.0.0.7/16` is `10.0.0.0/16`).
    public static let cidr: Equality = .normalised { value in
        value.string.flatMap(CIDR.init)?.text.map { .string($0) } ?? value
    }
}

/// An address range.
private struct CIDR {
    var address: [UInt8]
    var length: Int

    /// Nil when the text is not `a.b.c.d/n`; IPv6 ranges are compared as text.
    init?(_ text: String) {
        let halves = text.split(separator: "/")
        guard halves.count == 2, let length = Int(halves[1]), (0...32).contains(length) else { return nil }
        let parts = halves[0].split(separator: ".").compactMap { UInt8($0) }
        guard parts.count == 4 else { return nil }
        address = parts
        self.length = length
    }

    var text: String? {
        let bits = address.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let mask: UInt32 = length == 0 ? 0 : ~UInt32(0) << UInt32(32 - length)
        let network = bits & mask
        return [24, 16, 8, 0].map { String(network >> UInt32($0) & 255) }.joined(separator: ".") + "/\(length)"
    }
}
