internal import CYAML
internal import Diagnostics

/// Turns libyaml's marks, which count characters, and byte offsets into spans, which count bytes.
struct Places {
    private let path: String
    private let bytes: [UInt8]
    /// The offset of each line's first byte; nil for an ASCII file, where characters are bytes.
    private let starts: [Int]?
    /// The offset of the first byte that is not UTF-8.
    let firstInvalidOffset: Int?

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        if bytes.allSatisfy({ $0 < 0x80 }) {
            starts = nil
            firstInvalidOffset = nil
        } else {
            starts = Self.lineStarts(bytes)
            firstInvalidOffset = Self.firstInvalid(bytes)
        }
    }

    func span(_ start: yaml_mark_t, _ end: yaml_mark_t) -> Span {
        Span(file: path, start: position(start), end: position(end))
    }

    /// The place of one byte.
    func span(offset: Int) -> Span {
        let starts = Self.lineStarts(bytes)
        let line = starts.lastIndex { $0 <= offset } ?? 0
        let place = Span.Position(line: line + 1, column: offset - starts[line] + 1)
        return Span(file: path, start: place, end: place)
    }

    private func position(_ mark: yaml_mark_t) -> Span.Position {
        let line = Int(mark.line), column = Int(mark.column)
        guard let starts, starts.indices.contains(line) else {
            return Span.Position(line: line + 1, column: column + 1)
        }
        var offset = starts[line]
        var characters = 0
        while characters < column, offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            characters += 1
        }
        return Span.Position(line: line + 1, column: offset - starts[line] + 1)
    }

    /// Lines end where libyaml ends them: at CR, LF, CR LF, NEL, LS and PS.
    private static func lineStarts(_ bytes: [UInt8]) -> [Int] {
        var starts = [0]
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case 10: starts.append(index + 1)
            case 13 where index + 1 >= bytes.count || bytes[index + 1] != 10: starts.append(index + 1)
            case 0xC2 where index + 1 < bytes.count && bytes[index + 1] == 0x85: starts.append(index + 2)
            case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8:
                starts.append(index + 3)
            default: break
            }
            index += 1
        }
        return starts
    }

    private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): offset += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }
}
