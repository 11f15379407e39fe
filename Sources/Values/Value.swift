internal import OrderedCollections

/// The one untyped value that templates, API calls and plans share.
///
/// It is JSON plus two cases: raw bytes (a blob on the wire) and a part that only exists once another call has
/// answered (`deferred`). Objects keep their order for printing; equality ignores it.
public enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case array([Value])
    case object(Object)
    case deferred(Deferred)
}

extension Value {
    /// An ordered set of members. Two objects with the same members in another order are equal.
    public struct Object: Sendable, Hashable, ExpressibleByDictionaryLiteral {
        var members: OrderedDictionary<String, Value> = [:]

        public init() {}

        /// Later members replace earlier ones of the same name.
        public init(_ members: some Sequence<(String, Value)>) {
            self.members = OrderedDictionary(members, uniquingKeysWith: { $1 })
        }

        public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }

        public subscript(name: String) -> Value? {
            get { members[name] }
            set { members[name] = newValue }
        }

        public var keys: [String] { Array(members.keys) }
        public var values: [Value] { Array(members.values) }
        public var isEmpty: Bool { members.isEmpty }
        public var count: Int { members.count }

        public static func == (left: Object, right: Object) -> Bool {
            guard left.members.count == right.members.count else { return false }
            return left.members.allSatisfy { right.members[$0.key] == $0.value }
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(members.count)
            for key in members.keys.sorted() {
                hasher.combine(key)
                hasher.combine(members[key])
            }
        }
    }
}

extension Value.Object: Sequence {
    /// The members in order.
    public func makeIterator() -> some IteratorProtocol<(name: String, value: Value)> {
        members.lazy.map { (name: $0.key, value: $0.value) }.makeIterator()
    }

    /// A copy with every value transformed.
    public func mapValues(_ transform: (Value) throws -> Value) rethrows -> Value.Object {
        var copy = self
        copy.members = try members.mapValues(transform)
        return copy
    }
}

/// A part of a value that is known only after a step of the plan has run.
///
/// `attribute` names what is awaited; the other cases are the functions of the template language that were applied to
/// it, so that the executor can finish them (`Value.settled`).
public indirect enum Deferred: Sendable, Hashable {
    /// An attribute of the resource at `address` (`stack/LogicalId`). `Ref` names its physical id.
    case attribute(address: String, name: String)
    /// `Fn::Join`; the value is the array of parts.
    case join(separator: String, Value)
    case select(index: Int, Value)
    case split(separator: String, Value)
    case base64(Value)
    /// The JSON text of a value.
    case json(Value)
    /// The first digits of the hexadecimal SHA-256 of a string, 64 for all of it.
    case sha256(digits: Int, Value)
    /// A ZIP archive that holds a text in a file of that name.
    case zip(file: String, Value)
    /// `Fn::Cidr`: `count` blocks of `bits` host bits each, cut from a block.
    case cidr(count: Int, bits: Int, Value)
}

// MARK: - Reading

extension Value {
    public var string: String? { if case .string(let text) = self { text } else { nil } }
    public var int: Int? {
        switch self {
        case .int(let number): number
        case .double(let number): Int(exactly: number)
        case .string(let text): Int(text)
        default: nil
        }
    }
    public var bool: Bool? {
        switch self {
        case .bool(let flag): flag
        case .string("true"), .string("True"): true
        case .string("false"), .string("False"): false
        default: nil
        }
    }
    public var array: [Value]? { if case .array(let items) = self { items } else { nil } }
    public var object: Object? { if case .object(let object) = self { object } else { nil } }
    public var isNull: Bool { self == .null }

    /// The text of a scalar as templates and wires write it (`true`, `80`, `1.5`); nil for anything else. A number with a
    /// point keeps it (`1.0`), as in CloudFormation.
    public var scalarText: String? {
        switch self {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .double(let number): String(number)
        default: nil
        }
    }

    /// A member of an object; nil for a missing member and for any other value.
    public subscript(name: String) -> Value? { object?[name] }

    public subscript(index: Int) -> Value? {
        guard let items = array, items.indices.contains(index) else { return nil }
        return items[index]
    }

    /// The value at a dotted path of member names (`A.B.C`); a numeric segment indexes an array.
    public func at(_ path: String) -> Value? {
        var value = self
        for segment in path.split(separator: ".") {
            if let index = Int(segment), value.array != nil {
                guard let next = value[index] else { return nil }
                value = next
            } else {
                guard let next = value[String(segment)] else { return nil }
                value = next
            }
        }
        return value
    }

    /// True when any part of the value is deferred.
    public var hasDeferred: Bool {
        switch self {
        case .deferred: true
        case .array(let items): items.contains(where: \.hasDeferred)
        case .object(let object): object.members.values.contains(where: \.hasDeferred)
        default: false
        }
    }

    /// The addresses whose attributes the value waits for, sorted.
    public var awaited: [String] { Set(awaitedAttributes.map(\.address)).sorted() }

    /// The attributes that the value waits for, in its order.
    public var awaitedAttributes: [(address: String, name: String)] {
        switch self {
        case .array(let items): items.flatMap(\.awaitedAttributes)
        case .object(let object): object.values.flatMap(\.awaitedAttributes)
        case .deferred(.attribute(let address, let name)): [(address, name)]
        case .deferred(let deferred): deferred.inner?.awaitedAttributes ?? []
        default: []
        }
    }
}

// MARK: - Writing

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByFloatLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(arrayLiteral elements: Value...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, Value)...) {
        self = .object(Object(elements))
    }

    /// A copy in which the members along a dotted path exist and the last is `value`; other members stay. A numeric
    /// segment is an item of a list, which is filled up with nulls before it.
    public func setting(_ path: String, to value: Value) -> Value {
        guard let head = path.split(separator: ".", maxSplits: 1).first.map(String.init) else { return value }
        let rest = path.dropFirst(head.count + 1)
        if let index = Int(head), index >= 0, object == nil {
            var items = array ?? []
            while items.count <= index { items.append(.null) }
            items[index] = rest.isEmpty ? value : items[index].setting(String(rest), to: value)
            return .array(items)
        }
        var object = self.object ?? Object()
        object[head] = rest.isEmpty ? value : (object[head] ?? .null).setting(String(rest), to: value)
        return .object(object)
    }
}
