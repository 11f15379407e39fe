internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::NetworkAclEntry`. Known by its list, direction and number.
    static let networkAclEntry = ResourceType(
        "AWS::EC2::NetworkAclEntry",
        identity: .key(["NetworkAclId", "Egress", "RuleNumber"]),
        read: Read(
            "ec2:DescribeNetworkAcls", items: "NetworkAcls/Entries", .filter("network-acl-id", of: "NetworkAclId")),
        create: Create(
            Call("ec2:CreateNetworkAclEntry", named + rule, retries: ["InvalidNetworkAclID.NotFound"], patience: 30),
            repeatable: false),
        updates: [Update(settings, set: Call("ec2:ReplaceNetworkAclEntry", named + rule), whole: true)],
        delete: Delete(
            [
                Call(
                    "ec2:DeleteNetworkAclEntry", named,
                    tolerates: ["InvalidNetworkAclEntry.NotFound", "InvalidNetworkAclID.NotFound"])
            ]),
        properties: [
            Property("NetworkAclId", at: "$parent.NetworkAclId"),
            Property("Egress", absent: .derived { _, _ in false }),
            Property("RuleAction", equality: .caseInsensitive) {
                $0["RuleAction"]
            } encode: { action in
                action.string.map { .string($0.lowercased()) } ?? action
            },
            Property("CidrBlock", absent: .unset, equality: .cidr),
            Property("Ipv6CidrBlock", absent: .unset, equality: .cidr),
            Property("Icmp", absent: .unset, at: "IcmpTypeCode"),
            Property("Icmp.Code", absent: .unset),
            Property("Icmp.Type", absent: .unset),
            Property("PortRange", absent: .unset),
            Property("PortRange.From", absent: .unset),
            Property("PortRange.To", absent: .unset),
        ],
        attributes: ["Id": Attribute("$parent.NetworkAclId") { identifier($0) }],
        completes: ["NetworkAclId"],
        foreign: Foreign(
            parent: "NetworkAclId", of: "AWS::EC2::NetworkAcl",
            shows: ["Egress", "RuleNumber", "RuleAction", "Protocol", "CidrBlock", "Ipv6CidrBlock"],
            // What every list ends in: all else is denied.
            except: .member("RuleNumber", of: [32767, 32768])),
        canonical: { meant(by: $0) })

    private static let named: [Argument] = ["NetworkAclId", "Egress", "RuleNumber"]
    private static let settings = ["CidrBlock", "Icmp", "Ipv6CidrBlock", "PortRange", "Protocol", "RuleAction"]
    private static let rule: [Argument] = [
        "CidrBlock", .property("Icmp", as: "IcmpTypeCode"), "Ipv6CidrBlock", "PortRange", "Protocol", "RuleAction",
    ]

    /// Ports count for TCP and UDP only, ICMP types for ICMP only.
    private static func meant(by properties: Value) -> Value {
        guard var members = properties.object, let number = members["Protocol"]?.int else { return properties }
        if ![6, 17].contains(number) { members["PortRange"] = nil }
        if ![1, 58].contains(number) { members["Icmp"] = nil }
        return .object(members)
    }

    private static func identifier(_ item: Value) -> Value? {
        guard let list = (item.at("$parent.NetworkAclId") ?? item["NetworkAclId"])?.string,
            let number = item["RuleNumber"]?.int
        else { return nil }
        return .string("\(list)|\(number)|\(item["Egress"]?.bool ?? false)")
    }
}
