internal import Declarations
internal import Values

/// A VPC's ranges as its description shows them, without those that are on their way out.
enum VPCRanges {
    static let gone: [Value] = ["disassociating", "disassociated", "failing", "failed"]

    /// The ids of the IPv4 ranges' associations.
    @Sendable static func associations(of item: Value) -> Value? {
        item["CidrBlockAssociationSet"]?.array.map { ranges in
            .array(ranges.filter { isHeld($0["CidrBlockState"]) }.compactMap { $0["AssociationId"] })
        }
    }

    @Sendable static func ipv6(of item: Value) -> Value? {
        item["Ipv6CidrBlockAssociationSet"]?.array.map { ranges in
            .array(ranges.filter { isHeld($0["Ipv6CidrBlockState"]) }.compactMap { $0["Ipv6CidrBlock"] })
        }
    }

    private static func isHeld(_ state: Value?) -> Bool { state?["State"].map { !gone.contains($0) } ?? true }
}
