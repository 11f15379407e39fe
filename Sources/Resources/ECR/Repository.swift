internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ECR::Repository`. Its lifecycle policy and its own policy are documents with calls of their own.
    static let repository = ResourceType(
        "AWS::ECR::Repository",
        identity: .named("RepositoryName", GeneratedName(limit: 256, lowercase: true)),
        ref: "RepositoryName",
        arn: "arn:${Partition}:ecr:${Region}:${Account}:repository/${RepositoryName}",
        read: Read(
            "ecr:DescribeRepositories", items: "repositories", .everything(),
            details: [
                .tags("ecr:ListTagsForResource", [.live("repositoryArn", as: "resourceArn")], takes: "tags"),
                Detail(
                    "ecr:GetLifecyclePolicy", [.live("repositoryName", as: "repositoryName")],
                    takes: "lifecyclePolicyText", into: "$lifecycle", fills: ["LifecyclePolicy"],
                    absent: ["LifecyclePolicyNotFoundException", "RepositoryNotFoundException"]),
                Detail(
                    "ecr:GetRepositoryPolicy", [.live("repositoryName", as: "repositoryName")],
                    takes: "policyText", into: "$policy", fills: ["RepositoryPolicyText"],
                    absent: ["RepositoryPolicyNotFoundException", "RepositoryNotFoundException"]),
            ]),
        create: Create(
            Call(
                "ecr:CreateRepository",
                [
                    "RepositoryName", "ImageTagMutability", "ImageTagMutabilityExclusionFilters",
                    "ImageScanningConfiguration", "EncryptionConfiguration", .tags,
                ]),
            item: "repository", repeatable: true),
        updates: [
            Update(
                ["ImageTagMutability", "ImageTagMutabilityExclusionFilters"],
                set: Call("ecr:PutImageTagMutability", ["RepositoryName"]), whole: true),
            Update(
                ["ImageScanningConfiguration"], set: Call("ecr:PutImageScanningConfiguration", ["RepositoryName"])),
            Update(
                ["LifecyclePolicy"],
                set: Call(
                    "ecr:PutLifecyclePolicy",
                    [
                        "RepositoryName",
                        Argument(
                            "lifecyclePolicyText",
                            .mapped(.property("LifecyclePolicy")) { $0["LifecyclePolicyText"] ?? $0 }),
                        Argument(
                            "registryId", .mapped(.property("LifecyclePolicy")) { $0["RegistryId"] ?? .null }),
                    ]),
                clear: Call(
                    "ecr:DeleteLifecyclePolicy", ["RepositoryName"], tolerates: ["LifecyclePolicyNotFoundException"])),
            Update(
                ["RepositoryPolicyText"],
                set: Call(
                    "ecr:SetRepositoryPolicy", ["RepositoryName", .json("RepositoryPolicyText", as: "policyText")],
                    retries: [ErrorMatch("InvalidParameterException", contains: "Principal not found")]),
                clear: Call(
                    "ecr:DeleteRepositoryPolicy", ["RepositoryName"],
                    tolerates: ["RepositoryPolicyNotFoundException"])),
        ],
        tagging: .ecr(arn: "Arn"),
        delete: Delete("ecr:DeleteRepository", ["RepositoryName"], absent: ["RepositoryNotFoundException"]),
        properties: [
            Property("RepositoryName", absent: .chosenByAWS),
            Property("ImageTagMutability", absent: .means("MUTABLE")),
            Property("ImageTagMutabilityExclusionFilters", absent: .unset, equality: .unordered),
            Property("ImageScanningConfiguration", absent: .means(["ScanOnPush": false])),
            Property("ImageScanningConfiguration.ScanOnPush", absent: .means(false)),
            Property("EncryptionConfiguration", absent: .means(["EncryptionType": "AES256"])),
            Property("EncryptionConfiguration.KmsKey", absent: .chosenByAWS),
            Property("LifecyclePolicy", absent: .unset) { item in
                item["$lifecycle"].map { ["LifecyclePolicyText": $0, "RegistryId": item["registryId"] ?? .null] }
            },
            Property("LifecyclePolicy.LifecyclePolicyText", absent: .unset, equality: .json),
            Property("LifecyclePolicy.RegistryId", absent: .chosenByAWS),
            Property("RepositoryPolicyText", absent: .unset, equality: .policy, at: "$policy"),
        ],
        names: [
            "ImageTagMutabilityExclusionFilters[].ImageTagMutabilityExclusionFilterType": "filterType",
            "ImageTagMutabilityExclusionFilters[].ImageTagMutabilityExclusionFilterValue": "filter",
        ],
        attributes: [
            "Arn": Attribute(
                "repositoryArn", predicted: "arn:${Partition}:ecr:${Region}:${Account}:repository/${RepositoryName}"),
            // The domain's suffix differs between partitions, so it is known after creation only.
            "RepositoryUri": "repositoryUri",
        ],
        contents: Contents(
            "images", list: Call("ecr:ListImages", ["RepositoryName"]), items: ["imageIds"],
            force: [.constant("force", true)], permittedBy: "EmptyOnDelete"))
}
