internal import Declarations
internal import Values

/// The names of queues and topics that keep order: AWS tells them by their end.
/// Source: SQS API reference, CreateQueue, QueueName; SNS API reference, CreateTopic, Name.
enum FIFONames {
    static let end = ".fifo"

    /// A name that says something else than the flag does.
    static func objections(_ properties: Value, name: String, flag: String) -> [Objection] {
        guard let given = properties[name]?.string, properties[flag]?.hasDeferred != true else { return [] }
        let isOrdered = properties[flag]?.bool == true
        guard isOrdered != given.hasSuffix(end) else { return [] }
        return isOrdered
            ? [Objection(name, "with `\(flag)` the name must end in `\(end)`", help: "Write `\(given)\(end)`.")]
            : [
                Objection(
                    name, "only with `\(flag)` a name ends in `\(end)`", help: "Set `\(flag)`, or end it otherwise.")
            ]
    }
}

extension GeneratedName.Ending {
    static func fifo(_ flag: String) -> GeneratedName.Ending { .init(FIFONames.end, when: flag) }
}
