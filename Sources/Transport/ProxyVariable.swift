#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The variable by which libcurl sends a request to a proxy, for messages.
///
/// libcurl, "CURLOPT_PROXY", environment variables: `http_proxy` in small letters only, the others in both cases, and what
/// `no_proxy` names goes without.
struct ProxyVariable: Equatable {
    var name: String
    /// Host and port; what stands before them may be a password.
    var host: String

    /// Nil when the request goes by no proxy.
    init?(for url: String, value: (String) -> String? = Self.environment) {
        guard let range = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<range.lowerBound].lowercased()
        let names =
            (scheme == "https" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + ["all_proxy", "ALL_PROXY"]
        guard let name = names.first(where: { value($0)?.isEmpty == false }), let proxy = value(name) else {
            return nil
        }
        let host = Self.host(of: url).prefix { $0 != ":" }.lowercased()
        let without = (value("no_proxy") ?? value("NO_PROXY") ?? "").split(whereSeparator: { ", ".contains($0) })
        for entry in without.map({ $0.lowercased() }) {
            let suffix = entry.hasPrefix(".") ? String(entry.dropFirst()) : entry
            if entry == "*" || host == suffix || host.hasSuffix("." + suffix) { return nil }
        }
        self.name = name
        self.host = Self.host(of: proxy)
    }

    private static func host(of url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return rest.prefix { !"/?#".contains($0) }.split(separator: "@").last.map(String.init) ?? ""
    }

    private static let environment: @Sendable (String) -> String? = { getenv($0).map { String(cString: $0) } }
}
