internal import Declarations
internal import Values

extension DistributionConfig {
    /// What CloudFront fills in by itself, as the registry schema and CloudFront's API reference document it.
    static let properties: [Property] =
        [
            Property("DistributionConfig", decode: decode),
            Property("DistributionConfig.Aliases", equality: .unordered),
            Property("DistributionConfig.Origins", equality: .keyed("Id")),
            Property("DistributionConfig.Origins[].ConnectionAttempts", absent: .means(3)),
            Property("DistributionConfig.Origins[].ConnectionTimeout", absent: .means(10)),
            Property("DistributionConfig.Origins[].ResponseCompletionTimeout", absent: .chosenByAWS),
            Property("DistributionConfig.Origins[].OriginShield", absent: .means(["Enabled": false])),
            Property("DistributionConfig.Origins[].OriginCustomHeaders", equality: .keyed("HeaderName")),
            // What an origin knows its distribution by.
            Property("DistributionConfig.Origins[].OriginCustomHeaders[].HeaderValue", secret: true),
            Property("DistributionConfig.Origins[].CustomOriginConfig.HTTPPort", absent: .means(80)),
            Property("DistributionConfig.Origins[].CustomOriginConfig.HTTPSPort", absent: .means(443)),
            Property("DistributionConfig.Origins[].CustomOriginConfig.OriginReadTimeout", absent: .means(30)),
            Property("DistributionConfig.Origins[].CustomOriginConfig.OriginKeepaliveTimeout", absent: .means(5)),
            Property("DistributionConfig.Origins[].CustomOriginConfig.IpAddressType", absent: .chosenByAWS),
            Property(
                "DistributionConfig.Origins[].CustomOriginConfig.OriginSSLProtocols",
                absent: .means(["TLSv1", "SSLv3"]), equality: .unordered),
            Property("DistributionConfig.Origins[].S3OriginConfig.OriginReadTimeout", absent: .means(30)),
            Property("DistributionConfig.Origins[].VpcOriginConfig.OriginReadTimeout", absent: .means(30)),
            Property("DistributionConfig.Origins[].VpcOriginConfig.OriginKeepaliveTimeout", absent: .means(5)),
            Property("DistributionConfig.OriginGroups.Items[].SelectionCriteria", absent: .chosenByAWS),
            Property("DistributionConfig.CustomErrorResponses", equality: .keyed("ErrorCode")),
            Property("DistributionConfig.CustomErrorResponses[].ErrorCachingMinTTL", absent: .means(300)),
            Property("DistributionConfig.Logging.IncludeCookies", absent: .means(false)),
            Property("DistributionConfig.PriceClass", absent: .means("PriceClass_All")),
            Property("DistributionConfig.HttpVersion", absent: .means("http1.1"), equality: .caseInsensitive),
            Property("DistributionConfig.IPV6Enabled", absent: .means(false)),
            Property("DistributionConfig.Staging", absent: .means(false)),
            Property("DistributionConfig.ConnectionMode", absent: .means("direct")),
            Property(
                "DistributionConfig.Restrictions",
                absent: .means(["GeoRestriction": ["RestrictionType": "none"]])),
            Property("DistributionConfig.Restrictions.GeoRestriction.Locations", equality: .unordered),
            Property("DistributionConfig.ViewerCertificate", absent: .means(["CloudFrontDefaultCertificate": true])),
            Property("DistributionConfig.ViewerCertificate.CloudFrontDefaultCertificate", absent: .means(false)),
            Property("DistributionConfig.ViewerCertificate.MinimumProtocolVersion", absent: .chosenByAWS),
            Property("DistributionConfig.ViewerCertificate.SslSupportMethod", absent: .chosenByAWS),
        ] + behavior("DistributionConfig.DefaultCacheBehavior") + behavior("DistributionConfig.CacheBehaviors[]")

    /// Both kinds of cache behavior have the same members. The times apply without a cache policy only; filling them in
    /// on both sides does no harm with one.
    private static func behavior(_ path: String) -> [Property] {
        [
            Property("\(path).AllowedMethods", absent: .means(["GET", "HEAD"]), equality: .unordered),
            Property("\(path).CachedMethods", absent: .means(["GET", "HEAD"]), equality: .unordered),
            Property("\(path).Compress", absent: .means(false)),
            Property("\(path).SmoothStreaming", absent: .means(false)),
            Property("\(path).GrpcConfig", absent: .means(["Enabled": false])),
            Property("\(path).MinTTL", absent: .means(0)),
            Property("\(path).DefaultTTL", absent: .means(86400)),
            Property("\(path).MaxTTL", absent: .means(31_536_000)),
            Property("\(path).TrustedSigners", equality: .unordered),
            Property("\(path).TrustedKeyGroups", equality: .unordered),
            Property("\(path).FunctionAssociations", equality: .keyed("EventType")),
            Property("\(path).LambdaFunctionAssociations", equality: .keyed("EventType")),
            Property("\(path).LambdaFunctionAssociations[].IncludeBody", absent: .means(false)),
            Property("\(path).ForwardedValues.QueryString", absent: .means(false)),
            Property("\(path).ForwardedValues.QueryStringCacheKeys", equality: .unordered),
            Property("\(path).ForwardedValues.Headers", equality: .unordered),
            Property("\(path).ForwardedValues.Cookies", absent: .means(["Forward": "none"])),
            Property("\(path).ForwardedValues.Cookies.WhitelistedNames", equality: .unordered),
        ]
    }
}
