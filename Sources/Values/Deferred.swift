extension Value {
    /// A copy in which every deferred part is computed from the attributes that `lookup` knows.
    ///
    /// A part whose attribute `lookup` answers with nil stays deferred, so the call can be repeated as steps finish.
    /// - Throws: `DeferredError` when a function cannot be applied to what has become known.
    public func settled(by lookup: (_ address: String, _ name: String) -> Value?) throws(DeferredError) -> Value {
        switch self {
        case .array(let items):
            var settled: [Value] = []
            settled.reserveCapacity(items.count)
            for item in items { settled.append(try item.settled(by: lookup)) }
            return .array(settled)
        case .object(let object):
            var settled = object
            for (name, value) in object where value.hasDeferred {
                settled[name] = try value.settled(by: lookup)
            }
            return .object(settled)
        case .deferred(let deferred):
            return try deferred.settled(by: lookup)
        default:
            return self
        }
    }
}

extension Deferred {
    /// The value that the function is applied to; nil for an attribute.
    public var inner: Value? {
        switch self {
        case .attribute: nil
        case .join(_, let inner), .select(_, let inner), .split(_, let inner), .base64(let inner), .json(let inner),
            .sha256(_, let inner), .zip(_, let inner), .cidr(_, _, let inner):
            inner
        }
    }

    func settled(by lookup: (_ address: String, _ name: String) -> Value?) throws(DeferredError) -> Value {
        switch self {
        case .attribute(let address, let name):
            return lookup(address, name) ?? .deferred(self)
        case .join(let separator, let inner):
            return try Value.joined(inner.settled(by: lookup), separator: separator)
        case .select(let index, let inner):
            return try Value.selected(inner.settled(by: lookup), index: index)
        case .split(let separator, let inner):
            return try Value.split(inner.settled(by: lookup), separator: separator)
        case .base64(let inner):
            return try Value.base64(inner.settled(by: lookup))
        case .json(let inner):
            return Value.jsonText(try inner.settled(by: lookup))
        case .sha256(let digits, let inner):
            return try Value.sha256(inner.settled(by: lookup), digits: digits)
        case .zip(let file, let inner):
            return try Value.zipped(inner.settled(by: lookup), file: file)
        case .cidr(let count, let bits, let inner):
            return try Value.cidr(inner.settled(by: lookup), count: count, bits: bits)
        }
    }
}

/// A template function met a value that it cannot take.
public struct DeferredError: Error, Hashable, Sendable {
    public var message: String
    public init(_ message: String) { self.message = message }
}

// MARK: - The functions, over known and deferred values alike

extension Value {
    /// `Fn::Join`: a string, or deferred while a part is.
    public static func joined(_ parts: Value, separator: String) throws(DeferredError) -> Value {
        if case .deferred = parts { return .deferred(.join(separator: separator, parts)) }
        guard let items = parts.array else { throw DeferredError("join takes a list") }
        if items.contains(where: \.hasDeferred) { return .deferred(.join(separator: separator, parts)) }
        var texts: [String] = []
        for item in items {
            guard let text = item.scalarText else { throw DeferredError("join takes a list of strings") }
            texts.append(text)
        }
        return .string(texts.joined(separator: separator))
    }

    /// `Fn::Select`: the item at a 0-based index; the items beside it may stay deferred.
    public static func selected(_ list: Value, index: Int) throws(DeferredError) -> Value {
        if case .deferred = list { return .deferred(.select(index: index, list)) }
        guard let items = list.array else { throw DeferredError("select takes a list") }
        guard items.indices.contains(index) else {
            throw DeferredError("select index \(index) is outside a list of \(items.count)")
        }
        return items[index]
    }

    /// `Fn::Split`: an array of strings.
    public static func split(_ text: Value, separator: String) throws(DeferredError) -> Value {
        if text.hasDeferred { return .deferred(.split(separator: separator, text)) }
        guard let string = text.scalarText else { throw DeferredError("split takes a string") }
        guard !separator.isEmpty else { throw DeferredError("split takes a separator of at least one character") }
        return .array(string.split(on: separator).map { .string($0) })
    }

    /// `Fn::Base64`.
    public static func base64(_ text: Value) throws(DeferredError) -> Value {
        if text.hasDeferred { return .deferred(.base64(text)) }
        if case .bytes(let bytes) = text { return .string(Base64.encode(bytes)) }
        guard let string = text.scalarText else { throw DeferredError("base64 takes a string") }
        return .string(Base64.encode(Array(string.utf8)))
    }

    /// The compact JSON text of a value; deferred while a part is.
    public static func jsonText(_ value: Value) -> Value {
        value.hasDeferred ? .deferred(.json(value)) : .string(value.json)
    }

    /// A ZIP archive with a text in a file of that name.
    public static func zipped(_ text: Value, file: String) throws(DeferredError) -> Value {
        if text.hasDeferred { return .deferred(.zip(file: file, text)) }
        guard let string = text.scalarText else { throw DeferredError("zip takes a string") }
        return .bytes(Zip.archive(file: file, content: Array(string.utf8)))
    }

    /// The first digits of the lower-case hexadecimal SHA-256 of a string's UTF-8.
    public static func sha256(_ text: Value, digits: Int = 64) throws(DeferredError) -> Value {
        if text.hasDeferred { return .deferred(.sha256(digits: digits, text)) }
        guard let string = text.scalarText else { throw DeferredError("sha256 takes a string") }
        return .string(String(Digest.sha256(string).prefix(digits)))
    }
}

extension String {
    /// The parts between the occurrences of `separator`, empty ones kept.
    fileprivate func split(on separator: String) -> [String] {
        let text = Array(utf8), mark = Array(separator.utf8)
        var parts: [String] = []
        var start = 0, index = 0
        while index + mark.count <= text.count {
            if text[index..<index + mark.count].elementsEqual(mark) {
                parts.append(String(decoding: text[start..<index], as: UTF8.self))
                index += mark.count
                start = index
            } else {
                index += 1
            }
        }
        parts.append(String(decoding: text[start...], as: UTF8.self))
        return parts
    }
}
