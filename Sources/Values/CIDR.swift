/// An IPv4 or IPv6 address block (`10.0.0.0/16`, `2001:db8::/32`).
public struct CIDR: Sendable, Hashable {
    /// 4 or 16 bytes.
    public var address: [UInt8]
    public var prefix: Int

    public var width: Int { address.count * 8 }

    /// Nil when the text is not an address, a slash and a prefix length.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let prefix = Int(parts[1]), prefix >= 0, String(prefix) == parts[1],
            let address = Self.ipv4(parts[0]) ?? Self.ipv6(parts[0]), prefix <= address.count * 8
        else { return nil }
        self.address = address
        self.prefix = prefix
    }

    private init(address: [UInt8], prefix: Int) {
        self.address = address
        self.prefix = prefix
    }

    /// The first `count` blocks of prefix length `prefix` inside this one; nil when there are fewer.
    public func blocks(_ count: Int, prefix: Int) -> [CIDR]? {
        guard prefix >= self.prefix, prefix <= width, count >= 0 else { return nil }
        let room = prefix - self.prefix
        guard room >= 32 || count <= 1 << room else { return nil }
        var block = address
        for bit in self.prefix..<width { block[bit / 8] &= ~(UInt8(0x80) >> UInt8(bit % 8)) }
        return (0..<count).map { index in
            var numbered = block
            var rest = index
            var bit = prefix - 1
            while rest > 0 {
                if rest & 1 == 1 { numbered[bit / 8] |= UInt8(0x80) >> UInt8(bit % 8) }
                rest >>= 1
                bit -= 1
            }
            return CIDR(address: numbered, prefix: prefix)
        }
    }

    private static func ipv4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part in UInt8(part).flatMap { String($0) == part ? $0 : nil } }
        return bytes.count == 4 ? bytes : nil
    }

    private static func ipv6(_ text: Substring) -> [UInt8]? {
        let halves = String(text).components(around: "::")
        guard halves.count <= 2, text.contains(":") else { return nil }
        let groups = halves.map { half in
            half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false)
        }
        let numbers = groups.map { $0.compactMap { $0.count <= 4 ? UInt16($0, radix: 16) : nil } }
        guard zip(groups, numbers).allSatisfy({ $0.count == $1.count }) else { return nil }
        let given = numbers.reduce(0) { $0 + $1.count }
        guard halves.count == 2 ? given < 8 : given == 8 else { return nil }
        let all = numbers[0] + [UInt16](repeating: 0, count: 8 - given) + (halves.count == 2 ? numbers[1] : [])
        return all.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    }
}

extension CIDR: CustomStringConvertible {
    /// IPv6 in RFC 5952's form.
    public var description: String {
        if address.count == 4 { return address.map(String.init).joined(separator: ".") + "/\(prefix)" }
        let groups = stride(from: 0, to: 16, by: 2).map { Int(address[$0]) << 8 | Int(address[$0 + 1]) }
        var longest = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(longest.count, 1) { longest = start..<end }
            start = max(end, start + 1)
        }
        let text = { (range: Range<Int>) in groups[range].map { String($0, radix: 16) }.joined(separator: ":") }
        let body = longest.isEmpty ? text(0..<8) : text(0..<longest.lowerBound) + "::" + text(longest.upperBound..<8)
        return body + "/\(prefix)"
    }
}

extension Value {
    /// `Fn::Cidr`: the first `count` blocks with `bits` host bits each, as an array of strings.
    public static func cidr(_ block: Value, count: Int, bits: Int) throws(DeferredError) -> Value {
        if block.hasDeferred { return .deferred(.cidr(count: count, bits: bits, block)) }
        guard let text = block.string, let cidr = CIDR(text) else { throw DeferredError("cidr takes an address block") }
        guard (1...256).contains(count) else { throw DeferredError("cidr makes 1 to 256 blocks, not \(count)") }
        guard let blocks = cidr.blocks(count, prefix: cidr.width - bits) else {
            throw DeferredError("\(text) has no room for \(count) blocks of \(bits) host bits")
        }
        return .array(blocks.map { .string($0.description) })
    }
}

extension String {
    fileprivate func components(around mark: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let found = rest.firstRange(of: mark) {
            parts.append(rest[..<found.lowerBound])
            rest = rest[found.upperBound...]
        }
        return parts + [rest]
    }
}
