internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::CloudFront::CachePolicy`. CloudFront cannot tag it; its name is unique in the account. Changes need the ETag.
    static let cachePolicy = ResourceType(
        "AWS::CloudFront::CachePolicy",
        identity: .key(["CachePolicyConfig.Name"]),
        ref: "Id",
        isGlobal: true,
        read: Read(
            "cloudfront:ListCachePolicies", items: "CachePolicyList.Items/CachePolicy",
            .everything([.constant("Type", "custom")]),
            details: [
                Detail(
                    "cloudfront:GetCachePolicy", [.live("Id", as: "Id")], into: "$policy", absent: ["NoSuchCachePolicy"]
                )
            ]),
        create: Create(
            Call("cloudfront:CreateCachePolicy", ["CachePolicyConfig"]), item: "CachePolicy", repeatable: true),
        updates: [
            Update(
                ["CachePolicyConfig"],
                set: Call(
                    "cloudfront:UpdateCachePolicy",
                    [.attribute("Id", as: "Id"), .live("$policy.ETag", as: "IfMatch")], revision: ["$policy.ETag"]))
        ],
        delete: Delete(
            "cloudfront:DeleteCachePolicy",
            [.attribute("Id", as: "Id"), .live("$policy.ETag", as: "IfMatch")], absent: ["NoSuchCachePolicy"],
            refusedWhileUsed: true),
        properties: [
            Property("CachePolicyConfig"),
            Property("CachePolicyConfig.Comment", absent: .unset),
            brotli,
        ]
            + ["CookiesConfig.Cookies", "HeadersConfig.Headers", "QueryStringsConfig.QueryStrings"].map {
                Property(
                    "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.\($0)", absent: .unset,
                    equality: .unordered)
            },
        attributes: ["Id": "Id", "LastModifiedTime": "LastModifiedTime"])

    private static let brotli = Property(
        "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.EnableAcceptEncodingBrotli", absent: .means(false))
}
