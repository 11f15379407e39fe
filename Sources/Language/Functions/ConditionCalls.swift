internal import Diagnostics
internal import Values

/// Conditions. Nil is the answer for what hangs on something open.
extension Evaluator {
    /// The value of a declared condition, evaluated once.
    mutating func decide(_ name: String) -> Bool? {
        if let known = decided[name] { return known }
        guard let condition = template.conditions.first(where: { $0.name == name }) else { return nil }
        // A circle of conditions has its finding already; here it only has to end.
        decided[name] = .some(nil)
        let truth = truth(of: condition.expression)
        decided[name] = .some(truth)
        return truth
    }

    mutating func truth(of expression: Expression) -> Bool? {
        guard case .call(let function) = expression.form else { return value(expression)?.bool }
        switch function {
        case .condition(let name): return decide(name)
        case .not(let part): return truth(of: part).map { !$0 }
        case .and(let parts):
            let truths = parts.map { truth(of: $0) }
            return truths.contains(false) ? false : truths.contains(nil) ? nil : true
        case .or(let parts):
            let truths = parts.map { truth(of: $0) }
            return truths.contains(true) ? true : truths.contains(nil) ? nil : false
        case .equals(let left, let right):
            let first = argument(left, "Fn::Equals"), second = argument(right, "Fn::Equals")
            guard let first, let second else { return nil }
            guard !first.hasDeferred, !second.hasDeferred else {
                // What AWS gives a resource by is never empty.
                if first == "" && second.isMadeByAWS || second == "" && first.isMadeByAWS { return false }
                if !inputs.isPartial { findings.add(.notKnownYet("Fn::Equals", expression.span)) }
                return nil
            }
            return Self.compared(first) == Self.compared(second)
        default: return value(expression)?.bool
        }
    }

    /// CloudFormation compares texts: `80` equals `"80"`.
    static func compared(_ value: Value) -> Value {
        if let text = value.scalarText { return .string(text) }
        if let items = value.array { return .array(items.map { compared($0) }) }
        return value
    }
}

extension Value {
    /// True for an attribute of a resource or an export that is still awaited.
    fileprivate var isMadeByAWS: Bool {
        guard case .deferred(.attribute(let address, _)) = self else { return false }
        return address.contains("/") && address != DynamicReference.address || address == BoundTemplate.importAddress
    }
}
