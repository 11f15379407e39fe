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
        read: Read(
            "secretsmanager:ListSecrets", items: "SecretList", .everything(),
            details: [
                Detail(
                    "secretsmanager:DescribeSecret", [.live("ARN", as: "SecretId")], takes: "ReplicationStatus",
                    into: "$replicas", fills: ["ReplicaRegions"])
            ], tags: "Tags"),
        create: Create(
            Call(
                "secretsmanager:CreateSecret",
                [
                    "Name", "Description", "KmsKeyId", "SecretString", "Type",
                    .property("ReplicaRegions", as: "AddReplicaRegions"), .token("ClientRequestToken"), .tags,
                ],
                retries: [ErrorMatch("InvalidRequestException", contains: "scheduled for deletion")]),
            repeatable: true),
        updates: [
            Update(["Description"], set: Call("secretsmanager:UpdateSecret", [id]), clear: reset("Description")),
            // The empty string stands for the key that AWS manages.
            Update(["KmsKeyId"], set: Call("secretsmanager:UpdateSecret", [id]), clear: reset("KmsKeyId")),
            Update(["Type"], set: Call("secretsmanager:UpdateSecret", [id])),
            Update(["SecretString"], set: put(.property("SecretString"))),
            Update(["GenerateSecretString"], first: [random], set: put(generated)),
        ],
        itemSets: [
            ItemSet(
                "ReplicaRegions",
                add: Call(
                    "secretsmanager:ReplicateSecretToRegions",
                    [id, Argument("AddReplicaRegions", .list(.item(nil)))]),
                remove: Call(
                    "secretsmanager:RemoveRegionsFromReplication",
                    [id, Argument("RemoveReplicaRegions", .list(.item("Region")))],
                    tolerates: ["ResourceNotFoundException"]),
                key: "Region", inCreate: true)
        ],
        tagging: .secret,
        delete: Delete(
            "secretsmanager:DeleteSecret", [id, .constant("ForceDeleteWithoutRecovery", true)],
            absent: ["ResourceNotFoundException"], empties: ["ReplicaRegions"]),
        properties: [
            Property("Name", absent: .chosenByAWS),
            Property("Description", absent: .unset),
            // Left out of the answer when the key is the one that AWS manages; else the key's ARN, where a template may
            // have its id.
            Property("KmsKeyId", absent: .means(managedKey), equality: .lastSegment),
            // A template without a value leaves the value to others; and where others have put another in place of the
            // template's, only a change of what the template says puts it again.
            Property(
                "SecretString", absent: .chosenByAWS, secret: true, digestedApart: .missing("SecretVersionsToStages")),
            // Made once, and anew when what is asked for changes: any other update leaves the value alone.
            Property(
                "GenerateSecretString", absent: .chosenByAWS, digestedApart: .missing("SecretVersionsToStages")),
            Property("ReplicaRegions", absent: .unset, equality: .unordered, at: "$replicas"),
            Property("ReplicaRegions[].KmsKeyId", absent: .means(managedKey), equality: .lastSegment),
            Property("Type", absent: .chosenByAWS),
        ],
        attributes: ["Id": "ARN"], objections: GeneratedSecret.objections)

    private static let id: Argument = .attribute("Id", as: "SecretId")
    private static let managedKey: Value = "alias/aws/secretsmanager"

    private static func reset(_ name: String) -> Call {
        Call("secretsmanager:UpdateSecret", [id, .constant(name, "")])
    }

    /// Source: Secrets Manager API reference, GetRandomPassword.
    private static let random = Call(
        "secretsmanager:GetRandomPassword",
        [
            "ExcludeCharacters", "ExcludeLowercase", "ExcludeNumbers", "ExcludePunctuation", "ExcludeUppercase",
            "IncludeSpace", "PasswordLength", "RequireEachIncludedType",
        ].map { .property("GenerateSecretString." + $0, as: $0) })

    private static let generated: Argument.Source = .mapped(
        .several([.property("GenerateSecretString"), .result("RandomPassword")]), GeneratedSecret.value)

    private static func put(_ value: Argument.Source) -> Call {
        Call(
            "secretsmanager:PutSecretValue",
            [
                id, Argument("SecretString", value),
                // The token becomes the version's id, which must be new for each value and tell nothing of it.
                Argument(
                    "ClientRequestToken",
                    .mapped(.several([.token(limit: 64), .live("SecretVersionsToStages")])) { .string($0.digest(64)) }),
            ])
    }
}
