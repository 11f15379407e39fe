internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ElasticLoadBalancingV2::TargetGroup`. What its health check is by default depends on protocol and target
    /// type. Targets that nobody's template names (those of an ECS service) are left alone.
    static let targetGroup = ResourceType(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        identity: .named("Name", GeneratedName(limit: 32)),
        ref: "TargetGroupArn",
        arn: "arn:${Partition}:elasticloadbalancing:${Region}:${Account}:targetgroup/${Name}/${*}",
        read: Read(
            "elbv2:DescribeTargetGroups", items: "TargetGroups", .everything(),
            details: [
                .elbv2Tags(arn: "TargetGroupArn"),
                Detail(
                    "elbv2:DescribeTargetGroupAttributes", [.live("TargetGroupArn", as: "TargetGroupArn")],
                    takes: "Attributes", into: "$attributes", fills: ["TargetGroupAttributes"],
                    absent: ["TargetGroupNotFound"]),
                Detail(
                    "elbv2:DescribeTargetHealth", [.live("TargetGroupArn", as: "TargetGroupArn")],
                    takes: "TargetHealthDescriptions", into: "$targets", fills: ["Targets"],
                    absent: ["TargetGroupNotFound"]),
            ]),
        create: Create(
            Call(
                "elbv2:CreateTargetGroup",
                [
                    "Name", "Protocol", "ProtocolVersion", "Port", "VpcId", "TargetType", "IpAddressType",
                    "TargetControlPort", "HealthCheckEnabled", "HealthCheckProtocol", "HealthCheckPort",
                    "HealthCheckPath", "HealthCheckIntervalSeconds", "HealthCheckTimeoutSeconds",
                    "HealthyThresholdCount", "UnhealthyThresholdCount", "Matcher", .tags,
                ]),
            // AWS returns the existing one when the settings are the same.
            item: "TargetGroups.0", repeatable: true),
        updates: [
            Update(
                [
                    "HealthCheckEnabled", "HealthCheckProtocol", "HealthCheckPort", "HealthCheckPath",
                    "HealthCheckIntervalSeconds", "HealthCheckTimeoutSeconds", "HealthyThresholdCount",
                    "UnhealthyThresholdCount", "Matcher",
                ],
                set: Call("elbv2:ModifyTargetGroup", [.attribute("TargetGroupArn", as: "TargetGroupArn")])),
            Update(
                ["TargetGroupAttributes"],
                set: Call(
                    "elbv2:ModifyTargetGroupAttributes",
                    [
                        .attribute("TargetGroupArn", as: "TargetGroupArn"),
                        .property("TargetGroupAttributes", as: "Attributes"),
                    ])),
        ],
        itemSets: [
            ItemSet(
                "Targets",
                add: Call("elbv2:RegisterTargets", [.attribute("TargetGroupArn", as: "TargetGroupArn")]),
                remove: Call(
                    "elbv2:DeregisterTargets", [.attribute("TargetGroupArn", as: "TargetGroupArn")],
                    tolerates: ["InvalidTarget"]),
                batch: "Targets")
        ],
        tagging: .elbv2(arn: "TargetGroupArn"),
        delete: Delete(
            "elbv2:DeleteTargetGroup", [.attribute("TargetGroupArn", as: "TargetGroupArn")],
            absent: ["TargetGroupNotFound"],
            // A listener that was deleted a moment ago.
            retries: ["ResourceInUse"], patience: 90, refusedWhileUsed: true),
        properties: [
            Property("Name", absent: .chosenByAWS, at: "TargetGroupName"),
            Property("Protocol", absent: .unset),
            Property("ProtocolVersion", absent: .derived { $1.isHTTP ? "HTTP1" : nil }),
            Property("Port", absent: .unset),
            Property("VpcId", absent: .unset),
            Property("TargetType", absent: .means("instance")),
            Property("IpAddressType", absent: .means("ipv4")),
            // ModifyTargetGroup does not take it.
            Property("TargetControlPort", absent: .unset, replaces: "ModifyTargetGroup does not take it"),
            Property("HealthCheckEnabled", absent: .derived { .bool(!$1.isLambda) }),
            Property(
                "HealthCheckProtocol", absent: .derived { $1.isLambda ? nil : $1.isHTTP ? "HTTP" : "TCP" }),
            Property(
                "HealthCheckPort",
                absent: .derived { $1.isLambda ? nil : $1.isGateway ? "80" : "traffic-port" }),
            Property(
                "HealthCheckPath",
                absent: .derived {
                    !$1.checksHTTP ? nil : $1["ProtocolVersion"] == "GRPC" ? "/AWS.ALB/healthcheck" : "/"
                }),
            Property(
                "HealthCheckIntervalSeconds", absent: .derived { $1.isLambda ? 35 : $1.isGateway ? 10 : 30 }),
            Property("HealthCheckTimeoutSeconds", absent: .derived { $1.defaultTimeout }),
            Property("HealthyThresholdCount", absent: .means(5)),
            Property("UnhealthyThresholdCount", absent: .derived { $1.isLambda ? 5 : 2 }),
            Property("Matcher", absent: .derived { $1.defaultMatcher }),
            Property(
                "TargetGroupAttributes", absent: .unset,
                equality: .keyed("Key", defaults: targetGroupDefaults), at: "$attributes"),
            Property("Targets", absent: .chosenByAWS, equality: .unordered) { item in
                item["$targets"]?.array.map { targets in
                    .array(targets.filter { $0.at("TargetHealth.State") != "draining" }.compactMap { $0["Target"] })
                }
            },
            Property("Targets[].Port", absent: .derived { $1.isLambda ? nil : $1["Port"] }),
            Property("Targets[].AvailabilityZone", absent: .chosenByAWS),
        ],
        attributes: [
            "TargetGroupArn": "TargetGroupArn",
            "TargetGroupName": Attribute("TargetGroupName", predicted: "${Name}"),
            "TargetGroupFullName": Attribute("TargetGroupArn", after: ":"),
            "LoadBalancerArns": "LoadBalancerArns",
        ],
        foreign: Foreign(inside: "AWS::EC2::VPC", by: ["VpcId"], .scope(.everything()), shows: ["Protocol", "Port"]))

    /// The documented defaults. Those that depend on the balancer (stickiness type, client address preservation,
    /// connection termination) are left alone where the template does not name them.
    private static let targetGroupDefaults = [
        "deregistration_delay.timeout_seconds": "300",
        "stickiness.enabled": "false",
        "stickiness.app_cookie.cookie_name": "",
        "stickiness.app_cookie.duration_seconds": "86400",
        "stickiness.lb_cookie.duration_seconds": "86400",
        "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
        "load_balancing.algorithm.type": "round_robin",
        "load_balancing.algorithm.anomaly_mitigation": "off",
        "slow_start.duration_seconds": "0",
        "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
        "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
        "lambda.multi_value_headers.enabled": "false",
        "proxy_protocol_v2.enabled": "false",
        "target_health_state.unhealthy.draining_interval_seconds": "0",
        "target_failover.on_deregistration": "no_rebalance",
        "target_failover.on_unhealthy": "no_rebalance",
        "send_tcp_reset.on_unhealthy.enabled": "false",
        "send_tcp_reset.on_deregistration.enabled": "false",
    ]
}

extension Value {
    fileprivate var isLambda: Bool { self["TargetType"] == "lambda" }
    fileprivate var isGateway: Bool { self["Protocol"] == "GENEVE" }
    /// Of an application load balancer.
    fileprivate var isHTTP: Bool { self["Protocol"] == "HTTP" || self["Protocol"] == "HTTPS" }

    fileprivate var checksHTTP: Bool {
        isLambda || (self["HealthCheckProtocol"].map { $0 == "HTTP" || $0 == "HTTPS" } ?? isHTTP)
    }

    /// Application load balancers wait 5 s; the others 6 s for HTTP and 10 s for the rest (user guides).
    fileprivate var defaultTimeout: Value {
        if isLambda { return 30 }
        if isHTTP || isGateway { return 5 }
        return self["HealthCheckProtocol"] == "HTTP" ? 6 : 10
    }

    fileprivate var defaultMatcher: Value? {
        guard checksHTTP else { return nil }
        if self["ProtocolVersion"] == "GRPC" { return ["GrpcCode": "12"] }
        return isHTTP || isLambda ? ["HttpCode": "200"] : ["HttpCode": "200-399"]
    }
}
