public import Diagnostics
public import Values

/// A template value before evaluation: literals, functions, and lists and mappings of them, each with its place.
public struct Expression: Sendable {
    public var form: Form
    public var span: Span

    public init(_ form: Form, span: Span) {
        self.form = form
        self.span = span
    }

    public indirect enum Form: Sendable {
        /// A scalar: string, number, boolean or null.
        case literal(Value)
        case list([Expression])
        case map([Member])
        case call(Function)
    }

    public struct Member: Sendable {
        public var key: String
        public var keySpan: Span
        public var value: Expression
    }

    /// An intrinsic function with its arguments. `span` of the expression is the whole call.
    public enum Function: Sendable {
        case ref(String)
        /// The attribute is a literal, or a `Ref` or `Sub` that is decided when the template is bound.
        case getAtt(resource: String, attribute: Expression)
        /// The parts of the text, and the variables of the function's own map.
        case sub([Piece], variables: [Member])
        case join(separator: Expression, parts: Expression)
        case select(index: Expression, list: Expression)
        case split(separator: Expression, text: Expression)
        case choose(condition: String, then: Expression, otherwise: Expression)
        case and([Expression])
        case or([Expression])
        case not(Expression)
        case equals(Expression, Expression)
        case condition(String)
        case findInMap(map: Expression, top: Expression, second: Expression, fallback: Expression?)
        case getAZs(Expression)
        case cidr(block: Expression, count: Expression, bits: Expression?)
        case base64(Expression)
        case importValue(Expression)
        case toJSONString(Expression)
        case length(Expression)
        /// `Fn::Contains` and its like, allowed in `Rules` only.
        case rule(RuleFunction, [Expression])
    }

    /// A part of `Fn::Sub`'s text.
    public enum Piece: Sendable, Hashable {
        case text(String)
        case variable(String)
        case reference(String)
        case attribute(resource: String, name: String)
    }

    /// The functions that only rules may use.
    public enum RuleFunction: String, Sendable, Hashable, CaseIterable {
        case contains = "Fn::Contains"
        case eachMemberEquals = "Fn::EachMemberEquals"
        case eachMemberIn = "Fn::EachMemberIn"
        case refAll = "Fn::RefAll"
        case valueOf = "Fn::ValueOf"
        case valueOfAll = "Fn::ValueOfAll"
    }
}
