internal import AWS
internal import Values

/// What `Fn::GetAZs` gives of a region: the zones that have a default subnet, or all if none has one.
///
/// Source: CloudFormation User Guide, "Fn::GetAZs".
struct AvailabilityZones {
    let cache: ReadCache

    /// Sorted names.
    func names(region: String) async throws(AWSFailure) -> [String] {
        let all = try await names(
            "DescribeAvailabilityZones", "AvailabilityZones", "ZoneName", where: "zone-type", is: "availability-zone",
            region)
        let withDefault = try await names(
            "DescribeSubnets", "Subnets", "AvailabilityZone", where: "default-for-az", is: "true", region)
        let common = all.intersection(withDefault)
        return (common.isEmpty ? all : common).sorted()
    }

    private func names(
        _ operation: String, _ items: String, _ member: String, where filter: String, is value: String,
        _ region: String
    ) async throws(AWSFailure) -> Set<String> {
        let call = APICall(
            "ec2", operation, ["Filters": [["Name": .string(filter), "Values": [.string(value)]]]], region: region)
        return Set(try await cache.pages(call).flatMap { $0[items]?.array ?? [] }.compactMap { $0[member]?.string })
    }
}
