internal import Values

/// A statement of an IAM policy, by what it means: order, case of forms and `Sid` do not matter.
///
/// Source: IAM User Guide, "IAM JSON policy elements reference".
struct PolicyStatement: Hashable {
    /// All but the actions: statements that agree in it are told as one.
    struct Scope: Hashable {
        var isTrust: Bool
        var allows: Bool
        /// `AWS: arn…`; empty for policies of an identity.
        var principals: [String]
        var exceptPrincipals: Bool
        var exceptActions: Bool
        var resources: [String]
        var exceptResources: Bool
        /// JSON with sorted members.
        var condition: String?
    }

    var scope: Scope
    var actions: Set<String>

    /// The statements of a policy document, or of a text that holds one; nil when the value is none.
    static func all(in value: Value, isTrust: Bool) -> [PolicyStatement]? {
        let document: Value
        switch value {
        case .deferred(.json(let inner)): document = inner
        case .string(let text):
            guard text.first(where: { !$0.isWhitespace }) == "{", let read = try? Value(json: text) else { return nil }
            document = read
        default: document = value
        }
        guard let body = document["Statement"] else { return nil }
        let statements = body.array ?? [body]
        guard statements.contains(where: { $0["Effect"] != nil }) else { return nil }
        return statements.compactMap { statement in
            guard let effect = statement["Effect"]?.string else { return nil }
            return PolicyStatement(statement, allows: effect == "Allow", isTrust: isTrust)
        }
    }

    private init(_ statement: Value, allows: Bool, isTrust: Bool) {
        let except = statement["NotAction"] != nil
        actions = Set(Self.texts(statement["Action"] ?? statement["NotAction"]))
        scope = Scope(
            isTrust: isTrust, allows: allows,
            principals: Self.principals(statement["Principal"] ?? statement["NotPrincipal"]),
            exceptPrincipals: statement["NotPrincipal"] != nil, exceptActions: except,
            resources: Self.texts(statement["Resource"] ?? statement["NotResource"]).sorted(),
            exceptResources: statement["NotResource"] != nil,
            condition: statement["Condition"].flatMap { $0.object?.isEmpty == false ? $0.canonicalJSON : nil })
    }

    static func texts(_ value: Value?) -> [String] {
        guard let value else { return [] }
        return (value.array ?? [value]).map { ValueText.flat($0) ?? ValueText.inline($0) }
    }

    private static func principals(_ value: Value?) -> [String] {
        guard let object = value?.object else { return texts(value).sorted() }
        return object.flatMap { kind, value in
            texts(value).map { kind == "AWS" || kind == "Service" ? $0 : "\(kind) \($0)" }
        }.sorted()
    }
}

extension PolicyStatement {
    init(scope: Scope, actions: Set<String>) {
        self.scope = scope
        self.actions = actions
    }

    /// Statements that differ in nothing but their resources, or in nothing but their principals, as one; sorted.
    static func joined(_ statements: [PolicyStatement]) -> [PolicyStatement] {
        func merged(_ all: [PolicyStatement], _ list: WritableKeyPath<Scope, [String]>) -> [PolicyStatement] {
            var groups: [PolicyStatement: Set<String>] = [:]
            for statement in all {
                var rest = statement
                rest.scope[keyPath: list] = []
                groups[rest, default: []].formUnion(statement.scope[keyPath: list])
            }
            return groups.map { rest, names in
                var statement = rest
                statement.scope[keyPath: list] = names.sorted()
                return statement
            }
        }
        // What excepts was never taken apart, and must not be put together.
        let whole = statements.filter { $0.scope.exceptPrincipals || $0.scope.exceptResources }
        let parts = statements.filter { !$0.scope.exceptPrincipals && !$0.scope.exceptResources }
        return whole + merged(merged(parts, \.resources), \.principals)
    }
}

extension PolicyStatement.Scope {
    /// One for each principal and resource: what is compared.
    var parts: [PolicyStatement.Scope] {
        if exceptPrincipals || exceptResources { return [self] }
        let who = principals.isEmpty ? [[]] : principals.map { [$0] }
        let what = resources.isEmpty ? [[]] : resources.map { [$0] }
        return who.flatMap { who in
            what.map { what in
                var part = self
                part.principals = who
                part.resources = what
                return part
            }
        }
    }

    var isForAnyone: Bool { principals.contains("*") && !exceptPrincipals }

    /// Why a statement in force should be looked at; nil for an ordinary one.
    func risk(of actions: Set<String>) -> SecurityChange.Risk? {
        guard allows else { return nil }
        if isForAnyone && condition == nil { return .public }
        if exceptPrincipals || exceptActions || exceptResources { return .allBut }
        if actions.contains("*") || actions.contains("*:*") {
            return resources.contains("*") ? .administrator : .wildcard
        }
        if actions.contains(where: { $0.hasSuffix(":*") }) { return .wildcard }
        let changing = actions.contains { action in
            let verb = action.drop { $0 != ":" }.dropFirst().lowercased()
            return !["get", "list", "describe", "batchget", "view", "search"].contains { verb.hasPrefix($0) }
        }
        // A key's policy says `*` for the key itself.
        return resources.contains("*") && changing && principals.isEmpty ? .wildcard : nil
    }
}
