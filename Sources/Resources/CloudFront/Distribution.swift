internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::CloudFront::Distribution`. One property holds everything and is always sent whole, with the ETag of what
    /// was read. The listing has no caller references, so a distribution is known by its tags; the reference only makes
    /// AWS refuse a second creation. A distribution must be disabled everywhere before it can be deleted.
    static let distribution = ResourceType(
        "AWS::CloudFront::Distribution",
        identity: .tagged,
        ref: "Id",
        arn: "arn:${Partition}:cloudfront::${Account}:distribution/${*}",
        isGlobal: true,
        read: Read(
            "cloudfront:ListDistributions", items: "DistributionList.Items", .everything(),
            details: [
                .tags(
                    "cloudfront:ListTagsForResource", [.live("ARN", as: "Resource")], takes: "Tags.Items",
                    absent: ["NoSuchResource"]),
                Detail(
                    "cloudfront:GetDistributionConfig", [.live("Id", as: "Id")], into: "$config",
                    fills: [
                        // The listing has all but these.
                        "DistributionConfig.CacheTagConfig", "DistributionConfig.ContinuousDeploymentPolicyId",
                        "DistributionConfig.DefaultRootObject", "DistributionConfig.Logging",
                        "DistributionConfig.TenantConfig",
                    ], absent: ["NoSuchDistribution"]),
            ]),
        create: Create(
            Call(
                "cloudfront:CreateDistributionWithTags",
                [
                    Argument(
                        "DistributionConfigWithTags.DistributionConfig",
                        .mapped(.property("DistributionConfig"), DistributionConfig.encode)),
                    .token("DistributionConfigWithTags.DistributionConfig.CallerReference"), .tags,
                ],
                // A certificate that was issued a moment ago is not known to CloudFront yet.
                retries: [ErrorMatch("InvalidViewerCertificate", contains: "doesn't exist")],
                wait: deployed),
            item: "Distribution", repeatable: false),
        updates: [
            Update(
                ["DistributionConfig"],
                set: Call(
                    "cloudfront:UpdateDistribution",
                    [
                        .attribute("Id", as: "Id"), .live("$config.ETag", as: "IfMatch"),
                        Argument(
                            "DistributionConfig", .mapped(.property("DistributionConfig"), DistributionConfig.encode)),
                        .live("$config.DistributionConfig.CallerReference", as: "DistributionConfig.CallerReference"),
                    ],
                    retries: [ErrorMatch("InvalidViewerCertificate", contains: "doesn't exist")],
                    revision: ["$config.ETag"], wait: deployed))
        ],
        tagging: .distribution,
        delete: Delete(
            [
                Call(
                    "cloudfront:UpdateDistribution",
                    [
                        .attribute("Id", as: "Id"), .live("$config.ETag", as: "IfMatch"),
                        Argument(
                            "DistributionConfig",
                            .mapped(.live("$config.DistributionConfig")) { $0.setting("Enabled", to: false) }),
                    ], tolerates: ["NoSuchDistribution"], revision: ["$config.ETag"], wait: deployed),
                Call(
                    "cloudfront:DeleteDistribution",
                    [.attribute("Id", as: "Id"), .result("ETag", as: "IfMatch")], tolerates: ["NoSuchDistribution"],
                    retries: ["DistributionNotDisabled"], patience: 600),
            ], refusedWhileUsed: true),
        properties: DistributionConfig.properties,
        attributes: ["Id": "Id", "DomainName": "DomainName", "Arn": "ARN"],
        canonical: DistributionConfig.canonical)

    private static let deployed = Wait(
        "distribution is deployed", "cloudfront:GetDistribution", [.attribute("Id", as: "Id")],
        until: .equals("Distribution.Status", "Deployed"), endedBy: ["NoSuchDistribution"], every: 15, atMost: 3600)
}
