internal import Synchronization
internal import Values

/// The secrets of a template, which never change, found once.
final class RememberedSecrets: Sendable {
    private let found = Mutex<Set<String>?>(nil)

    func texts(_ find: () -> Set<String>) -> Set<String> {
        if let texts = found.withLock({ $0 }) { return texts }
        let texts = find()
        found.withLock { $0 = texts }
        return texts
    }
}

/// Finds the places where a `NoEcho` parameter or a reference to a secret stands, and those of properties that are secrets
/// themselves.
struct SecretFinder {
    private let evaluator: Evaluator
    private let secretParameters: Set<String>
    /// Resources whose properties are being looked at for an attribute.
    private var followed: Set<String> = []

    init(_ evaluator: Evaluator) {
        self.evaluator = evaluator
        secretParameters = Set(
            evaluator.template.parameters.filter { parameter in
                parameter.noEcho || Self.namesSecret(evaluator.parameters[parameter.name]?.string ?? "")
                    || evaluator.inputs.nesting?.secretParameters.contains(parameter.name) == true
            }.map(\.name))
    }

    /// True where there is nothing to be found but what templates write out.
    var isIdle: Bool { secretParameters.isEmpty && evaluator.nested.isEmpty }

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

    /// Where the value of a property (`Origins[].Header`) stands in a resource's properties. What a function makes is
    /// taken as a whole.
    func places(of property: String, in expression: Expression) -> [String] {
        places(of: PathSegment.all(of: property)[...], in: expression, at: "")
    }

    private func places(of steps: ArraySlice<PathSegment>, in expression: Expression, at path: String) -> [String] {
        guard let step = steps.first else { return [path] }
        switch (expression.form, step) {
        case (.map(let members), .member(let name)):
            return members.filter { $0.key == name }.flatMap {
                places(of: steps.dropFirst(), in: $0.value, at: path.isEmpty ? $0.key : "\(path).\($0.key)")
            }
        case (.list(let items), .everyItem):
            return items.filter { !evaluator.isAbsent($0) }.enumerated().flatMap {
                places(of: steps.dropFirst(), in: $0.element, at: "\(path)[\($0.offset)]")
            }
        case (.call(.choose(let condition, let then, let otherwise)), _):
            return places(of: steps, in: evaluator.taken(condition, then, otherwise), at: path)
        case (.call, _): return [path]
        default: return []
        }
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

    /// True for an output of a nested stack that is one, and for an attribute that tells a property that holds one.
    private func isSecret(_ attribute: String, of resource: String) -> Bool {
        guard let nested = evaluator.nested[resource], attribute.hasPrefix(NestedStack.outputPrefix) else {
            return tells(attribute, of: resource)
        }
        let name = attribute.dropFirst(NestedStack.outputPrefix.count)
        return nested.outputs.contains { $0.name == name && $0.isSecret }
    }

    private func tells(_ attribute: String, of resource: String) -> Bool {
        guard !followed.contains(resource),
            let properties = evaluator.template.resources.first(where: { $0.logicalID == resource })?.properties,
            case .map(let members) = properties.form,
            let told = members.first(where: { $0.key == attribute.prefix { $0 != "." } })
        else { return false }
        var finder = self
        finder.followed.insert(resource)
        return !finder.paths(in: told.value).isEmpty
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
    /// The property paths of a resource (`Tags[0].Value`) that hold a `NoEcho` parameter or a reference to a secret, or
    /// are secrets whatever they hold. All below such a path is secret too.
    public func secretPaths(of resource: BoundResource) -> [String] {
        guard let properties = resource.properties else { return [] }
        let finder = SecretFinder(owner(of: resource.scope).plainEvaluator)
        return finder.paths(in: properties) + declaredSecrets(of: resource, finder)
    }

    private func declaredSecrets(of resource: BoundResource, _ finder: SecretFinder) -> [String] {
        guard let properties = resource.properties else { return [] }
        return (inputs.secretProperties[resource.type] ?? []).flatMap { finder.places(of: $0, in: properties) }
    }

    /// True when the value at the path is a secret, or a part of one.
    public func isSecret(_ resource: BoundResource, path: String) -> Bool {
        secretPaths(of: resource).contains { secret in
            secret.isEmpty || path.isAtOrBelow(secret)
        }
    }

    /// The texts of all secrets that are known, and what functions make of them, for masking wherever they turn up.
    public var secretTexts: Set<String> {
        remembered.texts {
            nested.values.reduce(into: SecretFinder(plainEvaluator).texts.union(derivedSecrets)) {
                $0.formUnion($1.secretTexts)
            }
        }
    }

    /// What stands in the places of secrets: a part of one, or one with more around it. Plain words (the user of
    /// `user:password`) are masked by their place only.
    private var derivedSecrets: Set<String> {
        var texts: Set<String> = []
        func add(_ value: Value) {
            switch value {
            case .string(let text):
                guard text.utf8.count >= SecretTexts.minimumLength, !text.contains("{{resolve:"),
                    !text.allSatisfy(\.isLetter)
                else { return }
                texts.insert(text)
            case .array(let items): items.forEach(add)
            case .object(let object): object.values.forEach(add)
            default: break
            }
        }
        let finder = SecretFinder(plainEvaluator)
        guard !finder.isIdle else { return [] }
        for resource in resources where resource.properties != nil {
            let places = secretPaths(of: resource)
            guard !places.isEmpty else { continue }
            let properties = symbolicProperties(of: resource)
            for place in places {
                let path = place.replacing("[", with: ".").replacing("]", with: "")
                if !path.isEmpty, let value = properties.at(path) { add(value) }
            }
        }
        return texts
    }

    /// What the members are called in which an answer may hold a secret that nobody has resolved, in lower case.
    public var secretMembers: Set<String> {
        var names: Set<String> = []
        for resource in resources {
            for path in secretPaths(of: resource) where !path.isEmpty {
                let name = path.withoutIndexes.split(separator: ".").last.map(String.init) ?? path
                names.insert(name.replacing("[]", with: "").lowercased())
            }
        }
        if template.parameters.contains(where: { $0.noEcho && $0.type.isStoredInSSM }) { names.insert("value") }
        return nested.values.reduce(into: names) { $0.formUnion($1.secretMembers) }
    }

    /// The texts that properties hold which are secrets themselves, for masking as a whole. They are masked by their place
    /// first; short ones and plain words, which a name may have too, by that only.
    public var literalSecrets: Set<String> {
        var texts: Set<String> = []
        for resource in resources where inputs.secretProperties[resource.type] != nil {
            let finder = SecretFinder(owner(of: resource.scope).plainEvaluator)
            let places = declaredSecrets(of: resource, finder)
            guard !places.isEmpty else { continue }
            let properties = symbolicProperties(of: resource)
            for place in places {
                let path = place.replacing("[", with: ".").replacing("]", with: "")
                guard let text = properties.at(path)?.scalarText, text.utf8.count >= 8,
                    !text.allSatisfy(\.isLetter)
                else { continue }
                texts.insert(text)
            }
        }
        return texts
    }

    var plainEvaluator: Evaluator {
        var evaluator = Evaluator.symbolic(template, inputs, parameters: parameters)
        evaluator.decided = decided
        evaluator.nested = nested
        return evaluator
    }
}
