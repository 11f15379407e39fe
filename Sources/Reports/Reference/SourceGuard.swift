internal import Diagnostics

/// What of a source line may be quoted.
///
/// Where a file could not be read as a whole, or a parameter's name is wrong, nobody knows which values are secret: then
/// the keys are shown, and asterisks in place of values.
struct SourceGuard {
    private enum Extent { case nothing, aroundMark, wholeLine }
    private let extent: Extent

    init(_ code: Diagnostic.Code) {
        extent =
            Self.unread.contains(code.rawValue)
            ? .wholeLine : Self.misnamed.contains(code.rawValue) ? .aroundMark : .nothing
    }

    /// Codes of findings after which a file is not read on.
    private static let unread: Set<String> = [
        "yaml-syntax", "not-utf8", "several-documents", "unknown-alias", "alias-bomb", "key-not-scalar",
        "nested-too-deep", "yaml-alias",
    ]
    /// Codes of findings at names whose values stand beside them.
    private static let misnamed: Set<String> = ["extra-parameter", "parameter-file"]

    /// The line, as many bytes long as before.
    func shown(_ line: String, _ span: Span) -> String {
        guard extent != .nothing else { return line }
        var bytes = Array(line.utf8)
        var kept = 0..<0
        if extent == .aroundMark {
            let start = min(max(span.start.column - 1, 0), bytes.count)
            let end = span.end.line == span.start.line ? span.end.column - 1 : bytes.count
            kept = start..<min(max(end, start), bytes.count)
        }
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, !Self.separates(bytes[end]) { end += 1 }
            if !Self.isKey(bytes, start..<end) {
                for index in start..<end where !kept.contains(index) && Self.isWord(bytes[index]) {
                    bytes[index] = UInt8(ascii: "*")
                }
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
