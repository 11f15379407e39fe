/// A stretch of a source file. Lines and columns are 1-based; columns count bytes; `end` is just behind the last byte.
public struct Span: Sendable, Hashable, Codable {
    /// The path as the user gave it, or as it is reached from there.
    public var file: String
    public var start: Position
    public var end: Position

    public init(file: String, start: Position, end: Position) {
        self.file = file
        self.start = start
        self.end = end
    }

    public struct Position: Sendable, Hashable, Comparable, Codable {
        public var line: Int
        public var column: Int
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
        public static func < (left: Position, right: Position) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }
}

extension Span: CustomStringConvertible {
    /// `file:line:column`.
    public var description: String { "\(file):\(start.line):\(start.column)" }
}
