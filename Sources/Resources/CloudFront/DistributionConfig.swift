internal import Declarations
internal import Values

/// A distribution's configuration in CloudFormation's words and in CloudFront's, which counts its lists
/// (`{Quantity, Items}`), nests cached methods into allowed ones and wants every part on an update.
enum DistributionConfig {
    // MARK: To CloudFront

    @Sendable static func encode(_ config: Value) -> Value {
        guard config.object != nil else { return config }
        let config = current(config)
        var out = Value.Object()
        for name in passedOn { out[name] = config[name] }
        out["Aliases"] = counted(config["Aliases"])
        out["DefaultRootObject"] = config["DefaultRootObject"] ?? ""
        out["Origins"] = counted(config["Origins"], origin)
        out["OriginGroups"] = config["OriginGroups"] ?? ["Quantity": 0]
        out["DefaultCacheBehavior"] = behavior(config["DefaultCacheBehavior"] ?? [:])
        out["CacheBehaviors"] = counted(config["CacheBehaviors"], behavior)
        out["CustomErrorResponses"] = counted(config["CustomErrorResponses"]) {
            filled($0, ["ErrorCachingMinTTL": 300])
        }
        out["Comment"] = config["Comment"] ?? ""
        out["Logging"] = filled(
            config["Logging"] ?? [:],
            ["Enabled": .bool(config["Logging"] != nil), "IncludeCookies": false, "Bucket": "", "Prefix": ""])
        out["PriceClass"] = config["PriceClass"] ?? "PriceClass_All"
        out["Enabled"] = config["Enabled"]
        out["ViewerCertificate"] = renamed(config["ViewerCertificate"] ?? ["CloudFrontDefaultCertificate": true])
        let restriction = config.at("Restrictions.GeoRestriction") ?? [:]
        out["Restrictions"] = [
            "GeoRestriction": filled(
                counted(restriction["Locations"]), ["RestrictionType": restriction["RestrictionType"] ?? "none"])
        ]
        out["WebACLId"] = config["WebACLId"] ?? ""
        out["HttpVersion"] = config["HttpVersion"] ?? "http1.1"
        out["IsIPV6Enabled"] = config["IPV6Enabled"] ?? false
        return .object(out)
    }

    /// Members that are the same on both sides.
    private static let passedOn = [
        "AnycastIpListId", "CacheTagConfig", "ConnectionFunctionAssociation", "ConnectionMode",
        "ContinuousDeploymentPolicyId", "Staging", "TenantConfig", "ViewerMtlsConfig",
    ]

    /// Names that differ: CloudFormation's → CloudFront's.
    private static let names = [
        "AcmCertificateArn": "ACMCertificateArn", "IamCertificateId": "IAMCertificateId",
        "SslSupportMethod": "SSLSupportMethod", "OriginSSLProtocols": "OriginSslProtocols",
        "OriginCustomHeaders": "CustomHeaders", "IPV6Enabled": "IsIPV6Enabled",
    ]

    private static func origin(_ origin: Value) -> Value {
        var out = origin.object ?? [:]
        out["OriginPath"] = origin["OriginPath"] ?? ""
        out["OriginCustomHeaders"] = counted(origin["OriginCustomHeaders"])
        if let custom = origin["CustomOriginConfig"] {
            out["CustomOriginConfig"] = renamed(
                filled(
                    custom.setting(
                        "OriginSSLProtocols", to: counted(custom["OriginSSLProtocols"] ?? ["TLSv1", "SSLv3"])),
                    ["HTTPPort": 80, "HTTPSPort": 443]))
        }
        if let bucket = origin["S3OriginConfig"] {
            out["S3OriginConfig"] = filled(bucket, ["OriginAccessIdentity": ""])
        }
        return renamed(.object(out))
    }

    private static func behavior(_ behavior: Value) -> Value {
        var out = behavior.object ?? [:]
        out["AllowedMethods"] = counted(behavior["AllowedMethods"] ?? ["GET", "HEAD"])
            .setting("CachedMethods", to: counted(behavior["CachedMethods"] ?? ["GET", "HEAD"]))
        out["CachedMethods"] = nil
        for name in ["TrustedSigners", "TrustedKeyGroups"] {
            out[name] = counted(behavior[name]).setting(
                "Enabled", to: .bool(!(behavior[name]?.isEmptyOrNull ?? true)))
        }
        out["LambdaFunctionAssociations"] = counted(behavior["LambdaFunctionAssociations"]) {
            filled($0, ["IncludeBody": false])
        }
        out["FunctionAssociations"] = counted(behavior["FunctionAssociations"])
        let defaults: [(String, Value)] = [
            ("SmoothStreaming", false), ("Compress", false), ("FieldLevelEncryptionId", ""),
        ]
        for (name, value) in defaults { out[name] = behavior[name] ?? value }
        if let forwarded = behavior["ForwardedValues"] {
            var values = forwarded.object ?? [:]
            values["QueryString"] = forwarded["QueryString"] ?? false
            var cookies = forwarded["Cookies"]?.object ?? ["Forward": "none"]
            cookies["WhitelistedNames"] = cookies["WhitelistedNames"].map { counted($0) }
            values["Cookies"] = .object(cookies)
            values["Headers"] = counted(forwarded["Headers"])
            values["QueryStringCacheKeys"] = counted(forwarded["QueryStringCacheKeys"])
            out["ForwardedValues"] = .object(values)
            // With a cache policy the times are the policy's.
            let times: [(String, Value)] = [("MinTTL", 0), ("DefaultTTL", 86400), ("MaxTTL", 31_536_000)]
            for (name, value) in times { out[name] = behavior[name] ?? value }
        }
        return .object(out)
    }

    private static func counted(_ list: Value?, _ change: (Value) -> Value = { $0 }) -> Value {
        guard let items = list?.array, !items.isEmpty else { return ["Quantity": 0] }
        return ["Quantity": .int(items.count), "Items": .array(items.map(change))]
    }

    /// The object with defaults for members that it lacks.
    private static func filled(_ value: Value, _ defaults: Value.Object) -> Value {
        guard var object = value.object else { return value }
        for (name, value) in defaults where object[name] == nil { object[name] = value }
        return .object(object)
    }

    private static func renamed(_ value: Value) -> Value {
        guard let object = value.object else { return value }
        return .object(.init(object.map { (names[$0.name] ?? $0.name, $0.value) }))
    }

    // MARK: From CloudFront

    @Sendable static func decode(_ item: Value) -> Value? {
        guard let config = item.at("$config.DistributionConfig") ?? item["Origins"].map({ _ in item }),
            case .object(var out) = uncounted(config)
        else {
            return nil
        }
        out["OriginGroups"] = config.at("OriginGroups.Quantity")?.int == 0 ? nil : config["OriginGroups"]
        if out["Logging"]?["Enabled"]?.bool != true { out["Logging"] = nil }
        out["Restrictions"] = config.at("Restrictions.GeoRestriction").map { restriction in
            [
                "GeoRestriction": [
                    "RestrictionType": restriction["RestrictionType"] ?? "none",
                    "Locations": restriction["Items"] ?? [],
                ]
            ]
        }
        return .object(out)
    }

    /// Lists without their counts, names in CloudFormation's spelling, cached methods beside the allowed ones, and no
    /// empty texts, which stand for members that are not set.
    private static func uncounted(_ value: Value) -> Value {
        switch value {
        case .array(let items): return .array(items.map(uncounted))
        case .object(let object):
            if object["Quantity"] != nil, object["RestrictionType"] == nil {
                return .array((object["Items"]?.array ?? []).map(uncounted))
            }
            var out = Value.Object()
            for (name, value) in object where value != "" {
                out[names.first { $0.value == name }?.key ?? name] = uncounted(value)
                if name == "AllowedMethods" { out["CachedMethods"] = value["CachedMethods"].map(uncounted) }
            }
            return .object(out)
        default: return value
        }
    }
}
