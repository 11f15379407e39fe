/// The resource types that a run knows, with their schemas. Language and engine take it as a value, so that tests use
/// invented types.
public struct Registry: Sendable {
    /// Sorted by name.
    public let types: [ResourceType]
    /// What lives in resources of these types and is only reported.
    public let neighbours: [Neighbour]
    private let byName: [String: ResourceType]
    private let schemas: @Sendable (String) -> ResourceSchema?

    /// - Parameter schemas: the schema of a type by its name; asked again and again, so it should remember.
    public init(
        _ types: [ResourceType], neighbours: [Neighbour] = [], schemas: @escaping @Sendable (String) -> ResourceSchema?
    ) {
        self.types = types.sorted { $0.name < $1.name }
        self.neighbours = neighbours
        byName = Dictionary(types.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.schemas = schemas
    }

    public func type(_ name: String) -> ResourceType? { byName[name] }
    /// The list properties of a type whose items are resources of their own.
    public func parts(of type: String) -> [Part] { byName[type]?.parts ?? [] }
    /// The paths of properties that are secrets wherever they come from, by type.
    public var secretProperties: [String: [String]] {
        byName.mapValues { $0.properties.filter(\.secret).map(\.path) }.filter { !$0.value.isEmpty }
    }
    /// The names of attributes that AWS tells once, by type.
    public var secretAttributes: [String: Set<String>] {
        byName.mapValues { Set($0.attributes.filter(\.value.once).keys) }.filter { !$0.value.isEmpty }
    }
    public func schema(_ name: String) -> ResourceSchema? { schemas(name) }
}
