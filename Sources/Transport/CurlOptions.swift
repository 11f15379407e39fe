/// How `CurlTransport` behaves. Proxies come from the environment (`HTTPS_PROXY`, `NO_PROXY`, …), as libcurl reads it.
public struct CurlOptions: Sendable, Hashable {
    /// Connections to one host at a time; further requests wait.
    public var connectionsPerHost: Int
    /// A file of certificates to trust in place of the system's (`AWS_CA_BUNDLE`).
    public var certificateFile: String?
    /// Answers with a larger body fail with `.tooLarge`. Bodies are held in memory.
    public var maximumBodyBytes: Int

    public init(
        connectionsPerHost: Int = 20, certificateFile: String? = nil, maximumBodyBytes: Int = 256 << 20
    ) {
        self.connectionsPerHost = connectionsPerHost
        self.certificateFile = certificateFile
        self.maximumBodyBytes = maximumBodyBytes
    }
}
