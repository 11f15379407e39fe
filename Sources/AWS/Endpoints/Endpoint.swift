internal import Values

/// Where a call goes and what its signature names.
struct Endpoint: Sendable, Hashable {
    /// `https` or `http`.
    var scheme: String
    /// With the port where one is given.
    var host: String
    /// In front of every path; empty, or beginning with a slash and not ending with one.
    var basePath = ""
    var signingRegion: String
    var signingName: String
    /// Given by the user in place of AWS's own.
    var isCustom = false
}

extension Endpoint {
    /// The endpoint of a service in a region.
    /// - Throws: `WireError` when the user's URL is none, or the service has no endpoint of the wanted kind.
    static func resolve(
        _ service: ServiceModel, region: String, options: EndpointOptions
    ) throws(WireError) -> Endpoint {
        guard Partition.isName(region) else { throw WireError("'\(region)' cannot be the name of a region") }
        let partition = Partition.containing(region: region)
        let signing = service.endpoints.signing[partition.id]
        var endpoint = Endpoint(
            scheme: "https", host: "",
            signingRegion: (signing?[region] ?? signing?["*"] ?? region).replacing("{region}", with: region),
            signingName: service.metadata.signingName)
        if let url = options.urls[service.name] ?? options.url {
            try endpoint.setURL(url)
            return endpoint
        }
        let variant = EndpointVariant(fips: options.useFIPS, dualstack: options.useDualstack)
        guard service.endpoints.missing[partition.id]?.contains(variant) != true else {
            throw WireError("\(service.name) has no \(variant.rawValue) endpoint in \(partition.id)")
        }
        let hosts = service.endpoints.hosts[partition.id]?[variant]
        let usual = Self.usualHost(service.metadata.endpointPrefix, partition, variant)
        endpoint.host = (hosts?[region] ?? hosts?["*"] ?? usual).replacing("{region}", with: region)
        return endpoint
    }

    private static func usualHost(_ prefix: String, _ partition: Partition, _ variant: EndpointVariant) -> String {
        switch variant {
        case .standard: "\(prefix).{region}.\(partition.dnsSuffix)"
        case .fips: "\(prefix)-fips.{region}.\(partition.dnsSuffix)"
        case .dualstack: "\(prefix).{region}.\(partition.dualStackDNSSuffix)"
        case .fipsDualstack: "\(prefix)-fips.{region}.\(partition.dualStackDNSSuffix)"
        }
    }

    private mutating func setURL(_ url: String) throws(WireError) {
        guard let range = url.firstRange(of: "://"), ["http", "https"].contains(url[..<range.lowerBound].lowercased())
        else { throw WireError("the endpoint '\(url)' is not a URL that begins with http:// or https://") }
        let rest = url[range.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        if let sign = authority.lastIndex(of: "@") {
            // What stands before it is a password.
            throw WireError(
                "the endpoint at '\(authority[authority.index(after: sign)...])' is given with a user, which AWS's services do not know"
            )
        }
        guard !authority.isEmpty, !authority.contains(where: \.isWhitespace),
            !rest.contains(where: { "?#".contains($0) })
        else { throw WireError("the endpoint '\(url)' must be a host with an optional port and path") }
        scheme = url[..<range.lowerBound].lowercased()
        host = String(authority)
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path.removeLast() }
        basePath = String(path)
        isCustom = true
    }

    /// The port is left out of `Host` where it is the scheme's own.
    var hostHeader: String {
        let own = scheme == "https" ? ":443" : ":80"
        return host.hasSuffix(own) ? String(host.dropLast(own.count)) : host
    }

}
