internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::Route53::HealthCheck`. Route 53 refuses a caller reference that it has seen, even of a check that is gone.
    static let healthCheck = ResourceType(
        "AWS::Route53::HealthCheck",
        identity: .reference(member: "CallerReference", path: "CallerReference"),
        ref: "HealthCheckId",
        arn: "arn:${Partition}:route53:::healthcheck/${*}",
        isGlobal: true,
        read: Read(
            "route53:ListHealthChecks", items: "HealthChecks", .everything(), details: [.route53Tags("healthcheck")]),
        create: Create(
            Call("route53:CreateHealthCheck", ["HealthCheckConfig"]), item: "HealthCheck", repeatable: true,
            spendsReference: true),
        updates: [
            Update(
                ["HealthCheckConfig"],
                set: Call(
                    "route53:UpdateHealthCheck",
                    [.attribute("HealthCheckId", as: "HealthCheckId"), resets]
                        + changeable.map { .property("HealthCheckConfig.\($0)", as: $0) }))
        ],
        tagging: .route53("healthcheck", id: "HealthCheckId", property: "HealthCheckTags"),
        delete: Delete(
            "route53:DeleteHealthCheck", [.attribute("HealthCheckId", as: "HealthCheckId")],
            absent: ["NoSuchHealthCheck"], refusedWhileUsed: true),
        properties: [
            Property("HealthCheckConfig"),
            ofEndpoint("FailureThreshold") { _ in 3 },
            ofEndpoint("RequestInterval") { _ in 30 },
            ofEndpoint("MeasureLatency") { _ in false },
            ofEndpoint("Port") { $0.hasPrefix("HTTPS") ? 443 : $0.hasPrefix("HTTP") ? 80 : nil },
            ofEndpoint("EnableSNI") { $0.hasPrefix("HTTPS") ? true : nil },
            Property("HealthCheckConfig.IPAddress", absent: .unset, fixedPresence: true),
            Property("HealthCheckConfig.Inverted", absent: .means(false)),
            Property("HealthCheckConfig.Regions", absent: .chosenByAWS, equality: .unordered),
            Property("HealthCheckConfig.ChildHealthChecks", absent: .unset, equality: .unordered),
            Property("HealthCheckConfig.HealthThreshold", absent: .chosenByAWS),
            Property("HealthCheckConfig.InsufficientDataHealthStatus", absent: .chosenByAWS),
        ],
        attributes: ["HealthCheckId": "Id"])

    /// What an update takes; kind, latency and interval are for life.
    private static let changeable = [
        "IPAddress", "Port", "ResourcePath", "FullyQualifiedDomainName", "SearchString", "FailureThreshold", "Inverted",
        "HealthThreshold", "ChildHealthChecks", "EnableSNI", "Regions", "AlarmIdentifier",
        "InsufficientDataHealthStatus",
    ]

    /// What is there and no longer wanted is reset by its name.
    private static let resets = Argument(
        "ResetElements",
        .mapped(
            .several(
                [.live("HealthCheckConfig")]
                    + resettable.map { .property("HealthCheckConfig.\($0)") })
        ) { sources in
            let dropped = resettable.enumerated().filter { position, name in
                (sources[position + 1]?.isNull ?? true) && !(sources[0]?[name]?.isEmptyOrNull ?? true)
            }
            return dropped.isEmpty ? .null : .array(dropped.map { .string($0.element) })
        })

    private static let resettable = ["FullyQualifiedDomainName", "ResourcePath", "ChildHealthChecks"]

    /// A setting that checks of an endpoint have and those of alarms, other checks and controls have not.
    private static func ofEndpoint(_ name: String, _ value: @escaping @Sendable (_ type: String) -> Value?) -> Property
    {
        Property(
            "HealthCheckConfig.\(name)",
            absent: .derived { config, _ in
                guard let type = config["Type"]?.string, type.hasPrefix("HTTP") || type == "TCP" else { return nil }
                return value(type)
            })
    }
}
