internal import Diagnostics
internal import Plans
internal import Values

extension Rule {
    static let deletions: [Rule] = [
        Rule(
            "PLB801", .warning, "Network interfaces will keep a resource from being deleted.",
            remedy: "Delete what the interfaces belong to first.",
            forecast: Forecast(
                types: ["AWS::EC2::SecurityGroup", "AWS::EC2::Subnet"],
                reads: [
                    interfaces("group-id", "AWS::EC2::SecurityGroup"), interfaces("subnet-id", "AWS::EC2::Subnet"),
                ],
                judge: { deletion, doings, items in
                    let staying = items.filter { item in
                        let isInside =
                            item["SubnetId"]?.string == deletion.physicalID
                            || (item["Groups"]?.array ?? []).contains { $0["GroupId"]?.string == deletion.physicalID }
                        return isInside && !goes(item, with: doings.deletions)
                    }
                    return staying.isEmpty ? [] : [Hit("", "in use by \(Self.list(staying.map(interfaceName)))")]
                })),
        Rule(
            "PLB802", .warning, "Container instances or services will keep a cluster from being deleted.",
            remedy: "Let the group that runs the instances go first, or deregister them; delete the services.",
            forecast: Forecast(
                types: ["AWS::ECS::Cluster"], reads: [],
                judge: { deletion, doings, _ in
                    let all = doings.deletions
                    let instances = deletion.item["registeredContainerInstancesCount"]?.int ?? 0
                    let services = deletion.item["activeServicesCount"]?.int ?? 0
                    let owned = all.count { $0.type == "AWS::ECS::Service" && serves($0, deletion) }
                    var hits: [Hit] = []
                    if instances > 0, !all.contains(where: runsInstances) {
                        hits.append(Hit("", "\(count(instances, "container instance")) registered"))
                    }
                    if services > owned {
                        let left = count(services - owned, "service")
                        hits.append(Hit("", "\(left) active that this plan does not delete"))
                    }
                    return hits
                })),
        Rule(
            "PLB803", .warning, "Rules of other security groups will keep a group from being deleted.",
            remedy: "Remove the rules that name it first.",
            forecast: Forecast(
                types: ["AWS::EC2::SecurityGroup"],
                reads: [references("ip-permission.group-id"), references("egress.ip-permission.group-id")],
                judge: { deletion, doings, items in
                    let gone = doings.changed.union(doings.deletions.map(\.physicalID))
                    let others = items.filter { item in
                        guard let group = item["GroupId"]?.string, !gone.contains(group) else { return false }
                        let going = doings.deletions.count { isRule($0, of: group, naming: deletion.physicalID) }
                        return rules(of: item, naming: deletion.physicalID) > going
                    }
                    let names = Set(others.compactMap { $0["GroupId"]?.string }).sorted()
                    return names.isEmpty ? [] : [Hit("", "named by rules of \(Self.list(names))")]
                })),
        Rule(
            "PLB804", .error, "A property changes that is fixed for its resource's life.",
            remedy: "Restore the value, or give the new resource a logical id of its own: the old one leaves the "
                + "template, and is kept where its DeletionPolicy says so.",
            refusedChange: { change in
                let (old, new) = (words(change.before, change), words(change.after, change))
                return Hit(change.path, "\(change.path) is \(old), and would be \(new)")
            }),
        Rule(
            "PLB805", .warning, "What others have made in a VPC will keep it from being deleted.",
            remedy: "Delete it first; where another stack made it, destroy that stack first or with this one.",
            forecast: Forecast(
                types: ["AWS::EC2::VPC"],
                reads: inhabitants.map { read($0.operation, $0.items, by: "vpc-id", of: "AWS::EC2::VPC") },
                judge: { deletion, doings, items in
                    let going = Set(doings.deletions.map(\.physicalID))
                    let staying = items.compactMap { item -> String? in
                        guard item["VpcId"]?.string == deletion.physicalID,
                            let id = inhabitants.lazy.compactMap({ item[$0.id]?.string }).first, !going.contains(id)
                        else { return nil }
                        // The VPC's own, which goes with it.
                        return item["GroupName"] == "default" ? nil : id
                    }
                    return staying.isEmpty ? [] : [Hit("", "in it is \(Self.list(staying.sorted()))")]
                })),
    ]

    // MARK: - Interfaces

    private static func interfaces(_ filter: String, _ type: String) -> Forecast.Read {
        read("ec2:DescribeNetworkInterfaces", "NetworkInterfaces", by: filter, of: type)
    }

    // MARK: - Networks

    /// What must be gone before a VPC can go, as far as it does not have an interface in a subnet; by the output member
    /// that names it. Source: EC2 API Reference, DeleteVpc.
    private static let inhabitants = [
        (operation: "ec2:DescribeSubnets", items: "Subnets", id: "SubnetId"),
        (operation: "ec2:DescribeSecurityGroups", items: "SecurityGroups", id: "GroupId"),
    ]

    // MARK: - Reads

    /// What is found by the ids of what goes. Source: EC2 User Guide, "Filter your resources": a filter takes 200 values.
    private static func read(
        _ operation: String, _ items: String, by filter: String, of type: String
    ) -> Forecast.Read {
        Forecast.Read(operation: operation, items: items, most: 200) { deletions in
            let ids = deletions.filter { $0.type == type }.map(\.physicalID).sorted()
            guard !ids.isEmpty else { return nil }
            return ["Filters": [["Name": .string(filter), "Values": .array(ids.map { .string($0) })]]]
        }
    }

    // MARK: - What goes along

    /// True for an interface of something that the plan deletes too: an instance, or what AWS names in its description (a
    /// load balancer, a NAT gateway, an endpoint, a mount target, a task of a service).
    private static func goes(_ interface: Value, with all: [Deletion]) -> Bool {
        let description = interface["Description"]?.string ?? ""
        let instance = interface["Attachment"]?["InstanceId"]?.string
        return all.contains { deletion in
            if deletion.physicalID == instance || deletion.physicalID == interface["NetworkInterfaceId"]?.string {
                return true
            }
            let members = deletion.item["Instances"]?.array ?? []
            if let instance, members.contains(where: { $0["InstanceId"]?.string == instance }) { return true }
            if deletion.type == "AWS::ECS::Service", description.contains(":ecs:") { return true }
            guard interfaceOwners.contains(deletion.type) else { return false }
            // A load balancer's says `ELB app/name/id`, the end of its ARN.
            let tail = deletion.physicalID.split(separator: "/").suffix(3).joined(separator: "/")
            return !tail.isEmpty && description.contains(tail)
        }
    }

    private static let interfaceOwners = [
        "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::EC2::NatGateway", "AWS::EC2::VPCEndpoint",
        "AWS::EFS::MountTarget",
    ]

    private static func interfaceName(_ interface: Value) -> String {
        let id = interface["NetworkInterfaceId"]?.string ?? "an interface"
        let owner = interface["Attachment"]?["InstanceId"]?.string ?? interface["Description"]?.string ?? ""
        return owner.isEmpty ? id : "\(id) (\(owner))"
    }

    // MARK: - Clusters

    private static func serves(_ service: Deletion, _ cluster: Deletion) -> Bool {
        let name = service.properties["Cluster"]?.string ?? service.item["clusterArn"]?.string ?? ""
        return name == cluster.physicalID || name.hasSuffix("/" + cluster.physicalID)
    }

    private static func runsInstances(_ deletion: Deletion) -> Bool {
        ["AWS::AutoScaling::AutoScalingGroup", "AWS::EC2::Instance"].contains(deletion.type)
    }

    // MARK: - Groups

    private static func references(_ filter: String) -> Forecast.Read {
        read("ec2:DescribeSecurityGroups", "SecurityGroups", by: filter, of: "AWS::EC2::SecurityGroup")
    }

    /// How many rules of a group name another.
    private static func rules(of group: Value, naming id: String) -> Int {
        ["IpPermissions", "IpPermissionsEgress"].reduce(0) { sum, direction in
            sum
                + (group[direction]?.array ?? []).reduce(0) { sum, permission in
                    sum + (permission["UserIdGroupPairs"]?.array ?? []).count { $0["GroupId"]?.string == id }
                }
        }
    }

    private static func isRule(_ deletion: Deletion, of group: String, naming id: String) -> Bool {
        guard ["AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"].contains(deletion.type),
            deletion.properties["GroupId"]?.string == group
        else { return false }
        return ["SourceSecurityGroupId", "DestinationSecurityGroupId"].contains {
            deletion.properties[$0]?.string == id
        }
    }

    // MARK: - Words

    private static func words(_ value: Value?, _ change: PropertyChange) -> String {
        if change.isSecret { return "a secret" }
        guard let value, !value.isNull else { return "not set" }
        return value.hasDeferred ? "known after apply" : "`\(value.scalarText ?? value.json)`"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? " is" : "s are")"
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(5).joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}
