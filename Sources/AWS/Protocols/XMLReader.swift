/// Reads the XML of AWS's wires: elements, attributes, text, CDATA, comments, character and the five named entities.
///
/// Of our own, because a library costs several times as much time and size for the same answers. It refuses document
/// type definitions (no entity bombs, no files), nesting deeper than 200, more than 200 attributes on an element, and
/// everything that is not well formed.
struct XMLReader {
    private let bytes: [UInt8]
    private var index = 0

    static let maximumDepth = 200
    /// Each new one is compared with those before it.
    static let maximumAttributes = 200

    /// The root element of a document.
    static func root(of bytes: [UInt8]) throws(XMLError) -> XMLElement {
        var reader = XMLReader(bytes: bytes)
        return try reader.document()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    // MARK: - Structure

    private mutating func document() throws(XMLError) -> XMLElement {
        if starts(with: [0xEF, 0xBB, 0xBF]) { index += 3 }
        try miscellany()
        guard peek == UInt8(ascii: "<") else { throw failure("expected an element") }
        // Open elements, the innermost last: a stack of our own, so that depth costs no call frames.
        var open: [XMLElement] = []
        while true {
            let (element, isEmpty) = try tag()
            if !isEmpty {
                guard open.count < Self.maximumDepth else { throw failure("nested deeper than 200 levels") }
                open.append(element)
            } else if open.isEmpty {
                return try ended(element)
            } else {
                open[open.count - 1].children.append(element)
            }
            // Content of the innermost element, up to the next tag.
            while true {
                try content(into: &open[open.count - 1].text)
                guard starts(with: "</") else { break }
                let element = open.removeLast()
                try close(element.name)
                guard !open.isEmpty else { return try ended(element) }
                open[open.count - 1].children.append(element)
            }
        }
    }

    private mutating func ended(_ root: XMLElement) throws(XMLError) -> XMLElement {
        try miscellany()
        guard index == bytes.count else { throw failure("unexpected text after the document") }
        return root
    }

    /// What may stand before and after the root: white space, comments, processing instructions.
    private mutating func miscellany() throws(XMLError) {
        while true {
            skipSpace()
            if starts(with: "<?") {
                try skip(past: "?>", "unterminated processing instruction")
            } else if starts(with: "<!--") {
                try skip(past: "-->", "unterminated comment")
            } else if starts(with: "<!") {
                throw failure("document type definitions are refused")
            } else {
                return
            }
        }
    }

    private mutating func tag() throws(XMLError) -> (XMLElement, isEmpty: Bool) {
        guard take(UInt8(ascii: "<")) else { throw failure("expected an element") }
        var element = XMLElement(name: try name())
        while true {
            let before = index
            skipSpace()
            if take(UInt8(ascii: ">")) { return (element, false) }
            if take(UInt8(ascii: "/")) {
                guard take(UInt8(ascii: ">")) else { throw failure("expected '>'") }
                return (element, true)
            }
            guard index > before else { throw failure("expected an attribute, '>' or '/>'") }
            let attribute = try name()
            skipSpace()
            guard take(UInt8(ascii: "=")) else { throw failure("expected '='") }
            skipSpace()
            let value = try quoted()
            guard !element.attributes.contains(where: { $0.name == attribute }) else {
                throw failure("the attribute \(attribute) stands twice")
            }
            guard element.attributes.count < Self.maximumAttributes else { throw failure("more than 200 attributes") }
            element.attributes.append(.init(name: attribute, value: value))
        }
    }

    private mutating func close(_ name: String) throws(XMLError) {
        index += 2
        let found = try self.name()
        guard found == name else { throw failure("</\(found)> closes <\(name)>") }
        skipSpace()
        guard take(UInt8(ascii: ">")) else { throw failure("expected '>'") }
    }

    // MARK: - Text

    /// Text up to the next tag.
    private mutating func content(into text: inout String) throws(XMLError) {
        var out: [UInt8] = []
        while true {
            guard index < bytes.count else { throw failure("unexpected end of text") }
            switch bytes[index] {
            case UInt8(ascii: "<"):
                if starts(with: "<!--") {
                    try skip(past: "-->", "unterminated comment")
                } else if starts(with: "<![CDATA[") {
                    index += 9
                    let start = index
                    try skip(past: "]]>", "unterminated CDATA section")
                    out.append(contentsOf: bytes[start..<index - 3])
                } else if starts(with: "<?") {
                    try skip(past: "?>", "unterminated processing instruction")
                } else if starts(with: "<!") {
                    throw failure("document type definitions are refused")
                } else {
                    if !out.isEmpty { text += try string(out) }
                    return
                }
            case UInt8(ascii: "&"): try entity(into: &out)
            case 13:
                // Line ends become one line feed (XML 1.0 §2.11).
                index += 1
                if peek != 10 { out.append(10) }
            default:
                out.append(bytes[index])
                index += 1
            }
        }
    }

    private mutating func quoted() throws(XMLError) -> String {
        guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw failure("expected a quoted value")
        }
        index += 1
        var out: [UInt8] = []
        while let byte = peek, byte != quote {
            switch byte {
            case UInt8(ascii: "&"): try entity(into: &out)
            case UInt8(ascii: "<"): throw failure("'<' in an attribute")
            default:
                out.append(byte)
                index += 1
            }
        }
        guard take(quote) else { throw failure("unterminated attribute") }
        return try string(out)
    }

    private mutating func entity(into out: inout [UInt8]) throws(XMLError) {
        let end = bytes[index...].prefix(12).firstIndex(of: UInt8(ascii: ";"))
        guard let end else { throw failure("'&' that starts no entity") }
        let body = String(decoding: bytes[index + 1..<end], as: UTF8.self)
        switch body {
        case "amp": out.append(UInt8(ascii: "&"))
        case "lt": out.append(UInt8(ascii: "<"))
        case "gt": out.append(UInt8(ascii: ">"))
        case "quot": out.append(UInt8(ascii: "\""))
        case "apos": out.append(UInt8(ascii: "'"))
        default:
            let digits = body.hasPrefix("#x") ? body.dropFirst(2) : body.hasPrefix("#") ? body.dropFirst(1) : ""
            let code =
                digits.utf8.first == UInt8(ascii: "+") ? nil : UInt32(digits, radix: body.hasPrefix("#x") ? 16 : 10)
            guard let scalar = code.flatMap(Unicode.Scalar.init), scalar.value != 0 else {
                throw failure("unknown entity &\(body);")
            }
            out.append(contentsOf: String(Character(scalar)).utf8)
        }
        index = end + 1
    }

    private func string(_ bytes: [UInt8]) throws(XMLError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("not UTF-8") }
        return text
    }

    // MARK: - Bytes

    private mutating func name() throws(XMLError) -> String {
        let start = index
        while index < bytes.count, Self.isName(bytes[index]) { index += 1 }
        guard index > start, !(48...57).contains(bytes[start]), bytes[start] != UInt8(ascii: "-"),
            bytes[start] != UInt8(ascii: ".")
        else { throw failure("expected a name") }
        return try string(Array(bytes[start..<index]))
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...58, 65...90, 95, 97...122, 45, 46, 128...255: true
        default: false
        }
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private func starts(with text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[index...].starts(with: $0) }
    }

    private func starts(with prefix: [UInt8]) -> Bool { bytes[index...].starts(with: prefix) }

    private mutating func skip(past end: StaticString, _ message: String) throws(XMLError) {
        while index < bytes.count {
            if starts(with: end) {
                index += end.utf8CodeUnitCount
                return
            }
            index += 1
        }
        throw failure(message)
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 32 || byte == 10 || byte == 13 || byte == 9 { index += 1 }
    }

    private func failure(_ message: String) -> XMLError {
        XMLError(message: message, line: bytes[..<min(index, bytes.count)].count(where: { $0 == 10 }) + 1)
    }
}
