internal import Declarations
internal import Values

/// A bucket's notifications: CloudFormation has one event in each configuration, S3 a list of them, ids that it makes,
/// and filter names in either case.
enum Notification {
    private static let kinds = [
        (
            list: "LambdaConfigurations", target: "Function", api: "LambdaFunctionConfigurations",
            arn: "LambdaFunctionArn"
        ),
        (list: "QueueConfigurations", target: "Queue", api: "QueueConfigurations", arn: "QueueArn"),
        (list: "TopicConfigurations", target: "Topic", api: "TopicConfigurations", arn: "TopicArn"),
    ]

    @Sendable static func encode(_ value: Value) -> Value {
        var out = Value.Object()
        for kind in kinds {
            guard let items = value[kind.list]?.array else { continue }
            out[kind.api] = .array(
                items.map { item in
                    var one = Value.Object()
                    one["Events"] = item["Event"].map { [$0] }
                    one[kind.arn] = item[kind.target]
                    one["Filter"] = item.at("Filter.S3Key.Rules").map { ["Key": ["FilterRules": $0]] }
                    return .object(one)
                })
        }
        if eventBridge(value) { out["EventBridgeConfiguration"] = [:] }
        return .object(out)
    }

    @Sendable static func decode(_ item: Value) -> Value? {
        guard let answer = item["$notification"] else { return nil }
        var out = Value.Object()
        for kind in kinds {
            let configurations = answer[kind.api]?.array ?? []
            let items = configurations.flatMap { configuration in
                (configuration["Events"]?.array ?? []).map { event in
                    var one = Value.Object()
                    one["Event"] = event
                    one[kind.target] = configuration[kind.arn]
                    one["Filter"] = configuration.at("Filter.Key.FilterRules").map { ["S3Key": ["Rules": $0]] }
                    return Value.object(one)
                }
            }
            if !items.isEmpty { out[kind.list] = .array(items) }
        }
        if answer["EventBridgeConfiguration"] != nil {
            out["EventBridgeConfiguration"] = ["EventBridgeEnabled": true]
        }
        return .object(out)
    }

    /// Configurations sorted, filter names in lower case.
    @Sendable static func normalise(_ value: Value) -> Value {
        var out = Value.Object()
        for kind in kinds {
            guard let items = value[kind.list]?.array, !items.isEmpty else { continue }
            out[kind.list] = .array(items.map(normaliseFilter).sorted { $0.canonicalJSON < $1.canonicalJSON })
        }
        if eventBridge(value) { out["EventBridgeConfiguration"] = ["EventBridgeEnabled": true] }
        return .object(out)
    }

    private static func normaliseFilter(_ item: Value) -> Value {
        guard let rules = item.at("Filter.S3Key.Rules")?.array else { return item }
        let lowered = rules.map { rule in
            rule["Name"]?.string.map { rule.setting("Name", to: .string($0.lowercased())) } ?? rule
        }
        return item.setting("Filter.S3Key.Rules", to: .array(lowered.sorted { $0.canonicalJSON < $1.canonicalJSON }))
    }

    /// True unless the configuration is missing or says no.
    private static func eventBridge(_ value: Value) -> Bool {
        guard let configuration = value["EventBridgeConfiguration"] else { return false }
        return configuration["EventBridgeEnabled"]?.bool ?? true
    }
}
