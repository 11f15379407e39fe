/// A finding for the user: what is wrong, where, why, and what to do.
public struct Diagnostic: Error, Sendable, Hashable {
    /// Stable, kebab-case; tools filter by it.
    public var code: Code
    public var severity: Severity
    /// The fixed sentence of the code, without particulars.
    public var summary: String
    /// The particulars of this finding.
    public var message: String
    public var span: Span?
    public var related: [Related]
    /// What to do about it.
    public var help: String?
    /// The resource that it concerns (`stack/LogicalId`).
    public var address: String?
    /// AWS's own failure, whole, when one is behind it.
    public var cause: Cause?
    /// True when the lines that it points to may hold secrets: reports quote their keys, and no values.
    public var quotesKeysOnly = false

    public init(
        _ code: Code, _ severity: Severity = .error, summary: String, message: String, span: Span? = nil,
        related: [Related] = [], help: String? = nil, address: String? = nil, cause: Cause? = nil
    ) {
        self.code = code
        self.severity = severity
        self.summary = summary
        self.message = message
        self.span = span
        self.related = related
        self.help = help
        self.address = address
        self.cause = cause
    }

    public struct Code: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral {
        public var rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { rawValue = value }
    }

    public enum Severity: String, Sendable, Hashable, Codable, Comparable {
        case note, warning, error
        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
        private var rank: Int { self == .note ? 0 : self == .warning ? 1 : 2 }
    }

    /// Another place that matters to the finding.
    public struct Related: Sendable, Hashable {
        public var message: String
        public var span: Span
        public init(_ message: String, _ span: Span) {
            self.message = message
            self.span = span
        }
    }

    /// The AWS failure behind a finding.
    public struct Cause: Sendable, Hashable {
        public var service: String
        public var operation: String
        public var code: String
        public var message: String
        public var status: Int?
        public var requestID: String?
        public var attempts: Int
        public init(
            service: String, operation: String, code: String, message: String, status: Int? = nil,
            requestID: String? = nil, attempts: Int = 1
        ) {
            self.service = service
            self.operation = operation
            self.code = code
            self.message = message
            self.status = status
            self.requestID = requestID
            self.attempts = attempts
        }
    }
}
