internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::SNS::Subscription`: what a topic's messages are sent to. One by e-mail waits for its confirmation, and
    /// until then has no ARN and no attributes.
    static let subscription = ResourceType(
        "AWS::SNS::Subscription",
        identity: .key(["TopicArn", "Protocol", "Endpoint"]),
        ref: "Arn",
        read: Read(
            "sns:ListSubscriptionsByTopic", items: "Subscriptions", .each(["TopicArn"]),
            details: [
                Detail(
                    "sns:GetSubscriptionAttributes", [.live("SubscriptionArn", as: "SubscriptionArn")],
                    takes: "Attributes", into: "$attributes", absent: ["NotFound"],
                    when: .not(.equals("SubscriptionArn", "PendingConfirmation")))
            ],
            gone: .equals("SubscriptionArn", "Deleted"), absent: ["NotFound"]),
        create: Create(
            Call(
                "sns:Subscribe",
                [
                    "TopicArn", "Protocol", "Endpoint", .constant("ReturnSubscriptionArn", true),
                    .property("RawMessageDelivery", as: "Attributes.RawMessageDelivery"),
                    .property("FilterPolicyScope", as: "Attributes.FilterPolicyScope"),
                    .property("SubscriptionRoleArn", as: "Attributes.SubscriptionRoleArn"),
                    .json("FilterPolicy", as: "Attributes.FilterPolicy"),
                    .json("DeliveryPolicy", as: "Attributes.DeliveryPolicy"),
                    .json("RedrivePolicy", as: "Attributes.RedrivePolicy"),
                    .json("ReplayPolicy", as: "Attributes.ReplayPolicy"),
                ]),
            repeatable: true),
        updates: [
            set("RawMessageDelivery", .property("RawMessageDelivery")),
            set("FilterPolicyScope", .property("FilterPolicyScope")),
            set("SubscriptionRoleArn", .property("SubscriptionRoleArn")),
            set("FilterPolicy", .json(.property("FilterPolicy")), clear: "{}"),
            set("DeliveryPolicy", .json(.property("DeliveryPolicy")), clear: "{}"),
            set("RedrivePolicy", .json(.property("RedrivePolicy")), clear: "{}"),
            set("ReplayPolicy", .json(.property("ReplayPolicy")), clear: "{}"),
        ],
        delete: Delete("sns:Unsubscribe", [.attribute("Arn", as: "SubscriptionArn")], absent: ["NotFound"]),
        properties: [
            Property("TopicArn"),
            Property("Protocol"),
            Property("Endpoint", absent: .unset),
            Property("RawMessageDelivery", absent: .means(false), at: "$attributes.RawMessageDelivery"),
            Property("FilterPolicyScope", absent: .means("MessageAttributes"), at: "$attributes.FilterPolicyScope"),
            Property("SubscriptionRoleArn", absent: .unset, at: "$attributes.SubscriptionRoleArn"),
            policy("FilterPolicy"), policy("DeliveryPolicy"), policy("RedrivePolicy"), policy("ReplayPolicy"),
        ],
        attributes: ["Arn": "SubscriptionArn"],
        unsupported: ["Region": "a topic is subscribed to in the region of the stack"])

    /// A document; an empty one is how it is removed.
    private static func policy(_ name: String) -> Property {
        Property(name, absent: .unset, equality: .json) { item in
            item["$attributes"]?[name].flatMap { $0 == "{}" ? nil : $0 }
        }
    }

    private static func set(_ name: String, _ value: Argument.Source, clear: Value? = nil) -> Update {
        let arguments: [Argument] = [
            .attribute("Arn", as: "SubscriptionArn"), .constant("AttributeName", .string(name)),
        ]
        return Update(
            [name], set: Call("sns:SetSubscriptionAttributes", arguments + [Argument("AttributeValue", value)]),
            clear: clear.map { Call("sns:SetSubscriptionAttributes", arguments + [.constant("AttributeValue", $0)]) })
    }
}
