internal import Diagnostics

/// What of a source line may be quoted.
///
/// Where a file could not be read as a whole, or a parameter's name is wrong, nobody knows which values are secret: then
/// the keys are shown, and asterisks in place of values.
struct SourceGuard {
    private let hidesValues: Bool

    /// - Parameter keysOnly: true where it is known that no value may be quoted.
    init(_ code: Diagnostic.Code, keysOnly: Bool = false) {
        hidesValues = keysOnly || Self.unsure.contains(code.rawValue)
    }

    /// Codes of findings after which a file is not read on, and of those at names whose values stand beside them.
    private static let unsure: Set<String> = [
        "yaml-syntax", "not-utf8", "several-documents", "unknown-alias", "alias-bomb", "key-not-scalar",
        "nested-too-deep", "yaml-alias", "extra-parameter",
    ]

    /// The line, as many bytes long as before. A secret's default may stand beside the word that makes it one.
    func shown(_ line: String) -> String {
        guard hidesValues || line.contains("NoEcho") else { return line }
        var bytes = Array(line.utf8)
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, !Self.separates(bytes[end]) { end += 1 }
            if !Self.isKey(bytes, start..<end) {
                for index in start..<end where Self.isWord(bytes[index]) { bytes[index] = UInt8(ascii: "*") }
            }
            start = end + 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func separates(_ byte: UInt8) -> Bool { byte <= 32 || "{}[],\"'".utf8.contains(byte) }

    /// True for `Key:`, and for `Key` in quotes with a colon behind them, where a key can stand.
    private static func isKey(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return false }
        let before = bytes[..<range.lowerBound].last { $0 > 32 && !"\"'".utf8.contains($0) }
        guard before.map({ "-{,[".utf8.contains($0) }) ?? true else { return false }
        let colon = UInt8(ascii: ":")
        if bytes[range.upperBound - 1] == colon, range.count > 1 {
            return range.upperBound == bytes.count || bytes[range.upperBound] == 32
        }
        guard range.upperBound < bytes.count, range.lowerBound > 0, "\"'".utf8.contains(bytes[range.upperBound]),
            bytes[range.lowerBound - 1] == bytes[range.upperBound]
        else { return false }
        return bytes[(range.upperBound + 1)...].first { $0 != 32 } == colon
    }

    /// Digits, letters, and all that is not ASCII.
    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
