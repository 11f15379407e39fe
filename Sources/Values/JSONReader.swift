/// A JSON text that could not be read, with its place.
public struct JSONError: Error, Hashable, Sendable {
    public var message: String
    /// 1-based.
    public var line: Int
    /// 1-based, in bytes.
    public var column: Int

    public init(message: String, line: Int, column: Int) {
        self.message = message
        self.line = line
        self.column = column
    }
}

extension Value {
    /// The value of a JSON text (RFC 8259). Nothing may follow it but white space.
    /// - Parameter reviving: when true, `{"$deferred": …}` becomes a deferred part again (saved plans).
    /// - Throws: `JSONError` with line and column; nesting is limited to 200 levels.
    public init(json text: some Sequence<UInt8>, reviving: Bool = false) throws(JSONError) {
        var reader = JSONReader(bytes: Array(text), reviving: reviving)
        self = try reader.document()
    }

    public init(json text: String, reviving: Bool = false) throws(JSONError) {
        try self.init(json: Array(text.utf8), reviving: reviving)
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    let reviving: Bool
    var index = 0
    var depth = 0

    init(bytes: [UInt8], reviving: Bool) {
        self.bytes = bytes
        self.reviving = reviving
    }

    mutating func document() throws(JSONError) -> Value {
        let value = try self.value()
        skipSpace()
        guard index == bytes.count else { throw failure("unexpected text after the value") }
        return value
    }

    private mutating func value() throws(JSONError) -> Value {
        skipSpace()
        guard index < bytes.count else { throw failure("unexpected end of text") }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try nested { (reader) throws(JSONError) in try reader.object() }
        case UInt8(ascii: "["): return try nested { (reader) throws(JSONError) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        depth += 1
        guard depth <= 200 else { throw failure("nested deeper than 200 levels") }
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONError) -> Value {
        index += 1
        var object = Value.Object()
        skipSpace()
        if take("}") { return .object(object) }
        while true {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw failure("expected a name") }
            let name = try string()
            skipSpace()
            guard take(":") else { throw failure("expected ':'") }
            object[name] = try value()
            skipSpace()
            if take(",") { continue }
            guard take("}") else { throw failure("expected ',' or '}'") }
            if reviving, object.count == 1, let encoded = object[Deferred.marker] {
                guard let deferred = Deferred(encoded: encoded) else { throw failure("bad deferred expression") }
                return .deferred(deferred)
            }
            return .object(object)
        }
    }

    private mutating func array() throws(JSONError) -> Value {
        index += 1
        var items: [Value] = []
        skipSpace()
        if take("]") { return .array(items) }
        while true {
            items.append(try value())
            skipSpace()
            if take(",") { continue }
            guard take("]") else { throw failure("expected ',' or ']'") }
            return .array(items)
        }
    }

    private mutating func word(_ text: StaticString, _ value: Value) throws(JSONError) -> Value {
        let matches = text.withUTF8Buffer { bytes[index...].starts(with: $0) }
        guard matches else { throw failure("unexpected character") }
        index += text.utf8CodeUnitCount
        return value
    }

    private mutating func number() throws(JSONError) -> Value {
        let start = index
        if peek(UInt8(ascii: "-")) { index += 1 }
        let leading = index
        digits()
        guard index > leading else { throw failure("unexpected character") }
        if bytes[leading] == UInt8(ascii: "0"), index - leading > 1 { throw failure("a number cannot start with 0") }
        var whole = true
        if peek(UInt8(ascii: ".")) {
            whole = false
            index += 1
            let first = index
            digits()
            guard index > first else { throw failure("expected a digit") }
        }
        if peek(UInt8(ascii: "e")) || peek(UInt8(ascii: "E")) {
            whole = false
            index += 1
            if peek(UInt8(ascii: "+")) || peek(UInt8(ascii: "-")) { index += 1 }
            let first = index
            digits()
            guard index > first else { throw failure("expected a digit") }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if whole, let number = Int(text) { return .int(number) }
        guard let number = Double(text), number.isFinite else { throw failure("a number that is out of range") }
        return .double(number)
    }

    private mutating func digits() {
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
    }

    private mutating func string() throws(JSONError) -> String {
        index += 1
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") {
            guard bytes[index] >= 32 else { throw failure("control character in a string") }
            index += 1
        }
        guard index < bytes.count else { throw failure("unterminated string") }
        if bytes[index] == UInt8(ascii: "\"") {
            let text = String(validating: bytes[start..<index], as: UTF8.self)
            guard let text else { throw failure("not UTF-8") }
            index += 1
            return text
        }
        var out = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                guard let text = String(validating: out, as: UTF8.self) else { throw failure("not UTF-8") }
                return text
            case UInt8(ascii: "\\"):
                index += 1
                try escape(into: &out)
            case 0..<32: throw failure("control character in a string")
            default:
                out.append(byte)
                index += 1
            }
        }
        throw failure("unterminated string")
    }

    private mutating func escape(into out: inout [UInt8]) throws(JSONError) {
        guard index < bytes.count else { throw failure("unterminated string") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "n"): out.append(10)
        case UInt8(ascii: "t"): out.append(9)
        case UInt8(ascii: "r"): out.append(13)
        case UInt8(ascii: "b"): out.append(8)
        case UInt8(ascii: "f"): out.append(12)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if (0xD800..<0xDC00).contains(code), bytes[index...].starts(with: Array("\\u".utf8)) {
                index += 2
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw failure("unpaired surrogate") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw failure("unpaired surrogate") }
            out.append(contentsOf: String(Character(scalar)).utf8)
        default: throw failure("unknown escape")
        }
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count, bytes[index] != UInt8(ascii: "+"),
            let code = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        else { throw failure("expected four hexadecimal digits") }
        index += 4
        return code
    }

    private func peek(_ byte: UInt8) -> Bool { index < bytes.count && bytes[index] == byte }

    private mutating func take(_ character: Character) -> Bool {
        guard peek(character.asciiValue!) else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.count, [32, 10, 13, 9].contains(bytes[index]) { index += 1 }
    }

    private func failure(_ message: String) -> JSONError {
        let before = bytes[..<min(index, bytes.count)]
        let line = before.count(where: { $0 == 10 }) + 1
        let column = before.count - (before.lastIndex(of: 10).map { $0 + 1 } ?? 0) + 1
        return JSONError(message: message, line: line, column: column)
    }
}
