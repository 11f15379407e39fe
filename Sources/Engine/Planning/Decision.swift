internal import Declarations
internal import Plans
internal import Values

/// What is to become of one desired resource.
struct Decision: Sendable {
    enum Kind: Sendable, Equatable {
        /// As the template wants it, or only looked at.
        case none
        case create
        case update
        case adopt
        case replace(Replacement)
    }

    var desired: Desired
    var kind: Kind
    /// As wanted, with a name; parts that AWS has yet to make are deferred.
    var properties: Value
    /// The live resource that is kept, changed or replaced.
    var live: Live?
    /// Others that bear its marks and have to go.
    var surplus: [Live] = []
    var differences: [Comparison.Difference] = []
    var reasons: [Reason] = []
    /// What the call that rolls a change out draws on (`UpdatePolicies.Rollout`); nil: there is nothing to roll out.
    var rollout: Value?
    /// All tags that it should carry; empty for types without.
    var tags: [String: Value] = [:]
    /// Paths whose change makes a replacement necessary.
    var blocking: [String] = []

    /// True where `kind` replaces what only moves: its calls are one update (`Property.moves`).
    var isMoved = false

    /// Attributes for which another resource of the plan answers (`Loan`).
    var lent: [String: Value] = [:]

    /// What it refers to, in the order of the template.
    var references: [Value] = []

    /// From what the token of its creation is derived: all that the call says. A repeated run sends the same token with
    /// the same call, and only then; what was deleted and is wanted again, below a new parent, is a new resource.
    var seed: Value {
        let marks = desired.marks.sorted { $0.key < $1.key }.map { Value.string($0.value) }
        let known: [Value] = [.string(desired.digest), .string(desired.address), .string(live?.physicalID ?? "")]
        return (try? Value.joined(.array(known + marks + references), separator: "/")) ?? .string(desired.digest)
    }

    var isNew: Bool {
        switch kind {
        case .create, .replace: true
        default: false
        }
    }

    /// What its creator calls it; another one for each that takes the place of one.
    var callerReference: String {
        guard case .replace = kind, let live else { return desired.callerReference }
        let before = desired.symbolic.canonicalJSON + live.physicalID
        return "\(desired.callerReference):\(Digest.sha256(before).prefix(10))"
    }

    var changesSomething: Bool { kind != .none }

    /// The changes of a step for which the resource would be replaced, and which are to be refused instead. Where
    /// something asks for another resource besides, they come with that one.
    func refused(of step: Step) -> [PropertyChange] {
        let frame = desired.frame
        func isFixed(_ path: String) -> Bool { frame.fixed.contains(where: path.withoutIndexes.isAtOrBelow) }
        // A name that nobody gave is another one because the resource is.
        let asked = blocking.filter { $0 != frame.type.identity.givenName || desired.symbolic[$0] != nil }
        guard step.replacement != nil, step.action == .create, !asked.isEmpty, asked.allSatisfy(isFixed) else {
            return []
        }
        return step.changes.filter { $0.forcesReplacement && isFixed($0.path) }
    }

    // MARK: - Attributes

    /// What others get for an attribute of the resource, deferred while AWS has yet to make it.
    func attribute(_ name: String) -> Value? {
        let frame = desired.frame
        if let lent = lent[name] { return lent }
        if frame.type.attributes[name]?.once == true { return deferred(name) }
        if !isNew {
            // Only looked at and not there: told by itself.
            guard let live else { return deferred(name) }
            if let attribute = frame.type.attributes[name], kind != .none,
                attribute.follows.contains(where: { path in differences.contains { $0.property == path } })
            {
                return deferred(name)
            }
            return live.attribute(name)
        }
        return predicted(name) ?? deferred(name)
    }

    /// An attribute as far as it follows from what is known before creation.
    func predicted(_ name: String) -> Value? {
        let frame = desired.frame
        if name == "Ref" {
            var parts: [Value] = []
            for part in frame.reference {
                guard let value = predicted(part) else { return nil }
                parts.append(value)
            }
            return parts.isEmpty ? nil : try? Value.joined(.array(parts), separator: "|")
        }
        if let attribute = frame.type.attributes[name] {
            return attribute.predicted.flatMap { desired.place.filled($0, with: part) }
        }
        return properties.at(name)
    }

    private func part(_ name: String) -> Value? {
        if let value = properties[name], !value.isNull { return value }
        if case .means(let value)? = desired.frame.declared[name]?.absent { return value }
        return nil
    }

    private func deferred(_ name: String) -> Value { .deferred(.attribute(address: desired.address, name: name)) }
}

extension Decision {
    /// Properties of which only one resource can have the value (an address of a NAT gateway), where the new one would have
    /// that of the live one.
    var keptExclusives: [String] {
        let comparison = Comparison(frame: desired.frame)
        return desired.frame.type.create.exclusive.first { names in
            names.allSatisfy { name in
                properties[name] != nil && !desired.isRenewable(name)
                    && comparison.same(properties[name], live?.properties[name], at: name)
            }
        } ?? []
    }

    /// What the new one would have to have otherwise to stand beside the live one; empty when no such property is known.
    var standingInTheWay: [String] {
        if !keptExclusives.isEmpty { return keptExclusives }
        return switch desired.frame.type.identity {
        case .named(let property, _): [property]
        case .key(let names): names
        case .tagged, .reference: []
        }
    }
}
