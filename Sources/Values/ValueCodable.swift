extension Value: Codable {
    /// JSON that is read back as it was: bytes are `{"$bytes": base64}`, deferred parts `{"$deferred": …}`, and an object
    /// that could be taken for one of these is `{"$literal": …}`.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .array(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        case .object(let object):
            var container = encoder.container(keyedBy: Name.self)
            if object.count == 1, let name = object.keys.first, Self.markers.contains(name) {
                var inner = container.nestedContainer(keyedBy: Name.self, forKey: Name(Self.literal))
                for (name, value) in object { try inner.encode(value, forKey: Name(name)) }
            } else {
                for (name, value) in object { try container.encode(value, forKey: Name(name)) }
            }
        case .deferred(let deferred):
            var container = encoder.container(keyedBy: Name.self)
            try container.encode(deferred.encoded, forKey: Name(Deferred.marker))
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let flag):
            var container = encoder.singleValueContainer()
            try container.encode(flag)
        case .int(let number):
            var container = encoder.singleValueContainer()
            try container.encode(number)
        case .double(let number):
            var container = encoder.singleValueContainer()
            try container.encode(number)
        case .string(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .bytes(let bytes):
            var container = encoder.container(keyedBy: Name.self)
            try container.encode(Base64.encode(bytes), forKey: Name(Self.bytesMarker))
        }
    }

    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: Name.self) {
            if container.allKeys.count == 1, container.allKeys[0].stringValue == Self.literal {
                self = .object(
                    try Self.members(container.nestedContainer(keyedBy: Name.self, forKey: Name(Self.literal))))
                return
            }
            let object = try Self.members(container)
            if object.count == 1, let encoded = object[Deferred.marker], let deferred = Deferred(encoded: encoded) {
                self = .deferred(deferred)
            } else if object.count == 1, let text = object[Self.bytesMarker]?.string,
                let bytes = Base64.decode(text)
            {
                self = .bytes(bytes)
            } else {
                self = .object(object)
            }
        } else if var container = try? decoder.unkeyedContainer() {
            var items: [Value] = []
            while !container.isAtEnd { items.append(try container.decode(Value.self)) }
            self = .array(items)
        } else {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let flag = try? container.decode(Bool.self) {
                self = .bool(flag)
            } else if let number = try? container.decode(Int.self) {
                self = .int(number)
            } else if let number = try? container.decode(Double.self) {
                self = .double(number)
            } else {
                self = .string(try container.decode(String.self))
            }
        }
    }

    private static let bytesMarker = "$bytes", literal = "$literal"
    private static let markers = [bytesMarker, literal, Deferred.marker]

    private static func members(_ container: KeyedDecodingContainer<Name>) throws -> Object {
        var object = Object()
        for name in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
            object[name.stringValue] = try container.decode(Value.self, forKey: name)
        }
        return object
    }

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
