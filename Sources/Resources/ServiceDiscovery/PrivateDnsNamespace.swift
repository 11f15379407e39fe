internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ServiceDiscovery::PrivateDnsNamespace`. Its creation answers with an operation, which names it in the end.
    static let privateDnsNamespace = ResourceType(
        "AWS::ServiceDiscovery::PrivateDnsNamespace",
        identity: .tagged,
        ref: "Id",
        arn: "arn:${Partition}:servicediscovery:${Region}:${Account}:namespace/${*}",
        read: Read(
            "servicediscovery:ListNamespaces", items: "Namespaces", .everything(),
            details: [
                .tags("servicediscovery:ListTagsForResource", [.live("Arn", as: "ResourceARN")], takes: "Tags")
            ],
            gone: .not(.equals("Type", "DNS_PRIVATE")),
            shape: { item in item["NAMESPACE"].map { ["Id": $0] } ?? item["Namespace"] ?? item }),
        create: Create(
            Call(
                "servicediscovery:CreatePrivateDnsNamespace", ["Name", "Vpc", "Description", "Properties", .tags],
                wait: .serviceDiscovery("namespace is there", item: "Operation.Targets")),
            repeatable: false,
            // The operation tells the id alone.
            then: [
                Call(
                    "servicediscovery:GetNamespace", [.attribute("Id", as: "Id")],
                    wait: Wait(
                        "namespace is told", "servicediscovery:GetNamespace", [.attribute("Id", as: "Id")],
                        until: .present("Namespace.Arn"), every: 1, atMost: 60, item: "Namespace"))
            ],
            exclusive: [["Name", "Vpc"]]),
        updates: [
            Update(
                ["Description"],
                set: Call(
                    "servicediscovery:UpdatePrivateDnsNamespace",
                    [
                        .attribute("Id", as: "Id"), .property("Description", as: "Namespace.Description"),
                    ], wait: .serviceDiscovery("namespace is changed"))),
            Update(
                ["Properties"],
                set: Call(
                    "servicediscovery:UpdatePrivateDnsNamespace",
                    [.attribute("Id", as: "Id"), .property("Properties", as: "Namespace.Properties")],
                    wait: .serviceDiscovery("namespace is changed"))),
        ],
        tagging: .serviceDiscovery(arn: "Arn"),
        delete: Delete(
            "servicediscovery:DeleteNamespace", [.attribute("Id", as: "Id")], absent: ["NamespaceNotFound"],
            // A service that was deleted a moment ago.
            retries: ["ResourceInUse"], refusedWhileUsed: true, wait: .serviceDiscovery("namespace is gone")),
        properties: [
            Property("Name"),
            Property("Vpc", absent: .refused("a private namespace belongs to a VPC"), writeOnly: true),
            Property("Description", absent: .means("")),
            // The time to live of its SOA record; AWS's own where none is given.
            Property("Properties", absent: .chosenByAWS) { item in
                item.at("Properties.DnsProperties.SOA").map { ["DnsProperties": ["SOA": $0]] }
            },
        ],
        attributes: ["Id": "Id", "Arn": "Arn", "HostedZoneId": "Properties.DnsProperties.HostedZoneId"])
}
