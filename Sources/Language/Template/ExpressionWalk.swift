internal import Diagnostics
internal import Values

extension Expression {
    /// The expressions directly inside this one.
    var children: [Expression] {
        switch form {
        case .literal: []
        case .list(let items): items
        case .map(let members): members.map(\.value)
        case .call(let function): function.arguments
        }
    }

    /// Calls `visit` for this expression and for all inside it.
    func walk(_ visit: (Expression) -> Void) {
        visit(self)
        for child in children { child.walk(visit) }
    }

    /// What the expression itself, not what is inside it, refers to.
    var references: [Reference] {
        guard case .call(let function) = form else { return [] }
        switch function {
        case .ref(let name): return [Reference(name: name, attribute: nil, span: span)]
        case .getAtt(let resource, let attribute):
            var literal: String?
            if case .literal(let value) = attribute.form { literal = value.scalarText }
            return [Reference(name: resource, attribute: literal ?? "", span: span)]
        case .sub(let pieces, _):
            return pieces.compactMap { piece in
                switch piece {
                case .text, .variable: nil
                case .reference(let name): Reference(name: name, attribute: nil, span: span)
                case .attribute(let resource, let name): Reference(name: resource, attribute: name, span: span)
                }
            }
        default: return []
        }
    }

    struct Reference {
        var name: String
        /// Nil for `Ref`; empty when the attribute is only known at binding.
        var attribute: String?
        var span: Span
    }

    /// True for a value that CloudFormation would give as it is written.
    var literal: Value? { if case .literal(let value) = form { value } else { nil } }
}

extension Expression.Function {
    var arguments: [Expression] {
        switch self {
        case .ref, .condition: []
        case .getAtt(_, let attribute): [attribute]
        case .sub(_, let variables): variables.map(\.value)
        case .join(let separator, let parts): [separator, parts]
        case .select(let index, let list): [index, list]
        case .split(let separator, let text): [separator, text]
        case .choose(_, let then, let otherwise): [then, otherwise]
        case .and(let parts), .or(let parts): parts
        case .not(let part): [part]
        case .equals(let left, let right): [left, right]
        case .findInMap(let map, let top, let second, let fallback):
            [map, top, second] + (fallback.map { [$0] } ?? [])
        case .getAZs(let region): [region]
        case .cidr(let block, let count, let bits): [block, count] + (bits.map { [$0] } ?? [])
        case .base64(let inner), .importValue(let inner), .toJSONString(let inner), .length(let inner): [inner]
        case .rule(_, let arguments): arguments
        }
    }
}

/// The pseudo parameters of CloudFormation.
enum PseudoParameter: String, CaseIterable {
    case accountID = "AWS::AccountId"
    case notificationARNs = "AWS::NotificationARNs"
    case noValue = "AWS::NoValue"
    case partition = "AWS::Partition"
    case region = "AWS::Region"
    case stackID = "AWS::StackId"
    case stackName = "AWS::StackName"
    case urlSuffix = "AWS::URLSuffix"
}
