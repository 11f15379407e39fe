internal import Declarations

extension ResourceType {
    /// `AWS::ECR::PullThroughCacheRule`. It has no tags: whose it is, its prefix alone tells.
    static let pullThroughCacheRule = ResourceType(
        "AWS::ECR::PullThroughCacheRule",
        identity: .named("EcrRepositoryPrefix", GeneratedName(limit: 30, lowercase: true)),
        ref: "EcrRepositoryPrefix",
        read: Read("ecr:DescribePullThroughCacheRules", items: "pullThroughCacheRules", .everything()),
        create: Create(
            Call(
                "ecr:CreatePullThroughCacheRule",
                [
                    "EcrRepositoryPrefix", "UpstreamRegistryUrl", "UpstreamRegistry", "UpstreamRepositoryPrefix",
                    "CredentialArn", "CustomRoleArn",
                ]),
            repeatable: true),
        delete: Delete(
            "ecr:DeletePullThroughCacheRule", ["EcrRepositoryPrefix"], absent: ["PullThroughCacheRuleNotFoundException"]
        ),
        properties: [
            Property("EcrRepositoryPrefix", absent: .chosenByAWS),
            // CreatePullThroughCacheRule demands it, the schema does not.
            Property("UpstreamRegistryUrl"),
            Property("UpstreamRegistry", absent: .chosenByAWS),
            Property("UpstreamRepositoryPrefix", absent: .chosenByAWS),
            Property("CredentialArn", absent: .unset, at: "credentialArn"),
            Property("CustomRoleArn", absent: .unset),
        ])
}
