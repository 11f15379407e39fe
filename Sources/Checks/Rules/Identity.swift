internal import Diagnostics
internal import Values

extension Rule {
    private static let holders = [
        "AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy",
        "AWS::IAM::GroupPolicy", "AWS::IAM::User", "AWS::IAM::Group",
    ]

    static let identity: [Rule] = [
        Rule(
            "PLB301", .error, "A policy allows everything on everything.",
            remedy: "Name the actions and the resources; `plumb permissions` tells those that plumb itself needs.",
            types: holders
        ) { subject in
            grants(subject).filter(\.isAdministrator).map { Hit($0.path, "Action \"*\" is allowed on Resource \"*\"") }
        },
        Rule(
            "PLB302", .warning, "A policy allows actions by a wildcard.",
            remedy: "Name the actions that are used.", types: holders
        ) { subject in
            grants(subject).filter { !$0.isAdministrator }.flatMap { grant in
                grant.actions.filter { $0 == "*" || $0.hasSuffix(":*") }.map {
                    Hit(grant.path + ".Action", "\"\($0)\" is allowed")
                }
            }
        },
        Rule(
            "PLB303", .warning, "A policy allows changes to every resource.",
            remedy: "Name the ARNs, or add a condition. Some actions know no resource: leave those on \"*\" in a "
                + "statement of their own, with an exception for the resource.", types: holders
        ) { subject in
            grants(subject).compactMap { grant in
                guard !grant.isAdministrator, grant.resources.contains("*"), !grant.isConditional,
                    let action = grant.actions.first(where: changes)
                else { return nil }
                return Hit(grant.path + ".Resource", "\"\(action)\" is allowed on Resource \"*\"")
            }
        },
    ]

    /// A statement that allows something, and its place.
    private struct Grant {
        var path: String
        var actions: [String]
        var resources: [String]
        var isConditional: Bool

        var isAdministrator: Bool {
            actions.contains { $0 == "*" || $0 == "*:*" } && resources.contains("*") && !isConditional
        }
    }

    private static func grants(_ subject: Subject) -> [Grant] {
        var documents: [(path: String, value: Value)] = []
        if let document = subject.properties["PolicyDocument"] { documents.append(("PolicyDocument", document)) }
        for (index, policy) in (subject.properties["Policies"]?.array ?? []).enumerated() {
            if let document = policy["PolicyDocument"] {
                documents.append(("Policies[\(index)].PolicyDocument", document))
            }
        }
        return documents.flatMap { path, document in
            let statements = PolicyText.statements(in: document)
            let isList = document["Statement"]?.array != nil
            return statements.enumerated().compactMap { index, statement -> Grant? in
                guard statement["Effect"]?.string == "Allow" else { return nil }
                return Grant(
                    path: path + ".Statement" + (isList ? "[\(index)]" : ""),
                    actions: PolicyText.texts(statement["Action"]),
                    resources: PolicyText.texts(statement["Resource"]),
                    isConditional: statement["Condition"]?.object?.isEmpty == false)
            }
        }
    }

    /// Actions that AWS names after reading change nothing.
    private static func changes(_ action: String) -> Bool {
        let verb = action.drop { $0 != ":" }.dropFirst().lowercased()
        if verb == "*" || verb.isEmpty { return true }
        return !["get", "list", "describe", "batchget", "batchcheck", "view", "search", "head", "lookup"].contains {
            verb.hasPrefix($0)
        }
    }
}
