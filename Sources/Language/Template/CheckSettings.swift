public import Diagnostics

/// What a stack file says of plumb's built-in checks: the keys `checks` and `naming`.
///
///     checks:
///       PLB101: warning
///       PLB202: {level: off, reason: rebuilt every night}
///       PLB204: {except: {Logs: load balancers write without TLS}}
///     naming:
///       AWS::S3::Bucket: cob-.*
public struct CheckSettings: Sendable {
    /// By the rule's id.
    public var rules: [String: Setting] = [:]
    /// By resource type.
    public var naming: [String: NamePattern] = [:]

    public enum Level: String, Sendable, CaseIterable { case off, warning, error }

    public struct Setting: Sendable {
        /// Nil: the rule's own.
        public var level: Level?
        /// The place of the rule's id.
        public var span: Span?
        /// Resources that the rule leaves alone, by logical id: why, and where that is said.
        public var exceptions: [String: Exception] = [:]

        public init(level: Level?, span: Span?) {
            self.level = level
            self.span = span
        }
    }

    public struct Exception: Sendable {
        public var reason: String
        public var span: Span
    }

    public init() {}
}

/// What names of a type must be like: a regular expression for all of the name, as in `AllowedPattern`.
public struct NamePattern: Sendable {
    public let text: String
    public let span: Span

    /// Nil when it is no regular expression.
    init?(_ text: String, span: Span) {
        guard WholeMatch(text) != nil else { return nil }
        self.text = text
        self.span = span
    }

    public func matches(_ name: String) -> Bool { WholeMatch(text)?.matchesWhole(name) ?? false }
}
