internal import CSchemas
public import Declarations

/// The schemas of all resource types, embedded in the binary.
public struct SchemaStore: Sendable {
    public static let standard = SchemaStore()

    public func schema(of type: String) -> ResourceSchema? { nil }

    public var types: [String] { [] }
}
