extension Value {
    /// Compact JSON, members in their own order. Bytes are written as base 64; a deferred part as
    /// `{"$deferred": …}` (see `Deferred.encoded`).
    public var json: String { written(.init()) }

    /// Compact JSON with the members of every object sorted by name.
    public var canonicalJSON: String { written(.init(sorted: true)) }

    /// JSON indented by two spaces, members in their own order.
    public var prettyJSON: String { written(.init(indent: true)) }

    private func written(_ style: JSONStyle) -> String {
        var out: [UInt8] = []
        write(into: &out, style: style, depth: 0)
        return String(decoding: out, as: UTF8.self)
    }

    fileprivate func write(into out: inout [UInt8], style: JSONStyle, depth: Int) {
        switch self {
        case .null: out.append(contentsOf: "null".utf8)
        case .bool(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
        case .int(let number): out.append(contentsOf: String(number).utf8)
        case .double(let number):
            out.append(contentsOf: (number.isFinite ? number.digits : "null").utf8)
        case .string(let text): Value.quote(text, into: &out)
        case .bytes(let bytes): Value.quote(Base64.encode(bytes), into: &out)
        case .array(let items):
            style.list(items, open: "[", close: "]", into: &out, depth: depth) { item, out in
                item.write(into: &out, style: style, depth: depth + 1)
            }
        case .object(let object):
            let names = style.sorted ? object.keys.sorted() : object.keys
            style.list(names, open: "{", close: "}", into: &out, depth: depth) { name, out in
                Value.quote(name, into: &out)
                out.append(UInt8(ascii: ":"))
                if style.indent { out.append(UInt8(ascii: " ")) }
                object[name]?.write(into: &out, style: style, depth: depth + 1)
            }
        case .deferred(let deferred):
            Value.object([Deferred.marker: deferred.encoded]).write(into: &out, style: style, depth: depth)
        }
    }

    private static func quote(_ text: String, into out: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): out.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case UInt8(ascii: "\\"): out.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 10: out.append(contentsOf: "\\n".utf8)
            case 13: out.append(contentsOf: "\\r".utf8)
            case 9: out.append(contentsOf: "\\t".utf8)
            case 0..<32:
                out.append(contentsOf: "\\u00".utf8)
                out.append(digits[Int(byte >> 4)])
                out.append(digits[Int(byte & 15)])
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}

private struct JSONStyle {
    var sorted = false
    var indent = false

    func list<Item>(
        _ items: [Item], open: Character, close: Character, into out: inout [UInt8], depth: Int,
        each: (Item, inout [UInt8]) -> Void
    ) {
        out.append(open.asciiValue!)
        for (index, item) in items.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            newline(into: &out, depth: depth + 1)
            each(item, &out)
        }
        if !items.isEmpty { newline(into: &out, depth: depth) }
        out.append(close.asciiValue!)
    }

    private func newline(into out: inout [UInt8], depth: Int) {
        guard indent else { return }
        out.append(10)
        for _ in 0..<depth { out.append(contentsOf: "  ".utf8) }
    }
}

extension Deferred {
    /// The member name that marks a deferred part in JSON.
    public static let marker = "$deferred"

    /// The expression as plain JSON: an array of the function's name and its arguments.
    public var encoded: Value {
        switch self {
        case .attribute(let address, let name): ["attribute", .string(address), .string(name)]
        case .join(let separator, let inner): ["join", .string(separator), inner]
        case .select(let index, let inner): ["select", .int(index), inner]
        case .split(let separator, let inner): ["split", .string(separator), inner]
        case .base64(let inner): ["base64", inner]
        case .json(let inner): ["json", inner]
        case .sha256(let digits, let inner): ["sha256", .int(digits), inner]
        case .zip(let file, let inner): ["zip", .string(file), inner]
        case .cidr(let count, let bits, let inner): ["cidr", .int(count), .int(bits), inner]
        }
    }

    /// The expression that `encoded` wrote; nil for anything else.
    public init?(encoded: Value) {
        guard let parts = encoded.array, let name = parts.first?.string, parts.count >= 2 else { return nil }
        switch (name, parts.count) {
        case ("attribute", 3):
            guard let address = parts[1].string, let attribute = parts[2].string else { return nil }
            self = .attribute(address: address, name: attribute)
        case ("join", 3):
            guard let separator = parts[1].string else { return nil }
            self = .join(separator: separator, parts[2])
        case ("select", 3):
            guard let index = parts[1].int else { return nil }
            self = .select(index: index, parts[2])
        case ("split", 3):
            guard let separator = parts[1].string else { return nil }
            self = .split(separator: separator, parts[2])
        case ("base64", 2): self = .base64(parts[1])
        case ("json", 2): self = .json(parts[1])
        case ("sha256", 3):
            guard let digits = parts[1].int else { return nil }
            self = .sha256(digits: digits, parts[2])
        case ("zip", 3):
            guard let file = parts[1].string else { return nil }
            self = .zip(file: file, parts[2])
        case ("cidr", 4):
            guard let count = parts[1].int, let bits = parts[2].int else { return nil }
            self = .cidr(count: count, bits: bits, parts[3])
        default: return nil
        }
    }
}
