internal import Values

/// Finds the places where a `NoEcho` parameter or a reference to a secret stands.
struct SecretFinder {
    private let evaluator: Evaluator
    private let secretParameters: Set<String>

    init(_ evaluator: Evaluator) {
        self.evaluator = evaluator
        secretParameters = Set(
            evaluator.template.parameters.filter { parameter in
                parameter.noEcho || Self.namesSecret(evaluator.parameters[parameter.name]?.string ?? "")
                    || evaluator.inputs.nesting?.secretParameters.contains(parameter.name) == true
            }.map(\.name))
    }

    /// Property paths (`Tags[0].Value`); all below a path is secret too. The empty path is the whole value.
    func paths(in expression: Expression, at path: String = "") -> [String] {
        switch expression.form {
        case .literal(let value): return Self.namesSecret(value.string ?? "") ? [path] : []
        case .map(let members):
            return members.flatMap { paths(in: $0.value, at: path.isEmpty ? $0.key : "\(path).\($0.key)") }
        case .list(let items):
            let present = items.filter { !evaluator.isAbsent($0) }
            return present.enumerated().flatMap { paths(in: $0.element, at: "\(path)[\($0.offset)]") }
        case .call(.choose(let condition, let then, let otherwise)):
            return paths(in: evaluator.taken(condition, then, otherwise), at: path)
        case .call:
            return holdsSecret(expression) ? [path] : []
        }
    }

    /// The texts of secrets, for masking wherever they turn up. Short ones would mask half the output.
    var texts: Set<String> {
        var texts: Set<String> = []
        for name in secretParameters {
            guard let value = evaluator.parameters[name] else { continue }
            texts.formUnion((value.array ?? [value]).compactMap(\.scalarText))
        }
        texts.formUnion(evaluator.inputs.secrets.values.compactMap(\.scalarText))
        return texts.filter { $0.utf8.count >= 4 && !$0.contains("{{resolve:") }
    }

    private func holdsSecret(_ expression: Expression) -> Bool {
        switch expression.form {
        case .literal(let value): return Self.namesSecret(value.string ?? "")
        case .call(.choose(let condition, let then, let otherwise)):
            return holdsSecret(evaluator.taken(condition, then, otherwise))
        case .call(.ref(let name)): return secretParameters.contains(name)
        case .call(.getAtt(let resource, let attribute)):
            return attribute.literal?.scalarText.map { isSecret($0, of: resource) } ?? false
        case .call(.sub(let pieces, _)):
            let own = pieces.contains { piece in
                switch piece {
                case .text(let text): Self.namesSecret(text)
                case .reference(let name): secretParameters.contains(name)
                case .attribute(let resource, let name): isSecret(name, of: resource)
                case .variable: false
                }
            }
            return own || expression.children.contains(where: holdsSecret)
        default: return expression.children.contains(where: holdsSecret)
        }
    }

    /// True for an output of a nested stack that is one.
    private func isSecret(_ attribute: String, of resource: String) -> Bool {
        guard let nested = evaluator.nested[resource], attribute.hasPrefix(NestedStack.outputPrefix) else {
            return false
        }
        let name = attribute.dropFirst(NestedStack.outputPrefix.count)
        return nested.outputs.contains { $0.name == name && $0.isSecret }
    }

    private static func namesSecret(_ text: String) -> Bool {
        text.contains("{{resolve:secretsmanager:") || text.contains("{{resolve:ssm-secure:")
    }
}

extension Evaluator {
    /// The branch of `Fn::If` that is taken.
    func taken(_ condition: String, _ then: Expression, _ otherwise: Expression) -> Expression {
        (decided[condition] ?? nil) ?? true ? then : otherwise
    }

    /// True when the expression is left out of its list or mapping.
    func isAbsent(_ expression: Expression) -> Bool {
        switch expression.form {
        case .call(.ref(let name)): name == PseudoParameter.noValue.rawValue
        case .call(.choose(let condition, let then, let otherwise)): isAbsent(taken(condition, then, otherwise))
        default: false
        }
    }
}

extension BoundTemplate {
    /// The property paths of a resource (`Tags[0].Value`) that hold a `NoEcho` parameter or a reference to a secret. All
    /// below such a path is secret too.
    public func secretPaths(of resource: BoundResource) -> [String] {
        let owner = owner(of: resource.scope)
        return resource.properties.map { SecretFinder(owner.plainEvaluator).paths(in: $0) } ?? []
    }

    /// True when the value at the path is a secret, or a part of one.
    public func isSecret(_ resource: BoundResource, path: String) -> Bool {
        secretPaths(of: resource).contains { secret in
            secret.isEmpty || path.isAtOrBelow(secret)
        }
    }

    /// The texts of all secrets that are known, for masking wherever they turn up.
    public var secretTexts: Set<String> {
        nested.values.reduce(into: SecretFinder(plainEvaluator).texts) { $0.formUnion($1.secretTexts) }
    }

    var plainEvaluator: Evaluator {
        var evaluator = Evaluator.symbolic(template, inputs, parameters: parameters)
        evaluator.decided = decided
        evaluator.nested = nested
        return evaluator
    }
}
