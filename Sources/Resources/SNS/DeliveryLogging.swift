internal import Declarations
internal import Values

/// The delivery status logging of a topic: a list by protocol in templates, three attributes for each protocol in the
/// API (`SQSSuccessFeedbackRoleArn`).
///
/// Source: SNS API reference, SetTopicAttributes, "message delivery status".
enum DeliveryLogging {
    private static let protocols = [
        ("application", "Application"), ("firehose", "Firehose"), ("http/s", "HTTP"), ("lambda", "Lambda"),
        ("sqs", "SQS"),
    ]
    private static let members = ["SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn"]

    /// The template's list, read out of a topic's attributes; nil when nothing is logged.
    static func items(_ topic: Value) -> Value? {
        let items = protocols.compactMap { name, prefix -> Value? in
            var item: Value = ["Protocol": .string(name)]
            for member in members {
                guard let value = topic["Attributes"]?[prefix + member], !value.isEmptyOrNull else { continue }
                item = item.setting(member, to: value)
            }
            // What is left of a protocol that is no longer logged is its rate.
            return item["SuccessFeedbackRoleArn"] == nil && item["FailureFeedbackRoleArn"] == nil ? nil : item
        }
        return items.isEmpty ? nil : .array(items)
    }

    /// The attributes to set, as `Name` and `Value`.
    /// - Parameter both: the list that is wanted, and the live attributes.
    static func changes(_ both: Value) -> Value {
        let wanted = both.at("0")?.array ?? []
        var changes: [Value] = []
        for (name, prefix) in protocols {
            let item = wanted.first { $0["Protocol"]?.string == name }
            for member in members {
                let live = both.at("1")?[prefix + member] ?? ""
                let value = item?[member] ?? ""
                if value != live { changes.append(["Name": .string(prefix + member), "Value": value]) }
            }
        }
        return .array(changes)
    }
}
