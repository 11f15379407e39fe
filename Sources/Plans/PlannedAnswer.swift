/// How an attribute that later calls wait for is made of a call's output, as data: what programs other than plumb need to
/// hand it on.
public struct PlannedAnswer: Sendable, Codable, Hashable {
    /// As it stands in deferred values: `VpcId`, `Ref`, `result:TaskDefinition.Revision`.
    public var name: String
    /// Put together in order.
    public var pieces: [Piece]

    public enum Piece: Sendable, Codable, Hashable {
        case text(String)
        /// What stands at a path of the output, dotted; a number is an item of a list.
        /// - Parameter after: only what follows the last of these counts; nil: all.
        case output(String, after: String?)
        /// The list of texts at a path.
        case list(String)
        /// For each item of the list at a path, one after the other, what these make of it; their paths start at the item.
        case each(String, [Piece])
    }

    public init(name: String, pieces: [Piece]) {
        self.name = name
        self.pieces = pieces
    }
}
