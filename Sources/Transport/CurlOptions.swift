/// How `CurlTransport` behaves. Proxies come from the environment (`HTTPS_PROXY`, `NO_PROXY`, …), as libcurl reads it.
public struct CurlOptions: Sendable, Hashable {
    /// Connections to one host at a time; further requests wait.
    public var connectionsPerHost: Int
    /// A file of certificates to trust in place of the system's (`AWS_CA_BUNDLE`).
    public var certificateFile: String?
    /// Answers with a larger body fail with `.tooLarge`. Bodies are held in memory, and what is read from them takes up
    /// to twenty times their size. AWS's own pages are a few megabytes at most.
    public var maximumBodyBytes: Int

    public init(
        connectionsPerHost: Int = 20, certificateFile: String? = nil, maximumBodyBytes: Int = 32 << 20
    ) {
        self.connectionsPerHost = connectionsPerHost
        self.certificateFile = certificateFile
        self.maximumBodyBytes = maximumBodyBytes
    }
}
