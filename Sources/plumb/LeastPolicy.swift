import AWS
import Declarations
import Engine
import Plans
import Values

/// An IAM policy under construction: actions, what each may act on, and under which condition.
struct LeastPolicy {
    /// What a permission is narrowed by.
    private struct Grant: Hashable {
        var resources: [String]
        var condition: Value?
    }

    private var resources: [String: Set<String>] = [:]
    private var conditions: [String: [String: Set<String>]] = [:]

    var actions: [String] { resources.keys.sorted() }

    mutating func allow(_ action: String, on arns: [String]) {
        resources[action, default: []].formUnion(arns.isEmpty ? ["*"] : arns)
    }

    /// - Parameter values: what the condition key may be; of several calls, all.
    mutating func require(_ action: String, _ key: String, _ values: [String]) {
        conditions[action, default: [:]][key, default: []].formUnion(values)
    }

    /// Actions on the same resources stand in one statement.
    var document: Value {
        var groups: [Grant: [String]] = [:]
        for (action, arns) in resources {
            let narrowed = conditions[action].map { keys -> Value in
                let members = keys.sorted { $0.key < $1.key }.map { key, values in
                    (key, Value.array(values.sorted().map { .string($0) }))
                }
                return ["StringEquals": .object(Value.Object(members))]
            }
            groups[Grant(resources: Self.joined(arns), condition: narrowed), default: []].append(action)
        }
        let statements: [Value] = groups.map { grant, actions -> (String, Value) in
            let sorted = actions.sorted()
            var statement: Value.Object = [
                "Effect": "Allow", "Action": .array(sorted.map { .string($0) }),
                "Resource": grant.resources == ["*"] ? "*" : .array(grant.resources.map { .string($0) }),
            ]
            if let condition = grant.condition { statement["Condition"] = condition }
            return (sorted[0], .object(statement))
        }.sorted { $0.0 < $1.0 }.map(\.1)
        return ["Version": "2012-10-17", "Statement": .array(statements)]
    }

    /// A question to IAM: may these actions be done on these ARNs.
    struct Query {
        var actions: [String]
        /// Empty: on everything.
        var resources: [String]
        var context: [(key: String, value: String)]
    }

    /// The policy as questions. What is open in an ARN is filled with something that looks like an id.
    var queries: [Query] {
        (document["Statement"]?.array ?? []).flatMap { statement -> [Query] in
            let resources = (statement["Resource"]?.array ?? []).compactMap(\.string).map {
                $0.replacing("*", with: "0")
            }
            let condition = statement["Condition"]?["StringEquals"]?.object ?? [:]
            let actions = (statement["Action"]?.array ?? []).compactMap(\.string)
            guard let (key, values) = condition.first(where: { _ in true }) else {
                return [Query(actions: actions, resources: resources, context: [])]
            }
            return (values.array ?? []).compactMap(\.string).map {
                Query(actions: actions, resources: resources, context: [(key, $0)])
            }
        }
    }

    /// Without what another pattern covers; sorted.
    private static func joined(_ arns: Set<String>) -> [String] {
        arns.filter { arn in !arns.contains { $0 != arn && ARNPattern.covers($0, arn) } }.sorted()
    }
}

/// ARNs with `*` in them.
enum ARNPattern {
    /// True when the pattern matches the text, in which a `*` is a character like any other.
    static func covers(_ pattern: String, _ text: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return pattern == text }
        guard text.hasPrefix(first) else { return false }
        var rest = text.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.count >= last.count && rest.hasSuffix(last)
    }

    /// A value as a text of which the parts that are not known are `*`; nil when nothing is known of it.
    static func text(_ value: Value) -> String? {
        switch value {
        case .deferred(.join(let separator, let inner)):
            guard let parts = inner.array else { return "*" }
            return parts.map { text($0) ?? "*" }.joined(separator: separator)
        case .deferred: return "*"
        default: return value.scalarText
        }
    }

    /// Fills the holes of `arn:${Partition}:…:${Name}`; what `fill` does not know becomes `*`.
    static func filled(_ template: String, _ fill: (String) -> String?) -> String {
        var out = ""
        var rest = Substring(template)
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            out += rest[..<start.lowerBound]
            out += fill(String(rest[start.upperBound..<end])) ?? "*"
            rest = rest[rest.index(after: end)...]
        }
        out += rest
        while let twice = out.firstRange(of: "**") { out.replaceSubrange(twice, with: "*") }
        return out
    }
}
