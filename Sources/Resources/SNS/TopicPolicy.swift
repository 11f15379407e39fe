internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::SNS::TopicPolicy`: one policy of several topics. A topic always has one: without it, SNS's own.
    static let topicPolicy = attributePolicy(
        "AWS::SNS::TopicPolicy", holders: "Topics", read: "sns:GetTopicAttributes", member: "TopicArn",
        absent: ["NotFound"],
        put: Call(
            "sns:SetTopicAttributes",
            [.constant("AttributeName", "Policy"), .json("PolicyDocument", as: "AttributeValue")],
            // A principal or topic that was made a moment ago.
            retries: [ErrorMatch("InvalidParameter", contains: "PrincipalNotFound"), "NotFound"], patience: 60),
        restore: Call(
            "sns:SetTopicAttributes",
            [
                .constant("AttributeName", "Policy"),
                Argument("AttributeValue", .json(.mapped(.item(nil), TopicPolicies.own))),
            ], tolerates: ["NotFound"]),
        isOwn: TopicPolicies.isOwn)
}

/// The policy that SNS gives every new topic, as `GetTopicAttributes` answers it.
private enum TopicPolicies {
    private static let ownID: Value = "__default_policy_ID"
    private static let ownSid: Value = "__default_statement_ID"

    /// People begin with the console's copy of SNS's own policy, ids and all, and add statements: only all of it tells.
    @Sendable static func isOwn(_ document: Value) -> Bool {
        let statements = document["Statement"]?.array ?? [document["Statement"] ?? .null]
        return document["Id"] == ownID && statements.count == 1 && statements[0]["Sid"] == ownSid
            && statements[0].at("Condition.StringEquals")?["AWS:SourceOwner"] != nil
    }

    /// - Parameter topic: an ARN, whose fifth part is the account.
    @Sendable static func own(_ topic: Value) -> Value {
        let account = topic.string?.split(separator: ":", omittingEmptySubsequences: false).dropFirst(4).first ?? ""
        return [
            "Version": "2008-10-17", "Id": ownID,
            "Statement": [
                [
                    "Sid": ownSid, "Effect": "Allow", "Principal": ["AWS": "*"],
                    "Action": [
                        "SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission",
                        "SNS:RemovePermission", "SNS:DeleteTopic", "SNS:Subscribe", "SNS:ListSubscriptionsByTopic",
                        "SNS:Publish",
                    ],
                    "Resource": topic,
                    "Condition": ["StringEquals": ["AWS:SourceOwner": .string(String(account))]],
                ]
            ],
        ]
    }
}
