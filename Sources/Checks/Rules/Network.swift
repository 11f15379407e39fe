internal import Diagnostics
internal import Values

extension Rule {
    private static let ingress = ["AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"]

    static let network: [Rule] = [
        Rule(
            "PLB101", .error, "Remote login is open to the world.",
            remedy: "Name the networks from which people log in, or use Session Manager, which needs no open port.",
            types: ingress
        ) { subject in
            openings(subject).filter { !$0.isEverything }.flatMap { opening in
                [(22, "SSH"), (3389, "RDP")].compactMap { port, name in
                    opening.covers(port)
                        ? Hit(opening.path, "port \(port) (\(name)) is open to \(opening.peer)") : nil
                }
            }
        },
        Rule(
            "PLB102", .error, "All ports are open to the world.",
            remedy: "Open the ports that are served, one rule each.", types: ingress
        ) { subject in
            openings(subject).filter(\.isEverything).map {
                Hit($0.path, "every \($0.network.map { $0 + " " } ?? "")port is open to \($0.peer)")
            }
        },
    ]

    /// A rule that lets anyone in. Source: EC2 API Reference, `IpPermission`.
    private struct Opening {
        var path: String
        var peer: String
        /// Nil: all protocols.
        var network: String?
        var from: Int
        var to: Int

        var isEverything: Bool { from <= 0 && to >= 65535 }
        func covers(_ port: Int) -> Bool { from <= port && port <= to && network != "udp" }

        /// Those that one rule makes: IPv4 and IPv6 are told apart.
        static func all(in value: Value, at path: String) -> [Opening] {
            let peers = ["CidrIp", "CidrIpv6"].compactMap { name -> (path: String, text: String)? in
                guard let text = value[name]?.string, ["0.0.0.0/0", "::/0"].contains(text) else { return nil }
                return (path.isEmpty ? name : "\(path).\(name)", text)
            }
            let names = ["6": "tcp", "17": "udp", "-1": ""]
            guard let spoken = value["IpProtocol"]?.scalarText else { return [] }
            let network = names[spoken] ?? spoken.lowercased()
            guard ["", "tcp", "udp"].contains(network) else { return [] }
            var from = 0, to = 65535
            if !network.isEmpty {
                // Ports that are left out are all of them; ones that are still open are not accused.
                if let value = value["FromPort"], !value.isNull {
                    guard let number = value.int else { return [] }
                    from = number
                }
                if let value = value["ToPort"], !value.isNull {
                    guard let number = value.int else { return [] }
                    to = number
                }
                if from == -1 { (from, to) = (0, 65535) }
            }
            return peers.map {
                Opening(path: $0.path, peer: $0.text, network: network.isEmpty ? nil : network, from: from, to: to)
            }
        }
    }

    private static func openings(_ subject: Subject) -> [Opening] {
        guard subject.type == "AWS::EC2::SecurityGroup" else { return Opening.all(in: subject.properties, at: "") }
        let rules = subject.properties["SecurityGroupIngress"]?.array ?? []
        return rules.enumerated().flatMap { Opening.all(in: $1, at: "SecurityGroupIngress[\($0)]") }
    }
}
