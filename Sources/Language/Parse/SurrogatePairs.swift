/// JSON writes characters beyond U+FFFF as two `\u` escapes; YAML does not know such pairs.
enum SurrogatePairs {
    /// For JSON, each pair becomes YAML's single escape (`\U0001f600`, two bytes shorter); anything else stays as it is.
    static func joined(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.first(where: { $0 > 32 }) == UInt8(ascii: "{") else { return bytes }
        var out: [UInt8] = []
        var copied = 0
        var index = 0
        while index + 11 < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else { index += 1; continue }
            guard let high = unit(bytes, index), 0xD800..<0xDC00 ~= high, let low = unit(bytes, index + 6),
                0xDC00..<0xE000 ~= low
            else { index += 2; continue }
            let text = String(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), radix: 16)
            out.append(contentsOf: bytes[copied..<index])
            out.append(contentsOf: "\\U\(String(repeating: "0", count: 8 - text.count))\(text)".utf8)
            index += 12
            copied = index
        }
        return copied == 0 ? bytes : out + bytes[copied...]
    }

    private static func unit(_ bytes: [UInt8], _ index: Int) -> Int? {
        guard bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else { return nil }
        return Int(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16)
    }
}
