internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::KMS::Key`. Deletion is scheduled: AWS waits as many days as the template says, thirty when it says
    /// nothing or no longer holds the key, and until then the key counts as gone.
    static let key = ResourceType(
        "AWS::KMS::Key",
        identity: .tagged,
        ref: "KeyId",
        arn: "arn:${Partition}:kms:${Region}:${Account}:key/${*}",
        read: Read(
            "kms:ListKeys", items: "Keys", .everything(),
            details: [
                .tags(
                    "kms:ListResourceTags", [.live("KeyId", as: "KeyId")], takes: "Tags",
                    // A key that AWS made for itself.
                    absent: ["AccessDeniedException", "NotFoundException"]),
                Detail("kms:DescribeKey", [.live("KeyId", as: "KeyId")], takes: "KeyMetadata", into: "$key"),
                Detail(
                    "kms:GetKeyPolicy", [.live("KeyId", as: "KeyId"), .constant("PolicyName", "default")],
                    takes: "Policy", into: "$policy", fills: ["KeyPolicy"]),
                Detail(
                    "kms:GetKeyRotationStatus", [.live("KeyId", as: "KeyId")], into: "$rotation",
                    // Asymmetric keys do not rotate.
                    absent: ["UnsupportedOperationException"]),
            ],
            gone: .member("$key.KeyState", of: ["PendingDeletion", "PendingReplicaDeletion"])),
        create: Create(
            Call(
                "kms:CreateKey",
                [
                    "Description", "KeyUsage", "KeySpec", "Origin", "MultiRegion", .json("KeyPolicy", as: "Policy"),
                    "BypassPolicyLockoutSafetyCheck", .tags,
                ],
                retries: .unknownPrincipal),
            item: "KeyMetadata", repeatable: false),
        updates: [
            Update(["Description"], set: Call("kms:UpdateKeyDescription", [keyId])),
            Update(
                ["KeyPolicy", "BypassPolicyLockoutSafetyCheck"],
                set: Call(
                    "kms:PutKeyPolicy",
                    [keyId, .constant("PolicyName", "default"), .json("KeyPolicy", as: "Policy")],
                    retries: .unknownPrincipal),
                whole: true),
            // Which call is made says what the boolean is.
            Update(
                ["EnableKeyRotation"], set: Call("kms:EnableKeyRotation", [keyId, "RotationPeriodInDays"]),
                clear: Call("kms:DisableKeyRotation", [keyId])),
            Update(["RotationPeriodInDays"], set: Call("kms:EnableKeyRotation", [keyId])),
            Update(["Enabled"], set: Call("kms:DisableKey", [keyId]), clear: Call("kms:EnableKey", [keyId])),
            .carried(["PendingWindowInDays"], by: "kms:ScheduleKeyDeletion", [keyId]),
        ],
        tagging: .kms(key: "KeyId"),
        delete: Delete(
            "kms:ScheduleKeyDeletion", [keyId, "PendingWindowInDays"],
            absent: ["NotFoundException", ErrorMatch("KMSInvalidStateException", contains: "pending deletion")]),
        properties: [
            Property("Description", absent: .means(""), at: "$key.Description"),
            Property("KeyPolicy", absent: .chosenByAWS, equality: .policy, at: "$policy"),
            Property("BypassPolicyLockoutSafetyCheck", absent: .means(false)),
            Property("KeySpec", absent: .means("SYMMETRIC_DEFAULT"), at: "$key.KeySpec", fixed: lifelong),
            Property("KeyUsage", absent: .means("ENCRYPT_DECRYPT"), at: "$key.KeyUsage", fixed: lifelong),
            Property("Origin", absent: .means("AWS_KMS"), at: "$key.Origin", fixed: lifelong),
            Property("MultiRegion", absent: .means(false), at: "$key.MultiRegion", fixed: lifelong),
            Property("Enabled", absent: .means(true), at: "$key.Enabled"),
            Property("EnableKeyRotation", absent: .means(false), at: "$rotation.KeyRotationEnabled"),
            Property("RotationPeriodInDays", absent: .chosenByAWS, at: "$rotation.RotationPeriodInDays"),
            Property("PendingWindowInDays", absent: .chosenByAWS),
        ],
        attributes: [
            "KeyId": "KeyId",
            "Arn": Attribute("KeyArn", created: "KeyMetadata.Arn"),
        ]
    ) { properties in
        // A key that does not rotate has no period, whatever is said of it.
        properties["EnableKeyRotation"]?.bool == true ? properties : properties.without("RotationPeriodInDays")
    }

    private static let lifelong = "the key's material is made once, and what it has encrypted is lost with it"

    private static let keyId: Argument = .attribute("KeyId", as: "KeyId")
}
