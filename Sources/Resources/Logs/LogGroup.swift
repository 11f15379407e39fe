internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::Logs::LogGroup`. Retention and key have calls of their own; the class is fixed at creation.
    static let logGroup = ResourceType(
        "AWS::Logs::LogGroup",
        identity: .named("LogGroupName", GeneratedName(limit: 512)),
        arn: "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}",
        read: Read(
            "logs:DescribeLogGroups", items: "logGroups", .each([.property("LogGroupName", as: "logGroupNamePrefix")]),
            details: [.tags("logs:ListTagsForResource", [.live("logGroupArn", as: "resourceArn")], takes: "tags")]
                + LogGroupPolicies.details),
        create: Create(
            Call(
                "logs:CreateLogGroup",
                ["LogGroupName", "KmsKeyId", "LogGroupClass", "DeletionProtectionEnabled", .tags],
                // A group of that name that is being deleted.
                retries: ["OperationAbortedException"]),
            repeatable: true),
        updates: [
            Update(
                ["RetentionInDays"], set: Call("logs:PutRetentionPolicy", ["LogGroupName"]),
                clear: Call("logs:DeleteRetentionPolicy", ["LogGroupName"])),
            Update(
                ["KmsKeyId"], set: Call("logs:AssociateKmsKey", ["LogGroupName"]),
                clear: Call("logs:DisassociateKmsKey", ["LogGroupName"])),
            Update(
                ["DeletionProtectionEnabled"],
                set: Call("logs:PutLogGroupDeletionProtection", [.property("LogGroupName", as: "logGroupIdentifier")])),
            Update(
                ["BearerTokenAuthenticationEnabled"],
                set: Call("logs:PutBearerTokenAuthentication", [.property("LogGroupName", as: "logGroupIdentifier")])),
        ] + LogGroupPolicies.updates,
        tagging: .logs(.attribute("TagArn", as: "resourceArn")),
        delete: Delete(
            "logs:DeleteLogGroup", ["LogGroupName"], absent: ["ResourceNotFoundException"],
            retries: ["OperationAbortedException"]),
        properties: [
            Property("LogGroupName", absent: .chosenByAWS),
            Property("RetentionInDays", absent: .unset),
            Property("KmsKeyId", absent: .unset),
            // No call changes it.
            Property(
                "LogGroupClass", absent: .means("STANDARD"),
                fixed: "a log group stays in its class, and its events are lost with it"),
            Property("DeletionProtectionEnabled", absent: .means(false)),
            Property("BearerTokenAuthenticationEnabled", absent: .means(false)),
        ] + LogGroupPolicies.properties,
        attributes: [
            // `Fn::GetAtt Arn` ends in `:*`; the tagging calls take it without.
            "Arn": Attribute(
                "arn", predicted: "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:*"),
            "TagArn": Attribute(
                "logGroupArn", predicted: "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}"),
        ])
}
