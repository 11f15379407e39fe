internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ECR::RepositoryCreationTemplate`: how repositories below a prefix are made on a first push or pull.
    static let repositoryCreationTemplate = ResourceType(
        "AWS::ECR::RepositoryCreationTemplate",
        identity: .key(["Prefix"]),
        read: Read(
            "ecr:DescribeRepositoryCreationTemplates", items: "repositoryCreationTemplates", .everything()),
        create: Create(
            Call("ecr:CreateRepositoryCreationTemplate", ["Prefix"] + settings),
            item: "repositoryCreationTemplate", repeatable: true),
        updates: [
            Update(
                [
                    "AppliedFor", "CustomRoleArn", "Description", "EncryptionConfiguration", "ImageTagMutability",
                    "ImageTagMutabilityExclusionFilters", "LifecyclePolicy", "RepositoryPolicy", "ResourceTags",
                ],
                set: Call("ecr:UpdateRepositoryCreationTemplate", ["Prefix"]), whole: true)
        ],
        delete: Delete(
            "ecr:DeleteRepositoryCreationTemplate", ["Prefix"], absent: ["TemplateNotFoundException"]),
        properties: [
            Property("Prefix"),
            Property("AppliedFor", equality: .unordered),
            // An update without them leaves them as they are, so they are emptied.
            Property("CustomRoleArn", absent: .means("")),
            Property("Description", absent: .means("")),
            Property("LifecyclePolicy", absent: .means(""), equality: .json),
            Property("RepositoryPolicy", absent: .means(""), equality: .policy),
            Property("ResourceTags", absent: .means([]), equality: .keyed("Key")),
            Property("EncryptionConfiguration", absent: .means(["EncryptionType": "AES256"])),
            Property("EncryptionConfiguration.KmsKey", absent: .chosenByAWS),
            Property("ImageTagMutability", absent: .means("MUTABLE")),
            Property("ImageTagMutabilityExclusionFilters", absent: .unset, equality: .unordered),
        ],
        names: [
            "ImageTagMutabilityExclusionFilters[].ImageTagMutabilityExclusionFilterType": "filterType",
            "ImageTagMutabilityExclusionFilters[].ImageTagMutabilityExclusionFilterValue": "filter",
        ],
        attributes: ["CreatedAt": "createdAt", "UpdatedAt": "updatedAt"])

    private static let settings: [Argument] = [
        "AppliedFor", "CustomRoleArn", "Description", "EncryptionConfiguration", "ImageTagMutability",
        "ImageTagMutabilityExclusionFilters", "LifecyclePolicy", "RepositoryPolicy", "ResourceTags",
    ]
}
