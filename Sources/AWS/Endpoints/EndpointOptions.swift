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
}
