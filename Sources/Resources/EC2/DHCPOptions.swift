internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::DHCPOptions`. AWS takes and answers the options as one list of names and values.
    static let dhcpOptions = ResourceType(
        "AWS::EC2::DHCPOptions",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:dhcp-options/${*}",
        read: Read("ec2:DescribeDhcpOptions", items: "DhcpOptions", .stackTags(filters: "Filters"), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateDhcpOptions", [Argument("DhcpConfigurations", .mapped(.properties, configurations)), .tags]),
            item: "DhcpOptions", repeatable: false),
        tagging: .ec2("dhcp-options", id: "DhcpOptionsId"),
        delete: Delete(
            "ec2:DeleteDhcpOptions", [.attribute("DhcpOptionsId", as: "DhcpOptionsId")],
            absent: ["InvalidDhcpOptionID.NotFound", "InvalidDhcpOptionsID.NotFound"], retries: ["DependencyViolation"],
            refusedWhileUsed: true),
        properties: options.map { option in
            Property(option.property, absent: .unset) { item in
                let values = item["DhcpConfigurations"]?.array?.first { $0["Key"]?.string == option.key }?["Values"]
                guard let values = values?.array?.compactMap({ $0["Value"] ?? $0 }), let first = values.first else {
                    return nil
                }
                return option.isList ? .array(values) : first
            }
        },
        attributes: ["DhcpOptionsId": "DhcpOptionsId"])

    private static let options: [(property: String, key: String, isList: Bool)] = [
        ("DomainName", "domain-name", false),
        ("DomainNameServers", "domain-name-servers", true),
        ("Ipv6AddressPreferredLeaseTime", "ipv6-address-preferred-lease-time", false),
        ("NetbiosNameServers", "netbios-name-servers", true),
        ("NetbiosNodeType", "netbios-node-type", false),
        ("NtpServers", "ntp-servers", true),
    ]

    @Sendable private static func configurations(_ properties: Value) -> Value {
        .array(
            options.compactMap { option in
                guard let value = properties[option.property], !value.isEmptyOrNull else { return nil }
                let text = value.scalarText.map { Value.string($0) } ?? value
                return ["Key": .string(option.key), "Values": option.isList ? value : .array([text])]
            })
    }
}
