/// Where one service's endpoints differ from AWS's common pattern, by partition and variant.
struct EndpointTable: Sendable, Hashable {
    /// Partition id to variant to region (or `*`) to host name; `{region}` stands for the region.
    var hosts: [String: [EndpointVariant: [String: String]]] = [:]
    /// Partition id to region (or `*`) to the region that signatures name.
    var signing: [String: [String: String]] = [:]
    /// Partitions in which the service has no endpoint of a variant.
    var missing: [String: Set<EndpointVariant>] = [:]
}

/// Which of a service's endpoints is meant.
public enum EndpointVariant: String, Sendable, Hashable, CaseIterable {
    case standard, fips, dualstack
    case fipsDualstack = "fips-dualstack"

    init(fips: Bool, dualstack: Bool) {
        self = fips ? (dualstack ? .fipsDualstack : .fips) : (dualstack ? .dualstack : .standard)
    }
}
