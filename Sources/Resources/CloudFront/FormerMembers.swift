internal import Declarations
internal import Values

/// Members that CloudFormation still takes from templates of CloudFront's first years, in the words of today: other
/// names (`CNAMEs`), and an origin as a member of its own.
extension DistributionConfig {
    /// The resource with today's members only.
    @Sendable static func canonical(_ resource: Value) -> Value {
        resource["DistributionConfig"].map { resource.setting("DistributionConfig", to: current($0)) } ?? resource
    }

    static func current(_ config: Value) -> Value {
        guard var out = config.object else { return config }
        if let names = out["CNAMEs"] {
            out["Aliases"] = .array((out["Aliases"]?.array ?? []) + (names.array ?? []))
            out["CNAMEs"] = nil
        }
        // Such an origin has no name: behaviors call it what they like.
        let id = config.at("DefaultCacheBehavior.TargetOriginId")
        var origins = out["Origins"]?.array ?? []
        if let bucket = out["S3Origin"] {
            origins.append(
                origin(id ?? bucket["DNSName"], bucket, "S3OriginConfig", members: ["OriginAccessIdentity"]))
        }
        if let server = out["CustomOrigin"] {
            origins.append(
                origin(
                    id ?? server["DNSName"], server, "CustomOriginConfig",
                    members: ["HTTPPort", "HTTPSPort", "OriginProtocolPolicy", "OriginSSLProtocols"]))
        }
        if out["S3Origin"] != nil || out["CustomOrigin"] != nil { out["Origins"] = .array(origins) }
        out["S3Origin"] = nil
        out["CustomOrigin"] = nil
        return .object(out)
    }

    private static func origin(_ id: Value?, _ former: Value, _ config: String, members: [String]) -> Value {
        var settings = Value.Object()
        for name in members { settings[name] = former[name] }
        var out = Value.Object()
        out["Id"] = id
        out["DomainName"] = former["DNSName"]
        out[config] = .object(settings)
        return .object(out)
    }
}
