public import Values

/// One thing wrong with a call's input.
public struct ModelFinding: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable {
        /// The model does not know the member.
        case unknownMember
        /// A required member is absent.
        case missing
        /// A value of another type than the model's.
        case wrongType
        /// The right type, but outside the enumeration, range, length or pattern.
        case outOfBounds
    }

    public var kind: Kind
    /// Dotted names and 0-based indexes from the top of the input (`Filters.0.Name`); empty for the input itself.
    public var path: String
    public var message: String

    public init(_ kind: Kind, path: String, message: String) {
        self.kind = kind
        self.path = path
        self.message = message
    }

    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}

extension ServiceModel {
    /// Everything that is wrong with an input: unknown and missing members, types, enumerations, ranges, lengths,
    /// patterns. A deferred part counts as right wherever it stands. Empty when the call may be sent.
    public func validate(input: Value, for operation: OperationModel) -> [ModelFinding] {
        var validation = InputValidation(checksBounds: true)
        validation.check(input, operation: operation)
        return validation.findings
    }

    /// What makes an input impossible to send: like `validate`, without bounds. AWS widens enumerations and ranges
    /// over time, so the last word on those is the service's.
    func unsendable(input: Value, for operation: OperationModel) -> [ModelFinding] {
        var validation = InputValidation(checksBounds: false)
        validation.check(input, operation: operation)
        return validation.findings
    }
}
