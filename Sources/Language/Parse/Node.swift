public import Diagnostics

/// One node of a YAML (or JSON) document, with its place.
public struct Node: Sendable {
    public var content: Content
    /// Without the implicit tags: `!Ref`, `tag:yaml.org,2002:str`, or nil.
    public var tag: String?
    public var span: Span

    public init(_ content: Content, tag: String? = nil, span: Span) {
        self.content = content
        self.tag = tag
        self.span = span
    }

    public enum Content: Sendable {
        case scalar(Scalar)
        case sequence([Node])
        case mapping([Entry])
    }

    public struct Scalar: Sendable, Hashable {
        public var text: String
        public var style: Style
        public init(_ text: String, style: Style = .plain) {
            self.text = text
            self.style = style
        }
    }

    public enum Style: Sendable, Hashable {
        /// Not quoted: it may be a number or a boolean.
        case plain
        case quoted
        /// `|` or `>`.
        case block
    }

    /// A member of a mapping.
    public struct Entry: Sendable {
        public var key: String
        public var keySpan: Span
        public var value: Node
        public init(key: String, keySpan: Span, value: Node) {
            self.key = key
            self.keySpan = keySpan
            self.value = value
        }
    }
}

extension Node {
    public var scalar: Scalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
    public var sequence: [Node]? { if case .sequence(let items) = content { items } else { nil } }
    public var mapping: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }

    /// The scalar of a node that no function makes.
    public var literalScalar: Scalar? { tag.map { !$0.hasPrefix("!") || $0 == "!" } ?? true ? scalar : nil }

    /// The value of a mapping's member; nil for a missing member and for any other node.
    public subscript(key: String) -> Node? { mapping?.first { $0.key == key }?.value }

    /// What the node is, in the words of diagnostics.
    public var noun: String {
        switch content {
        case .scalar(let scalar):
            scalar.style == .plain && (scalar.text.isEmpty || scalar.text == "null") ? "null" : "a scalar"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
