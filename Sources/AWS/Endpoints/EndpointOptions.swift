/// How endpoints are chosen where the user says more than the region.
public struct EndpointOptions: Sendable, Hashable {
    /// For every service (`--endpoint-url`, `AWS_ENDPOINT_URL`); nil for AWS's own.
    public var url: String?
    /// By service name (`s3`), stronger than `url` (`AWS_ENDPOINT_URL_S3`).
    public var urls: [String: String]
    public var useFIPS: Bool
    public var useDualstack: Bool

    public init(url: String? = nil, urls: [String: String] = [:], useFIPS: Bool = false, useDualstack: Bool = false) {
        self.url = url
        self.urls = urls
        self.useFIPS = useFIPS
        self.useDualstack = useDualstack
    }

    /// The URLs on other machines to which requests go in the clear, sorted; scheme, host and port only.
    public var unencrypted: [String] {
        let all = ([url].compactMap(\.self) + urls.values).compactMap { url -> String? in
            guard url.lowercased().hasPrefix("http://") else { return nil }
            let authority = url.dropFirst(7).prefix { !"/?#".contains($0) }
            let host = authority.split(separator: "@").last.map(String.init) ?? ""
            return Self.isNear(host) ? nil : "http://\(host)"
        }
        return Set(all).sorted()
    }

    /// True for this machine, and for names without a dot, such as those of containers beside this one.
    private static func isNear(_ host: String) -> Bool {
        if host.hasPrefix("[") { return host.hasPrefix("[::1]") }
        let name = host.prefix { $0 != ":" }.lowercased()
        return name.hasPrefix("127.") || name.hasSuffix(".localhost") || !name.contains(".")
    }
}
