/// The form of a value in an API model. A light handle: the model's shapes may refer to each other in circles.
public struct Shape: Sendable {
    let definition: ShapeDefinition
    let table: ShapeTable

    public enum Kind: String, Sendable, Hashable {
        case structure, list, map, string, integer, long, float, double, boolean, blob, timestamp

        public var isNumber: Bool { [.integer, .long, .float, .double].contains(self) }
    }

    public var name: String { definition.name }
    public var kind: Kind { definition.kind }
    /// What the shape itself says about its form on the wire.
    public var traits: Traits { definition.traits }

    /// A structure's members, in the model's order.
    public var members: [Member] { definition.members.compactMap { Member($0, table: table, of: definition) } }
    /// A structure's member; nil for any other name and for other kinds.
    public func member(_ name: String) -> Member? {
        definition.memberIndex[name].flatMap { Member(definition.members[$0], table: table, of: definition) }
    }
    /// Names of the members that a structure cannot do without, in the model's order.
    public var required: [String] { definition.required }
    /// A structure of which exactly one member is set.
    public var isUnion: Bool { definition.isUnion }
    /// The member that is the whole body, of a structure at the top of a request or an answer.
    public var payload: Member? { definition.payload.flatMap { member($0) } }

    /// What a list holds.
    public var element: Member? { definition.element.flatMap { Member($0, table: table, of: definition) } }
    /// A map's keys and values.
    public var key: Member? { definition.key.flatMap { Member($0, table: table, of: definition) } }
    public var value: Member? { definition.value.flatMap { Member($0, table: table, of: definition) } }

    /// The values that a string may have; empty when any.
    public var enumeration: [String] { definition.enumeration }
    /// Least number, length in characters or bytes, or count of items.
    public var minimum: Double? { definition.minimum }
    public var maximum: Double? { definition.maximum }
    /// A regular expression for the string, in Java's dialect as models write it.
    public var pattern: String? { definition.pattern }
    /// Any JSON may stand here.
    public var isDocument: Bool { definition.isDocument }
}

/// A shape at its place: a structure's member, a list's element, a map's key or value.
public struct Member: Sendable {
    /// The API's name of it; for elements, keys and values what the model calls them on the wire, or an empty string.
    public let name: String
    public let shape: Shape
    public let isRequired: Bool
    /// What the place says; where it is silent about form (flattened, timestamps), what the shape says.
    public let traits: Traits

    init?(_ reference: ShapeReference, table: ShapeTable, of owner: ShapeDefinition) {
        guard let target = table.definitions[reference.target] else { return nil }
        name = reference.name
        shape = Shape(definition: target, table: table)
        isRequired = owner.required.contains(reference.name)
        var traits = reference.traits
        traits.isFlattened = traits.isFlattened || target.traits.isFlattened
        traits.isStreaming = traits.isStreaming || target.traits.isStreaming
        traits.isSensitive = traits.isSensitive || target.traits.isSensitive
        traits.timestampFormat = traits.timestampFormat ?? target.traits.timestampFormat
        traits.xmlNamespace = traits.xmlNamespace ?? target.traits.xmlNamespace
        self.traits = traits
    }

    /// The name in headers, query strings, JSON and XML.
    public var wireName: String { traits.locationName ?? name }
    public var isIdempotencyToken: Bool { traits.isIdempotencyToken }
    public var location: Traits.Location? { traits.location }
    /// Answers have no path and no query: what would travel there in a request stands in the body.
    var isInBodyOfAnswer: Bool { location == nil || location == .uri || location == .querystring }
}

/// The shapes of one model by name.
final class ShapeTable: Sendable {
    let definitions: [String: ShapeDefinition]
    init(_ definitions: [String: ShapeDefinition]) { self.definitions = definitions }

    func shape(_ name: String) -> Shape? { definitions[name].map { Shape(definition: $0, table: self) } }
}

final class ShapeDefinition: Sendable {
    let name: String
    let kind: Shape.Kind
    let traits: Traits
    let members: [ShapeReference]
    let memberIndex: [String: Int]
    let required: [String]
    let payload: String?
    let isUnion: Bool
    let isDocument: Bool
    let element: ShapeReference?
    let key: ShapeReference?
    let value: ShapeReference?
    let enumeration: [String]
    let minimum: Double?
    let maximum: Double?
    let pattern: String?

    init(
        name: String, kind: Shape.Kind, traits: Traits, members: [ShapeReference], required: [String],
        payload: String?, isUnion: Bool, isDocument: Bool, element: ShapeReference?, key: ShapeReference?,
        value: ShapeReference?, enumeration: [String], minimum: Double?, maximum: Double?, pattern: String?
    ) {
        self.name = name
        self.kind = kind
        self.traits = traits
        self.members = members
        memberIndex = Dictionary(
            members.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
        self.required = required
        self.payload = payload
        self.isUnion = isUnion
        self.isDocument = isDocument
        self.element = element
        self.key = key
        self.value = value
        self.enumeration = enumeration
        self.minimum = minimum
        self.maximum = maximum
        self.pattern = pattern
    }
}

struct ShapeReference: Sendable {
    var name: String
    var target: String
    var traits: Traits
}
