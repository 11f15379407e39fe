public import Values

/// One thing wrong with a call's input.
public struct ModelFinding: Sendable, Hashable, CustomStringConvertible {
    /// Dotted names and 0-based indexes from the top of the input (`Filters.0.Name`); empty for the input itself.
    public var path: String
    public var message: String

    public init(path: String, message: String) {
        self.path = path
        self.message = message
    }

    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}

extension ServiceModel {
    /// Everything that is wrong with an input: unknown and missing members, types, enumerations, ranges, lengths,
    /// patterns. A deferred part counts as right wherever it stands. Empty when the call may be sent.
    public func validate(input: Value, for operation: OperationModel) -> [ModelFinding] {
        var validation = InputValidation()
        validation.check(input, operation: operation)
        return validation.findings
    }
}
