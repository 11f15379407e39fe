public import Diagnostics

/// What a built-in check says of one place of a template, or of what a plan would delete.
public struct CheckFinding: Sendable, Codable, Hashable {
    /// The rule's stable id: `PLB101`.
    public var rule: String
    /// As the stack file has it: an error keeps the plan from being applied.
    public var severity: Diagnostic.Severity
    /// The rule's own sentence, without particulars.
    public var summary: String
    /// The resource, `stack/LogicalId`.
    public var address: String
    public var type: String
    /// The property path; empty for the resource as a whole.
    public var path: String
    /// What is wrong here; may hold names from the template or from AWS.
    public var message: String
    /// What to do.
    public var remedy: String
    /// The place of the property or, where it is not mentioned, of the resource; nil when no template names it any more.
    public var span: Span?

    public init(
        rule: String, severity: Diagnostic.Severity, summary: String, address: String, type: String, path: String = "",
        message: String, remedy: String, span: Span? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.summary = summary
        self.address = address
        self.type = type
        self.path = path
        self.message = message
        self.remedy = remedy
        self.span = span
    }

    /// As a finding for the user; its code is the rule's id.
    public var diagnostic: Diagnostic {
        Diagnostic(
            Diagnostic.Code(rawValue: rule), severity, summary: summary, message: message, span: span, help: remedy,
            address: address)
    }
}

extension [CheckFinding] {
    /// Errors first, then by rule, address and path.
    public var inOrder: [CheckFinding] {
        func key(_ one: CheckFinding) -> (Int, String, String, String, String) {
            (one.severity == .error ? 0 : 1, one.rule, one.address, one.path, one.message)
        }
        return Array(Set(self)).sorted { key($0) < key($1) }
    }
}
