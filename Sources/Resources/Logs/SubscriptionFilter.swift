internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::Logs::SubscriptionFilter`. One call reads the filters of a log group. Without a distribution, CloudWatch
    /// groups what it sends by log stream.
    static let subscriptionFilter = ResourceType(
        "AWS::Logs::SubscriptionFilter",
        identity: .named("FilterName", GeneratedName(limit: 512)),
        ref: "FilterName",
        read: Read(
            "logs:DescribeSubscriptionFilters", items: "subscriptionFilters", .each(["LogGroupName"]),
            absent: ["ResourceNotFoundException"]),
        create: Create(putSubscriptionFilter, repeatable: true),
        updates: [
            Update(
                [
                    "FilterPattern", "DestinationArn", "RoleArn", "Distribution", "ApplyOnTransformedLogs",
                    "FieldSelectionCriteria", "EmitSystemFields",
                ], set: putSubscriptionFilter, whole: true)
        ],
        delete: Delete(
            "logs:DeleteSubscriptionFilter", ["LogGroupName", "FilterName"], absent: ["ResourceNotFoundException"],
            retries: ["OperationAbortedException"]),
        properties: [
            Property("FilterName", absent: .chosenByAWS),
            Property("RoleArn", absent: .unset),
            Property("Distribution", absent: .means("ByLogStream")),
            Property("ApplyOnTransformedLogs", absent: .means(false)),
            Property("FieldSelectionCriteria", absent: .unset),
            Property("EmitSystemFields", absent: .unset, equality: .unordered),
        ])

    private static let putSubscriptionFilter = Call(
        "logs:PutSubscriptionFilter",
        [
            "LogGroupName", "FilterName", "FilterPattern", "DestinationArn", "RoleArn", "Distribution",
            "ApplyOnTransformedLogs", "FieldSelectionCriteria", "EmitSystemFields",
        ],
        // The role or the function's permission has not spread yet.
        retries: [
            "OperationAbortedException",
            ErrorMatch("InvalidParameterException", contains: "Could not execute the lambda function"),
            ErrorMatch("InvalidParameterException", contains: "Could not deliver test message"),
        ])
}
