/// Header fields in the order in which they are sent or were received. Names compare without case; repeats are kept.
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    public struct Field: Sendable, Hashable {
        public var name: String
        public var value: String
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var fields: [Field] = []

    public init() {}

    public init(_ fields: some Sequence<(String, String)>) {
        self.fields = fields.map { Field(name: $0.0, value: $0.1) }
    }

    public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

    /// The first value of a name. Setting replaces every field of that name; nil removes them.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.equalsIgnoringCase(name) }?.value }
        set {
            guard let newValue else { return fields.removeAll { $0.name.equalsIgnoringCase(name) } }
            if let index = fields.firstIndex(where: { $0.name.equalsIgnoringCase(name) }) {
                fields[index].value = newValue
                let later = fields[(index + 1)...].filter { !$0.name.equalsIgnoringCase(name) }
                fields.replaceSubrange((index + 1)..., with: later)
            } else {
                add(name, newValue)
            }
        }
    }

    /// Every value of a name, in order.
    public func all(_ name: String) -> [String] {
        fields.filter { $0.name.equalsIgnoringCase(name) }.map(\.value)
    }

    public mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }
    public var isEmpty: Bool { fields.isEmpty }
}

extension String {
    /// ASCII letters compare without case; other bytes compare as they are.
    func equalsIgnoringCase(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return zip(utf8, other.utf8).allSatisfy { $0 == $1 || ($0 | 32 == $1 | 32 && (97...122).contains($0 | 32)) }
    }
}
