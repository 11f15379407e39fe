internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::SecretsManager::Secret`. The value is never read back; one call lists all secrets with their tags.
    ///
    /// Deletion is at once and without recovery, as CloudFormation does it: a secret within its recovery window would
    /// keep its name for up to thirty days, and an apply after a destroy could not end. The value comes from the
    /// template or from a resource that is deleted too, so nothing is lost that could still be of use. For some seconds
    /// after that the name is still taken, so the creation is repeated.
    static let secret = ResourceType(
        "AWS::SecretsManager::Secret",
        identity: .named("Name", GeneratedName(limit: 512)),
        ref: "Id",
        arn: "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${Name}-${*}",
        read: Read("secretsmanager:ListSecrets", items: "SecretList", .everything(), tags: "Tags"),
        create: Create(
            Call(
                "secretsmanager:CreateSecret",
                ["Name", "Description", "KmsKeyId", "SecretString", "Type", .token("ClientRequestToken"), .tags],
                retries: [ErrorMatch("InvalidRequestException", contains: "scheduled for deletion")]),
            repeatable: true),
        updates: [
            Update(
                ["Description"],
                set: Call("secretsmanager:UpdateSecret", [.attribute("Id", as: "SecretId")]),
                clear: Call(
                    "secretsmanager:UpdateSecret", [.attribute("Id", as: "SecretId"), .constant("Description", "")])),
            Update(
                ["KmsKeyId"],
                set: Call("secretsmanager:UpdateSecret", [.attribute("Id", as: "SecretId")]),
                // The empty string stands for the key that AWS manages.
                clear: Call(
                    "secretsmanager:UpdateSecret", [.attribute("Id", as: "SecretId"), .constant("KmsKeyId", "")])),
            Update(
                ["SecretString"],
                set: Call(
                    "secretsmanager:PutSecretValue",
                    [
                        .attribute("Id", as: "SecretId"),
                        // The token becomes the version's id, which must be new for each value and tell nothing of it.
                        Argument(
                            "ClientRequestToken",
                            .mapped(.several([.token(limit: 64), .live("SecretVersionsToStages")])) {
                                .string($0.digest(64))
                            }),
                    ])),
        ],
        tagging: .secret,
        delete: Delete(
            "secretsmanager:DeleteSecret",
            [.attribute("Id", as: "SecretId"), .constant("ForceDeleteWithoutRecovery", true)],
            absent: ["ResourceNotFoundException"]),
        properties: [
            Property("Name", absent: .chosenByAWS),
            Property("Description", absent: .unset),
            // Left out of the answer when the key is the one that AWS manages; else the key's ARN, where a template may
            // have its id.
            Property("KmsKeyId", absent: .means("alias/aws/secretsmanager"), equality: .lastSegment),
            // A template without a value leaves the value to others.
            Property("SecretString", absent: .chosenByAWS),
            Property("Type", absent: .chosenByAWS, replaces: true),
        ],
        attributes: ["Id": "ARN"],
        unsupported: [
            "GenerateSecretString":
                "CloudFormation makes the value itself; give SecretString or set the value elsewhere",
            "ReplicaRegions": "replicas in other regions are not managed",
        ])
}
