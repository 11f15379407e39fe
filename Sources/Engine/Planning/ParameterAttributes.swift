internal import AWS
internal import Language
internal import Values

/// Reads what rules ask about the resources that parameters name.
///
/// Each read asks by filters, so that an id that is not there is an answer without it and no failure.
struct ParameterAttributes {
    let cache: ReadCache
    let region: String

    /// Without those of resources that are not there.
    func values(of asked: [ParameterAttribute]) async throws(AWSFailure) -> [ParameterAttribute: String] {
        var values: [ParameterAttribute: String] = [:]
        for source in Set(asked.map(\.source)).sorted(by: { $0.operation < $1.operation }) {
            let wanted = asked.filter { $0.source == source }
            let ids = Set(wanted.map(\.id)).sorted()
            let call = APICall(
                "ec2", source.operation,
                [
                    "Filters": .array(
                        [["Name": .string(source.filter), "Values": .array(ids.map { .string($0) })]]
                            + source.narrowing)
                ], region: region)
            let items = try await cache.pages(call).flatMap { $0[source.items]?.array ?? [] }
            for attribute in wanted {
                guard let item = items.first(where: { $0[source.id]?.string == attribute.id }) else { continue }
                values[attribute] = item.text(of: attribute, source)
            }
        }
        return values
    }

    /// Where attributes of resources stand.
    fileprivate struct Source: Hashable {
        var operation: String
        var items: String
        /// The member and the filter of the id that the parameter has.
        var id: String
        var filter: String
        /// The member that is the attribute; nil for those that bear the attribute's own name.
        var member: String?
        var narrowing: [Value] = []
    }
}

extension ParameterAttribute {
    fileprivate var source: ParameterAttributes.Source {
        switch (kind, name) {
        case (.vpc, .plain("DefaultSecurityGroup")):
            .init(
                operation: "DescribeSecurityGroups", items: "SecurityGroups", id: "VpcId", filter: "vpc-id",
                member: "GroupId", narrowing: [["Name": "group-name", "Values": ["default"]]])
        case (.vpc, .plain):
            .init(
                operation: "DescribeNetworkAcls", items: "NetworkAcls", id: "VpcId", filter: "vpc-id",
                member: "NetworkAclId", narrowing: [["Name": "default", "Values": ["true"]]])
        case (.vpc, .tag): .init(operation: "DescribeVpcs", items: "Vpcs", id: "VpcId", filter: "vpc-id")
        case (.subnet, _): .init(operation: "DescribeSubnets", items: "Subnets", id: "SubnetId", filter: "subnet-id")
        case (.securityGroup, _):
            .init(operation: "DescribeSecurityGroups", items: "SecurityGroups", id: "GroupId", filter: "group-id")
        }
    }
}

extension Value {
    fileprivate func text(of attribute: ParameterAttribute, _ source: ParameterAttributes.Source) -> String {
        switch attribute.name {
        case .plain(let name): self[source.member ?? name]?.string ?? ""
        case .tag(let key):
            self["Tags"]?.array?.first { $0["Key"]?.string == key }?["Value"]?.string ?? ""
        }
    }
}
