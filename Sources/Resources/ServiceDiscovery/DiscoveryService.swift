internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ServiceDiscovery::Service`. An update says all that is to remain: records and health check that it leaves out
    /// are deleted.
    static let discoveryService = ResourceType(
        "AWS::ServiceDiscovery::Service",
        identity: .tagged,
        ref: "Id",
        arn: "arn:${Partition}:servicediscovery:${Region}:${Account}:service/${*}",
        read: Read(
            "servicediscovery:ListServices", items: "Services", .everything(),
            details: [
                .tags("servicediscovery:ListTagsForResource", [.live("Arn", as: "ResourceARN")], takes: "Tags"),
                // The list leaves the namespace out.
                Detail(
                    "servicediscovery:GetService", [.live("Id", as: "Id")], takes: "Service", into: "$service",
                    fills: ["NamespaceId"], absent: ["ServiceNotFound"]),
                Detail(
                    "servicediscovery:GetServiceAttributes", [.live("Id", as: "ServiceId")],
                    takes: "ServiceAttributes.Attributes", into: "$attributes", fills: ["ServiceAttributes"],
                    absent: ["ServiceNotFound"]),
            ]),
        create: Create(
            Call(
                "servicediscovery:CreateService",
                [
                    "Name", "NamespaceId", "Description", "DnsConfig", "HealthCheckConfig", "HealthCheckCustomConfig",
                    "Type", .tags,
                ]),
            item: "Service", repeatable: false, exclusive: [["Name", "NamespaceId"]]),
        updates: [
            Update(
                ["Description", "DnsConfig", "HealthCheckConfig"],
                set: Call(
                    "servicediscovery:UpdateService",
                    [
                        .attribute("Id", as: "Id"), .property("Description", as: "Service.Description"),
                        .property("DnsConfig.DnsRecords", as: "Service.DnsConfig.DnsRecords"),
                        .property("HealthCheckConfig", as: "Service.HealthCheckConfig"),
                    ], wait: .serviceDiscovery("service is changed")),
                whole: true),
            Update(
                ["ServiceAttributes"], first: [dropAttributes(whereNamed: true)],
                set: Call(
                    "servicediscovery:UpdateServiceAttributes",
                    [serviceId, .property("ServiceAttributes", as: "Attributes")]),
                clear: dropAttributes()),
        ],
        tagging: .serviceDiscovery(arn: "Arn"),
        delete: Delete(
            "servicediscovery:DeleteService", [.attribute("Id", as: "Id")], absent: ["ServiceNotFound"],
            // Tasks that have just been stopped are still registered.
            retries: ["ResourceInUse"], patience: 600, refusedWhileUsed: true),
        properties: [
            Property("Name", absent: .chosenByAWS, generated: GeneratedName(limit: 63)),
            Property("NamespaceId", absent: .chosenByAWS) {
                $0.at("$service.NamespaceId") ?? $0.at("$service.DnsConfig.NamespaceId") ?? $0["NamespaceId"]
            },
            Property("Description", absent: .means("")),
            Property("DnsConfig", absent: .unset),
            Property("DnsConfig.DnsRecords", equality: .keyed("Type")),
            Property("DnsConfig.NamespaceId", absent: .chosenByAWS, replaces: "a service stays in its namespace"),
            Property(
                "DnsConfig.RoutingPolicy", absent: .chosenByAWS, replaces: "UpdateService takes the records only"),
            Property("HealthCheckConfig", absent: .unset),
            Property("HealthCheckConfig.FailureThreshold", absent: .means(1)),
            Property("HealthCheckConfig.ResourcePath", absent: .chosenByAWS),
            Property("HealthCheckCustomConfig", absent: .unset),
            // It is no longer supported: AWS makes 1 of whatever is given.
            Property("HealthCheckCustomConfig.FailureThreshold", absent: .means(1)),
            Property("Type", absent: .chosenByAWS),
            Property("ServiceAttributes", absent: .unset, at: "$attributes"),
        ],
        attributes: ["Id": "Id", "Arn": "Arn", "Name": "Name"],
        canonical: { resource in
            // The older place of the namespace means the same.
            guard let namespace = resource.at("DnsConfig.NamespaceId") else { return resource }
            return resource.setting("DnsConfig.NamespaceId", to: .null)
                .setting("NamespaceId", to: resource["NamespaceId"] ?? namespace)
        })
    private static let serviceId: Argument = .attribute("Id", as: "ServiceId")

    /// Keys that the template does not name.
    /// - Parameter whereNamed: only where the template names any.
    private static func dropAttributes(whereNamed: Bool = false) -> Call {
        Call(
            "servicediscovery:DeleteServiceAttributes", [serviceId, .item(as: "Attributes")],
            each: .mapped(.several([.live("$attributes"), .property("ServiceAttributes")])) { state in
                let wanted = state[1]?.object ?? [:]
                let dropped = (state[0]?.object ?? [:]).map(\.name).filter { wanted[$0] == nil }.sorted()
                return dropped.isEmpty || whereNamed && wanted.isEmpty ? [] : [.array(dropped.map { .string($0) })]
            })
    }
}
