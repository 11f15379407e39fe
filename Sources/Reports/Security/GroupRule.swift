internal import Values

/// A rule of a security group, without its description. Source: EC2 API Reference, `IpPermission`.
struct GroupRule: Hashable {
    var network: String
    /// Nil: all.
    var from: Int?
    var to: Int?
    var peer: String
    var isAnyone: Bool

    /// One rule for each peer that the value names.
    static func all(in value: Value) -> [GroupRule] {
        let network = value["IpProtocol"]?.scalarText ?? "-1"
        var from = value["FromPort"]?.int, to = value["ToPort"]?.int
        if network == "-1" || from == -1 || from == 0 && to == 65535 { (from, to) = (nil, nil) }
        let names = [
            "CidrIp", "CidrIpv6", "SourceSecurityGroupId", "SourceSecurityGroupName", "DestinationSecurityGroupId",
            "SourcePrefixListId", "DestinationPrefixListId",
        ]
        return names.compactMap { name in
            guard let peer = value[name], !peer.isNull else { return nil }
            let text = ValueText.flat(peer) ?? ValueText.inline(peer)
            return GroupRule(
                network: network, from: from, to: to, peer: text, isAnyone: text == "0.0.0.0/0" || text == "::/0")
        }
    }

    /// `port 22`, `all ports`.
    private var ports: String {
        let names = ["6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"]
        let network = names[self.network] ?? self.network
        if network == "-1" { return "every port and protocol" }
        guard network == "tcp" || network == "udp" else { return "protocol \(network)" }
        let suffix = network == "tcp" ? "" : " (udp)"
        guard let from else { return "every \(network) port" }
        return to == nil || to == from ? "port \(from)\(suffix)" : "ports \(from) to \(to ?? from)\(suffix)"
    }

    /// Anyone may come in; on the ports of the web that is what they are for.
    var risk: SecurityChange.Risk? {
        isAnyone && !(from == to && (from == 80 || from == 443) && network == "tcp") ? .public : nil
    }

    private var who: [SecurityChange.Word] {
        isAnyone ? [.name(peer), .plain(" (anyone)")] : [.name(peer)]
    }

    func ingress(_ group: [SecurityChange.Word], _ tense: Tense) -> [SecurityChange.Word] {
        [.name(ports), .plain(" of ")] + group + [.plain(" \(tense.is) open to ")] + who
    }

    func egress(_ group: [SecurityChange.Word], _ tense: Tense) -> [SecurityChange.Word] {
        group + [.plain(" \(tense.may) reach "), .name(ports), .plain(" of ")] + who
    }
}
