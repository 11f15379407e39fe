/// How a report may look: what the sink can show.
public struct TextStyle: Sendable, Hashable {
    /// Columns of the terminal; nil where nothing limits a line (files, logs).
    public var width: Int?
    /// True when the sink understands ANSI colours and the user has not refused them.
    public var colour: Bool

    public init(width: Int? = nil, colour: Bool = false) {
        self.width = width
        self.colour = colour
    }

    public static let plain = TextStyle()
}

/// What a stretch of text means, from which its colour follows.
enum Role: Sendable, Hashable {
    case plain, strong, faint, add, change, destroy, replace, warning, error, note

    /// The parameters of ANSI's "select graphic rendition"; nil for text without any.
    var code: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .add: "32"
        case .change, .warning: "33"
        case .destroy: "31"
        case .replace: "35"
        case .error: "1;31"
        case .note: "36"
        }
    }
}
