internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::SNS::Topic`. Its ARN is known beforehand; each attribute is set by a call of its own.
    static let topic = ResourceType(
        "AWS::SNS::Topic",
        identity: .named("TopicName", GeneratedName(limit: 256, ending: .fifo("FifoTopic"))),
        ref: "TopicArn",
        arn: "arn:${Partition}:sns:${Region}:${Account}:${TopicName}",
        read: Read(
            "sns:GetTopicAttributes", items: "", .each([.attribute("TopicArn", as: "TopicArn")]),
            details: [
                Detail(
                    "sns:GetDataProtectionPolicy", [.live("Attributes.TopicArn", as: "ResourceArn")],
                    takes: "DataProtectionPolicy", into: "$protection", fills: ["DataProtectionPolicy"]),
                .tags("sns:ListTagsForResource", [.live("Attributes.TopicArn", as: "ResourceArn")], takes: "Tags"),
            ],
            absent: ["NotFound"]),
        create: Create(
            Call(
                "sns:CreateTopic",
                [
                    .property("TopicName", as: "Name"), .property("FifoTopic", as: "Attributes.FifoTopic"),
                    attribute("ContentBasedDeduplication"), attribute("DisplayName"), attribute("KmsMasterKeyId"),
                    attribute("SignatureVersion"), attribute("TracingConfig"), attribute("FifoThroughputScope"),
                    attribute("MaximumMessageSize"), .json("DataProtectionPolicy", as: "DataProtectionPolicy"), .tags,
                ]),
            repeatable: true),
        updates: [
            set("ContentBasedDeduplication"), set("DisplayName"), set("KmsMasterKeyId"), set("SignatureVersion"),
            set("TracingConfig"), set("FifoThroughputScope"), set("MaximumMessageSize"),
            Update(
                ["ArchivePolicy"],
                set: Call(
                    "sns:SetTopicAttributes",
                    [
                        topicArn, .constant("AttributeName", "ArchivePolicy"),
                        .json("ArchivePolicy", as: "AttributeValue"),
                    ]),
                clear: Call(
                    "sns:SetTopicAttributes",
                    [topicArn, .constant("AttributeName", "ArchivePolicy"), .constant("AttributeValue", "{}")])),
            Update(
                ["DataProtectionPolicy"],
                set: Call(
                    "sns:PutDataProtectionPolicy",
                    [
                        .attribute("TopicArn", as: "ResourceArn"),
                        .json("DataProtectionPolicy", as: "DataProtectionPolicy"),
                    ]),
                // An empty text takes the policy away.
                clear: Call(
                    "sns:PutDataProtectionPolicy",
                    [.attribute("TopicArn", as: "ResourceArn"), .constant("DataProtectionPolicy", "")])),
            Update(
                ["DeliveryStatusLogging"],
                set: Call(
                    "sns:SetTopicAttributes",
                    [topicArn, .item("Name", as: "AttributeName"), .item("Value", as: "AttributeValue")],
                    each: .mapped(.several([.property("DeliveryStatusLogging"), .live("Attributes")])) {
                        DeliveryLogging.changes($0)
                    })),
        ],
        tagging: .sns(arn: "TopicArn"),
        delete: Delete("sns:DeleteTopic", [topicArn], absent: ["NotFound"]),
        properties: [
            Property("TopicName", absent: .chosenByAWS) {
                $0.at("Attributes.TopicArn")?.string?.split(separator: ":").last.map { .string(String($0)) }
            },
            held("FifoTopic", absent: .means(false)),
            held("ContentBasedDeduplication", absent: .means(false)),
            held("DisplayName", absent: .means("")),
            held("KmsMasterKeyId", absent: .means("")),
            held("SignatureVersion", absent: .means("1")),
            held("TracingConfig", absent: .means("PassThrough")),
            held("FifoThroughputScope", absent: .chosenByAWS),
            held("MaximumMessageSize", absent: .means(262_144)),
            Property("DataProtectionPolicy", absent: .unset, equality: .json, at: "$protection"),
            Property(
                "DeliveryStatusLogging", absent: .unset, equality: .keyed("Protocol"), decode: DeliveryLogging.items),
            Property("ArchivePolicy", absent: .unset, equality: .json, at: "Attributes.ArchivePolicy"),
        ],
        attributes: [
            "TopicArn": Attribute(
                "Attributes.TopicArn", predicted: "arn:${Partition}:sns:${Region}:${Account}:${TopicName}",
                created: "TopicArn"),
            "TopicName": Attribute("Attributes.TopicArn", predicted: "${TopicName}") {
                $0.at("Attributes.TopicArn")?.string?.split(separator: ":").last.map { .string(String($0)) }
            },
        ],
        parts: [Part("Subscription", are: "AWS::SNS::Subscription", of: "TopicArn")],
        objections: { FIFONames.objections($0, name: "TopicName", flag: "FifoTopic") })

    private static let topicArn: Argument = .attribute("TopicArn", as: "TopicArn")

    private static func attribute(_ name: String) -> Argument { .property(name, as: "Attributes." + name) }

    private static func held(_ name: String, absent: Absence) -> Property {
        Property(name, absent: absent, at: "Attributes." + name)
    }

    private static func set(_ name: String) -> Update {
        Update(
            [name],
            set: Call(
                "sns:SetTopicAttributes",
                [topicArn, .constant("AttributeName", .string(name)), .property(name, as: "AttributeValue")]))
    }
}
