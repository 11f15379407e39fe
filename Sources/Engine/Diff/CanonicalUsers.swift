internal import Declarations
internal import Values

/// Canonical users of which a run knows as what AWS writes them once a policy is stored (`Attribute.principal`).
struct CanonicalUsers: Sendable {
    /// ARN by canonical user id.
    private var arns: [String: String] = [:]

    init(_ lives: some Sequence<Live>) {
        for live in lives {
            for (name, attribute) in live.frame.type.attributes {
                guard let pattern = attribute.principal, let id = live.attribute(name)?.string,
                    let arn = live.place.filled(pattern, with: { live.attribute($0) })?.string
                else { continue }
                arns[id] = arn
            }
        }
    }

    /// The properties with their policies as AWS stores them.
    func stored(_ properties: Value, _ frame: Frame) -> Value {
        guard !arns.isEmpty else { return properties }
        return frame.settable.reduce(properties) { properties, name in
            guard case .policy? = frame.declared[name]?.equality, let policy = properties[name] else {
                return properties
            }
            return stored(policy: policy).map { properties.setting(name, to: $0) } ?? properties
        }
    }

    /// Nil where nothing changes.
    private func stored(policy: Value) -> Value? {
        let document = PolicyForm.document(policy)
        guard let statements = document["Statement"] else { return nil }
        let stored = (statements.array ?? [statements]).map(stored(statement:))
        return document.setting("Statement", to: .array(stored))
    }

    private func stored(statement: Value) -> Value {
        ["Principal", "NotPrincipal"].reduce(statement) { statement, member in
            guard var principal = statement[member]?.object, let users = principal["CanonicalUser"] else {
                return statement
            }
            let all = users.array ?? [users]
            let known = all.compactMap { $0.string.flatMap { arns[$0] } }.map { Value.string($0) }
            guard !known.isEmpty else { return statement }
            let rest = all.filter { $0.string.map { arns[$0] == nil } ?? true }
            let named = principal["AWS"].map { $0.array ?? [$0] } ?? []
            principal["CanonicalUser"] = rest.isEmpty ? nil : .array(rest)
            principal["AWS"] = .array(named + known)
            return statement.setting(member, to: .object(principal))
        }
    }
}
