/// JSON is YAML but for two things: characters beyond U+FFFF written as two `\u` escapes, and tabs around the outermost
/// braces.
enum JSONText {
    /// The bytes of a file as YAML can read them; those of a file that is not a JSON object are returned as they are.
    ///
    /// Every pair of escapes becomes YAML's single one (`\U0001f600`, two bytes shorter); lines stay where they are.
    static func asYAML(_ bytes: [UInt8]) -> [UInt8] {
        guard let open = bytes.firstIndex(where: { $0 > 32 }), bytes[open] == UInt8(ascii: "{"),
            let close = bytes.lastIndex(where: { $0 > 32 })
        else { return bytes }
        var bytes = bytes
        let tab = UInt8(ascii: "\t"), space = UInt8(ascii: " ")
        for index in 0..<open where bytes[index] == tab { bytes[index] = space }
        for index in close..<bytes.count where bytes[index] == tab { bytes[index] = space }
        return joiningSurrogates(bytes)
    }

    private static func joiningSurrogates(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var copied = 0
        var index = 0
        while index + 11 < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            guard let high = unit(bytes, index), 0xD800..<0xDC00 ~= high, let low = unit(bytes, index + 6),
                0xDC00..<0xE000 ~= low
            else {
                index += 2
                continue
            }
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
