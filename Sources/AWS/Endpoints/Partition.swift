internal import Values

/// One of AWS's partitions: regions that share accounts, DNS suffixes and global services.
public struct Partition: Sendable, Hashable {
    /// `aws`, `aws-cn`, `aws-us-gov`, …: what ARNs name.
    public let id: String
    /// `amazonaws.com`: what `AWS::URLSuffix` is.
    public let dnsSuffix: String
    let dualStackDNSSuffix: String
    /// Where global services sign.
    public let globalRegion: String
    public let regions: [String]
    let prefixes: [String]

    /// The partition of a region; a region that is newer than the data is recognised by its form, and anything else
    /// counts as the standard partition (emulators have regions of their own).
    public static func containing(region: String) -> Partition {
        let all = Self.all
        return all.first { $0.regions.contains(region) } ?? all.first { $0.hasForm(of: region) } ?? all.first
            ?? Partition(
                id: "aws", dnsSuffix: "amazonaws.com", dualStackDNSSuffix: "api.aws", globalRegion: "us-east-1",
                regions: [], prefixes: [])
    }

    /// True for a region that AWS has, or that has the form of one.
    public static func isRegion(_ name: String) -> Bool {
        all.contains { $0.regions.contains(name) || $0.hasForm(of: name) }
    }

    /// True for what can be a region's name at all: it becomes part of a host's name.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 63
            && text.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 }
    }

    /// `prefix-word-digits`.
    private func hasForm(of region: String) -> Bool {
        let parts = region.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = parts.last, !number.isEmpty, number.allSatisfy(\.isNumber),
            !parts[parts.count - 2].isEmpty
        else { return false }
        return prefixes.contains(parts.dropLast(2).joined(separator: "-"))
    }

    /// The standard partition first.
    static let all: [Partition] = {
        guard let bytes = EmbeddedData.bytes("partitions"), let json = try? Value(json: bytes) else { return [] }
        return (json.array ?? []).map { item in
            func list(_ name: String) -> [String] { (item[name]?.array ?? []).compactMap(\.string) }
            return Partition(
                id: item["id"]?.string ?? "", dnsSuffix: item["dnsSuffix"]?.string ?? "",
                dualStackDNSSuffix: item["dualStackDnsSuffix"]?.string ?? "",
                globalRegion: item["globalRegion"]?.string ?? "", regions: list("regions"), prefixes: list("prefixes"))
        }
    }()
}
