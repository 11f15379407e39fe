/// The bytes of a template or stack file, and the path by which the user knows it.
public struct SourceFile: Sendable, Hashable {
    /// The path as the user gave it, or as it is reached from there. It stands in every span.
    public var path: String
    public var bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}
