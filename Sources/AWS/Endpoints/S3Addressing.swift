internal import Values

/// Where a bucket stands in a URL: in the host's name, or at the path's beginning.
enum S3Addressing {
    /// Moves the bucket into the host's name where that can be done.
    ///
    /// Path style stays for the user's own endpoint, which seldom has a name for each bucket, and for names with dots,
    /// which the wildcard certificate does not cover.
    static func apply(to request: inout WireRequest, _ endpoint: inout Endpoint, bucket: String?) throws(WireError) {
        guard let bucket else { return }
        guard !bucket.hasPrefix("arn:") else {
            throw WireError("\(bucket) is an access point's ARN; plumb addresses buckets by name")
        }
        guard !endpoint.isCustom, isHostName(bucket) else { return }
        let prefix = "/\(bucket)"
        guard request.path == prefix || request.path.hasPrefix(prefix + "/") else { return }
        endpoint.host = "\(bucket).\(endpoint.host)"
        let rest = String(request.path.dropFirst(prefix.count))
        request.path = rest.isEmpty ? "/" : rest
    }

    /// 3 to 63 lower-case letters, digits and hyphens, not hyphens at the ends.
    private static func isHostName(_ bucket: String) -> Bool {
        let bytes = Array(bucket.utf8)
        guard (3...63).contains(bytes.count), bytes.first != 45, bytes.last != 45 else { return false }
        return bytes.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 }
    }
}
