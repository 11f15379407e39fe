internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::SQS::Queue`. Its ARN is known beforehand; all its settings are texts in one map.
    static let queue = ResourceType(
        "AWS::SQS::Queue",
        identity: .named("QueueName", GeneratedName(limit: 75, ending: .fifo("FifoQueue"))),
        ref: "QueueUrl",
        arn: "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}",
        read: Read(
            "sqs:GetQueueUrl", items: "", .each(["QueueName"]),
            details: [
                Detail(
                    "sqs:GetQueueAttributes",
                    [.live("QueueUrl", as: "QueueUrl"), .constant("AttributeNames", ["All"])], takes: "Attributes",
                    into: "$attributes", absent: .noQueue),
                .tags("sqs:ListQueueTags", [.live("QueueUrl", as: "QueueUrl")], takes: "Tags", absent: .noQueue),
            ],
            absent: .noQueue),
        create: Create(
            Call(
                "sqs:CreateQueue",
                ["QueueName", .property("FifoQueue", as: "Attributes.FifoQueue")]
                    + settings.map { .property($0, as: "Attributes." + $0) }
                    + documents.map { .json($0, as: "Attributes." + $0) } + [.tags],
                // A queue of that name that was deleted less than a minute ago.
                retries: ["QueueDeletedRecently", "AWS.SimpleQueueService.QueueDeletedRecently"], patience: 90),
            repeatable: true),
        updates: settings.map { set($0, .property($0), clear: nil) }
            + documents.map { set($0, .json(.property($0)), clear: "") },
        tagging: .sqs(url: "QueueUrl"),
        delete: Delete("sqs:DeleteQueue", [.attribute("QueueUrl", as: "QueueUrl")], absent: .noQueue),
        properties: [
            Property("QueueName", absent: .chosenByAWS) { named($0) },
            held("FifoQueue", absent: .means(false)),
            held("ContentBasedDeduplication", absent: .means(false)),
            held("DeduplicationScope", absent: .chosenByAWS),
            held("FifoThroughputLimit", absent: .chosenByAWS),
            held("DelaySeconds", absent: .means(0)),
            held("KmsDataKeyReusePeriodSeconds", absent: .means(300)),
            held("KmsMasterKeyId", absent: .means("")),
            // It was 262,144 for queues that are older than the larger messages.
            held("MaximumMessageSize", absent: .chosenByAWS),
            held("MessageRetentionPeriod", absent: .means(345_600)),
            held("ReceiveMessageWaitTimeSeconds", absent: .means(0)),
            held("SqsManagedSseEnabled", absent: .chosenByAWS),
            held("VisibilityTimeout", absent: .means(30)),
        ]
            + documents.map { name in
                Property(name, absent: .unset, equality: .json) { $0.at("$attributes." + name) }
            },
        attributes: [
            "QueueUrl": "QueueUrl",
            "Arn": Attribute(
                "$attributes.QueueArn", predicted: "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"),
            "QueueName": Attribute("QueueUrl", predicted: "${QueueName}") { named($0) },
        ],
        objections: { FIFONames.objections($0, name: "QueueName", flag: "FifoQueue") })

    private static let settings = [
        "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit", "DelaySeconds",
        "KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "MaximumMessageSize", "MessageRetentionPeriod",
        "ReceiveMessageWaitTimeSeconds", "SqsManagedSseEnabled", "VisibilityTimeout",
    ]
    private static let documents = ["RedrivePolicy", "RedriveAllowPolicy"]

    private static func named(_ item: Value) -> Value? {
        item["QueueUrl"]?.string?.split(separator: "/").last.map { .string(String($0)) }
    }

    private static func held(_ name: String, absent: Absence) -> Property {
        Property(name, absent: absent, at: "$attributes." + name)
    }

    private static func set(_ name: String, _ value: Argument.Source, clear: Value?) -> Update {
        let url: Argument = .attribute("QueueUrl", as: "QueueUrl")
        return Update(
            [name], set: Call("sqs:SetQueueAttributes", [url, Argument("Attributes." + name, value)]),
            clear: clear.map { Call("sqs:SetQueueAttributes", [url, .constant("Attributes." + name, $0)]) })
    }
}

extension [ErrorMatch] {
    /// No such queue, in the words of SQS's JSON and of its older protocol.
    static let noQueue: [ErrorMatch] = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"]
}
