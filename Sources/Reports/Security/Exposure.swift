internal import Values

/// A setting that opens a resource to the world or leaves it without encryption.
struct Exposure: Sendable {
    /// The type's name, or how it begins.
    var type: String
    /// Where it is set.
    var property: String
    /// Behind "is", "is now" or "is no longer".
    var words: String
    var risk: SecurityChange.Risk
    /// True of properties under which it is so.
    var holds: @Sendable (Value) -> Bool

    static let all: [Exposure] = [
        blocks("BlockPublicAcls", "open to public access lists"),
        blocks("BlockPublicPolicy", "open to public policies"),
        blocks("IgnorePublicAcls", "heeding public access lists"),
        blocks("RestrictPublicBuckets", "reachable by anyone whom a public policy lets in"),
        Exposure(
            type: "AWS::S3::Bucket", property: "AccessControl", words: "public by its access list", risk: .public,
            holds: { ["PublicRead", "PublicReadWrite", "AuthenticatedRead"].contains($0["AccessControl"]?.string) }),
        flag("AWS::RDS::", "PubliclyAccessible", true, "reachable from the internet", .public),
        flag("AWS::RDS::", "StorageEncrypted", false, "without encryption", .unencrypted),
        flag("AWS::EFS::FileSystem", "Encrypted", false, "without encryption", .unencrypted),
        flag("AWS::EC2::Volume", "Encrypted", false, "without encryption", .unencrypted),
        Exposure(
            type: "AWS::ElasticLoadBalancingV2::LoadBalancer", property: "Scheme", words: "reachable from the internet",
            risk: .public,
            // The default of the two that have one.
            holds: { $0.object?.isEmpty == false && $0["Scheme"]?.string != "internal" && $0["Type"] != "gateway" }),
    ]

    /// Buckets block what is public unless they are told not to (Amazon S3 User Guide, "Blocking public access").
    private static func blocks(_ member: String, _ words: String) -> Exposure {
        let property = "PublicAccessBlockConfiguration"
        return Exposure(
            type: "AWS::S3::Bucket", property: property, words: words, risk: .public,
            holds: { $0[property]?.object.map { $0[member]?.bool != true } ?? false })
    }

    private static func flag(
        _ type: String, _ property: String, _ value: Bool, _ words: String, _ risk: SecurityChange.Risk
    ) -> Exposure {
        Exposure(type: type, property: property, words: words, risk: risk, holds: { $0[property]?.bool == value })
    }
}
