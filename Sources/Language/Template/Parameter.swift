public import Diagnostics
public import Values

extension Template {
    /// A template parameter's declaration.
    public struct Parameter: Sendable {
        public var name: String
        /// The place of the name.
        public var span: Span
        public var type: ParameterType
        public var defaultValue: Value?
        public var defaultSpan: Span?
        public var noEcho = false
        public var allowedValues: [String] = []
        public var allowedPattern: String?
        public var patternSpan: Span?
        public var minLength: Int?
        public var maxLength: Int?
        public var minValue: Double?
        public var maxValue: Double?
        public var description: String?
        public var constraintDescription: String?
    }
}

/// The type of a template parameter.
public struct ParameterType: Sendable, Hashable {
    public var element: Element
    public var isList: Bool
    /// True for `AWS::SSM::Parameter::Value<…>`: the given value is the name of an SSM parameter that holds the value.
    public var isStoredInSSM: Bool
    /// As written.
    public var text: String

    public enum Element: Sendable, Hashable {
        case string
        case number
        /// `AWS::SSM::Parameter::Name`
        case ssmParameterName
        /// `AWS::EC2::VPC::Id` and the like.
        case aws(String)
    }
}
