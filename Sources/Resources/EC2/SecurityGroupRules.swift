internal import Declarations
internal import Values

/// One direction of security group rules: CloudFormation's words for a peer, the API's, and back.
///
/// Values may hold deferred parts (a group that does not exist yet); the functions pass them on.
enum RuleDirection {
    case ingress, egress

    var isEgress: Bool { self == .egress }
    /// The template's members for a peer group and a prefix list.
    var group: String { isEgress ? "DestinationSecurityGroupId" : "SourceSecurityGroupId" }
    var prefixList: String { isEgress ? "DestinationPrefixListId" : "SourcePrefixListId" }

    /// The rules of a list in the one form in which equal rules are equal, sorted and without repetition.
    func canonical(rules: Value) -> Value {
        guard let items = rules.array else { return rules }
        var seen: Set<String> = []
        let sorted = items.map { (canonical(rule: $0), $0) }.map { ($0.0.canonicalJSON, $0.0) }
            .sorted { $0.0 < $1.0 }
        return .array(sorted.filter { seen.insert($0.0).inserted }.map(\.1))
    }

    /// A rule (or a resource that is one) with its protocol by name, no ports where the protocol has none, ranges
    /// without host bits, and a peer group by id alone, which needs no owner.
    func canonical(rule: Value) -> Value {
        guard var members = rule.object else { return rule }
        let name = members["IpProtocol"].map(protocolName)
        members["IpProtocol"] = name
        switch name?.string {
        case "tcp", "udp": break
        case "icmp", "icmpv6":
            for port in ["FromPort", "ToPort"] where members[port]?.isEmptyOrNull ?? true { members[port] = -1 }
        case nil: break
        default:
            members["FromPort"] = nil
            members["ToPort"] = nil
        }
        for port in ["FromPort", "ToPort"] { members[port] = members[port].map { $0.int.map(Value.int) ?? $0 } }
        for range in ["CidrIp", "CidrIpv6"] {
            members[range] = members[range].map { $0.string.flatMap(CIDR.init).map { .string($0.text) } ?? $0 }
        }
        if members[group] != nil { members["SourceSecurityGroupOwnerId"] = nil }
        if members["Description"]?.isEmptyOrNull ?? false { members["Description"] = nil }
        return .object(members)
    }

    /// What a rule is known by: everything but its description.
    func known(rule: Value) -> Value {
        guard case .object(var members) = canonical(rule: rule) else { return rule }
        members["Description"] = nil
        return .object(members)
    }

    /// The API's permissions for a list of the template's rules, one for each.
    func permissions(rules: Value) -> Value {
        guard let items = rules.array else { return rules }
        return .array(items.map(permission))
    }

    /// The API's permission for a rule (or for the properties of a resource that is one).
    func permission(rule: Value) -> Value {
        func described(_ members: [(String, Value?)]) -> Value {
            let all = members + [("Description", rule["Description"])]
            return .array([.object(Value.Object(all.compactMap { name, value in value.map { (name, $0) } }))])
        }
        var members = Value.Object()
        let name = rule["IpProtocol"].map(protocolName)
        members["IpProtocol"] = name
        if name != "-1" {
            members["FromPort"] = rule["FromPort"]
            members["ToPort"] = rule["ToPort"]
        }
        if let range = rule["CidrIp"] { members["IpRanges"] = described([("CidrIp", range)]) }
        if let range = rule["CidrIpv6"] { members["Ipv6Ranges"] = described([("CidrIpv6", range)]) }
        if let list = rule[prefixList] { members["PrefixListIds"] = described([("PrefixListId", list)]) }
        if let peer = rule[group] {
            members["UserIdGroupPairs"] = described([
                ("GroupId", peer), ("UserId", isEgress ? nil : rule["SourceSecurityGroupOwnerId"]),
            ])
        }
        return .object(members)
    }

    /// The template's rules among the API's rules of a group, without those that are resources of their own.
    func rules(read items: Value?) -> Value? {
        guard let items = items?.array else { return nil }
        return .array(
            items.filter { item in
                (item["IsEgress"]?.bool ?? false) == isEgress
                    && !(item["Tags"]?.array ?? []).contains { $0["Key"]?.string == OwnTag.resource }
            }.map { rule(read: $0) })
    }

    /// The template's rule for a rule as the API reads it.
    func rule(read item: Value) -> Value {
        var members = Value.Object()
        for (name, path) in paths { members[name] = item.at(path).flatMap { $0.isEmptyOrNull ? nil : $0 } }
        return .object(members)
    }

    /// Where a read rule holds the template's members.
    var paths: [(name: String, path: String)] {
        [
            ("IpProtocol", "IpProtocol"), ("FromPort", "FromPort"), ("ToPort", "ToPort"), ("CidrIp", "CidrIpv4"),
            ("CidrIpv6", "CidrIpv6"), (prefixList, "PrefixListId"), (group, "ReferencedGroupInfo.GroupId"),
            ("Description", "Description"),
        ] + (isEgress ? [] : [("SourceSecurityGroupOwnerId", "ReferencedGroupInfo.UserId")])
    }

    /// Protocols that AWS answers by name are written by name in the template's numbers too.
    private func protocolName(_ value: Value) -> Value {
        guard let text = value.scalarText?.lowercased() else { return value }
        return .string(["1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "all": "-1"][text] ?? text)
    }
}
