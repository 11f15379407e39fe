internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::SQS::QueuePolicy`: one policy of several queues, which are named by their addresses.
    static let queuePolicy = attributePolicy(
        "AWS::SQS::QueuePolicy", holders: "Queues", read: "sqs:GetQueueAttributes", member: "QueueUrl",
        with: [.constant("AttributeNames", ["All"])], absent: .noQueue,
        put: Call(
            "sqs:SetQueueAttributes", [.json("PolicyDocument", as: "Attributes.Policy")],
            // A principal that was made a moment ago; a wrong policy is refused in the same words.
            retries: [ErrorMatch("InvalidAttributeValue", contains: "Policy", patience: 30)]),
        restore: Call(
            "sqs:SetQueueAttributes", [.constant("Attributes.Policy", "")], tolerates: .noQueue),
        isOwn: { _ in false })
}
