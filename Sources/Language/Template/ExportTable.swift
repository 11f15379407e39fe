public import Diagnostics

/// The exports of stacks that are planned together, by region and name.
public struct ExportTable: Sendable {
    public struct Export: Sendable, Hashable {
        public var stackName: String
        /// The name of the output.
        public var output: String
        public var span: Span
    }

    struct Key: Hashable, Sendable {
        var account: String
        var region: String
        var name: String
    }
    var exports: [Key: Export] = [:]
}
