internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::AutoScaling::AutoScalingGroup`. Lists that others attach to (target groups, hooks, notifications, metrics)
    /// change item by item; the rest is one call.
    static let autoScalingGroup = ResourceType(
        "AWS::AutoScaling::AutoScalingGroup",
        identity: .named("AutoScalingGroupName", GeneratedName(limit: 255)),
        read: Read(
            "autoscaling:DescribeAutoScalingGroups", items: "AutoScalingGroups",
            .stackTags(filters: "Filters", and: [.constant("IncludeInstances", false)]),
            details: [
                Detail(
                    "autoscaling:DescribeLifecycleHooks", [group(.live("AutoScalingGroupName"))],
                    takes: "LifecycleHooks",
                    into: "$hooks", fills: ["LifecycleHookSpecificationList"]),
                Detail(
                    "autoscaling:DescribeNotificationConfigurations", [], into: "$notifications",
                    fills: ["NotificationConfigurations"],
                    batch: .init(
                        member: "AutoScalingGroupNames", key: "AutoScalingGroupName", most: 50,
                        items: "NotificationConfigurations", answer: "AutoScalingGroupName", several: true),
                    pages: true),
            ],
            // It says so while a deletion is under way.
            gone: .present("Status"), tags: "Tags"),
        create: Create(
            Call(
                "autoscaling:CreateAutoScalingGroup",
                ["AutoScalingGroupName"] + sent
                    + [
                        "LoadBalancerNames", "TargetGroupARNs", "TrafficSources", "LifecycleHookSpecificationList",
                        .tags,
                    ],
                // A group of the name may still be on its way out.
                retries: launchRetries + [ErrorMatch("AlreadyExists", contains: "pending delete")], patience: 600),
            repeatable: true),
        updates: [
            Update(
                settings + ["Cooldown"],
                set: Call(
                    "autoscaling:UpdateAutoScalingGroup",
                    ["AutoScalingGroupName", .property("Cooldown", as: "DefaultCooldown")], retries: launchRetries)),
            .carried(
                ["NotificationConfiguration"], by: "autoscaling:PutNotificationConfiguration",
                [
                    "AutoScalingGroupName", .property("NotificationConfiguration.TopicARN", as: "TopicARN"),
                    .property("NotificationConfiguration.NotificationTypes", as: "NotificationTypes"),
                ]),
            cleared("PlacementGroup", by: ""),
            cleared("Context", by: ""),
            cleared("MaxInstanceLifetime", by: 0),
            cleared("DefaultInstanceWarmup", by: -1),
            cleared("InstanceMaintenancePolicy", by: ["MinHealthyPercentage": -1, "MaxHealthyPercentage": -1]),
        ],
        itemSets: [
            // Instances are never behind none of them: what is new is attached first.
            ItemSet(
                "TargetGroupARNs", add: call("AttachLoadBalancerTargetGroups"),
                remove: call("DetachLoadBalancerTargetGroups"), addsFirst: true, batch: "TargetGroupARNs",
                inCreate: true),
            ItemSet(
                "LoadBalancerNames", add: call("AttachLoadBalancers"), remove: call("DetachLoadBalancers"),
                addsFirst: true, batch: "LoadBalancerNames", inCreate: true),
            ItemSet(
                "TrafficSources", add: call("AttachTrafficSources"), remove: call("DetachTrafficSources"),
                addsFirst: true, batch: "TrafficSources", inCreate: true),
            ItemSet(
                "LifecycleHookSpecificationList",
                add: call(
                    "PutLifecycleHook",
                    [
                        "LifecycleHookName", "LifecycleTransition", "RoleARN", "NotificationTargetARN",
                        "NotificationMetadata", "HeartbeatTimeout", "DefaultResult",
                    ].map { .item($0, as: $0) }),
                remove: call("DeleteLifecycleHook", [.item("LifecycleHookName", as: "LifecycleHookName")]),
                key: "LifecycleHookName", inCreate: true),
            ItemSet(
                "MetricsCollection",
                add: call(
                    "EnableMetricsCollection",
                    [.item("Granularity", as: "Granularity"), .item("Metrics", as: "Metrics")]),
                remove: call("DisableMetricsCollection"), key: "Granularity"),
            ItemSet(
                "NotificationConfigurations",
                add: call(
                    "PutNotificationConfiguration",
                    [.item("TopicARN", as: "TopicARN"), .item("NotificationTypes", as: "NotificationTypes")]),
                remove: call("DeleteNotificationConfiguration", [.item("TopicARN", as: "TopicARN")]),
                key: "TopicARN", overwrites: true),
        ],
        tagging: .autoScalingGroup,
        delete: Delete([
            Call(
                "autoscaling:UpdateAutoScalingGroup",
                [
                    "AutoScalingGroupName", .constant("MinSize", 0), .constant("DesiredCapacity", 0),
                ],
                tolerates: missing, retries: ["ScalingActivityInProgress"]),
            Call(
                "autoscaling:DeleteAutoScalingGroup", ["AutoScalingGroupName", .constant("ForceDelete", true)],
                tolerates: missing, retries: ["ResourceInUse", "ScalingActivityInProgress"], patience: 600,
                // Instances end first, and a hook may hold each of them for an hour.
                wait: Wait(
                    "auto scaling group is deleted", "autoscaling:DescribeAutoScalingGroups",
                    [
                        Argument("AutoScalingGroupNames", .list(.property("AutoScalingGroupName"))),
                        .constant("IncludeInstances", false),
                    ],
                    until: .missing("AutoScalingGroups"), every: 5, atMost: 4500)),
        ]),
        properties: [
            Property("AutoScalingGroupName", absent: .chosenByAWS),
            Property("AvailabilityZoneDistribution", absent: .chosenByAWS),
            Property("AvailabilityZoneIds", absent: .chosenByAWS, equality: .unordered),
            Property("AvailabilityZoneImpairmentPolicy", absent: .chosenByAWS),
            Property("AvailabilityZoneImpairmentPolicy.ImpairedZoneHealthCheckBehavior", absent: .chosenByAWS),
            Property("AvailabilityZoneImpairmentPolicy.ZonalShiftEnabled", absent: .chosenByAWS),
            Property("AvailabilityZones", absent: .chosenByAWS, equality: .unordered),
            Property("CapacityRebalance", absent: .means(false)),
            Property("CapacityReservationSpecification", absent: .chosenByAWS),
            Property("Context", absent: .unset),
            Property("Cooldown", absent: .means("300"), at: "DefaultCooldown"),
            Property("DefaultInstanceWarmup", absent: .unset),
            Property("DeletionProtection", absent: .means("none")),
            // Policies, capacity providers, schedules and people move it.
            Property("DesiredCapacity", absent: .chosenByAWS),
            Property("DesiredCapacityType", absent: .chosenByAWS),
            Property("HealthCheckGracePeriod", absent: .means(0)),
            Property("HealthCheckType", absent: .means("EC2")),
            Property("InstanceLifecyclePolicy", absent: .chosenByAWS),
            Property("InstanceMaintenancePolicy", absent: .unset),
            Property("LaunchConfigurationName", absent: .unset),
            Property("LaunchTemplate", absent: .unset),
            Property("LaunchTemplate.LaunchTemplateId", absent: .chosenByAWS),
            Property("LaunchTemplate.LaunchTemplateName", absent: .chosenByAWS),
            Property(
                "LifecycleHookSpecificationList", absent: .unset, equality: .keyed("LifecycleHookName"), at: "$hooks"),
            Property("LifecycleHookSpecificationList[].DefaultResult", absent: .means("ABANDON")),
            Property("LifecycleHookSpecificationList[].HeartbeatTimeout", absent: .means(3600)),
            Property("LoadBalancerNames", absent: .unset, equality: .unordered),
            Property("MaxInstanceLifetime", absent: .unset),
            Property(
                "MetricsCollection", absent: .unset, equality: .keyed("Granularity"), decode: metrics),
            // All metrics.
            Property("MetricsCollection[].Metrics", absent: .chosenByAWS, equality: .unordered),
            Property("MixedInstancesPolicy", absent: .unset),
            Property("MixedInstancesPolicy.InstancesDistribution", absent: .chosenByAWS),
            Property(instancesPath + "OnDemandAllocationStrategy", absent: .chosenByAWS),
            Property(instancesPath + "OnDemandBaseCapacity", absent: .means(0)),
            Property(instancesPath + "OnDemandPercentageAboveBaseCapacity", absent: .means(100)),
            Property(instancesPath + "SpotAllocationStrategy", absent: .means("lowest-price")),
            Property(instancesPath + "SpotInstancePools", absent: .chosenByAWS),
            Property(instancesPath + "SpotMaxPrice", absent: .unset),
            Property(specification + "LaunchTemplateId", absent: .chosenByAWS),
            Property(specification + "LaunchTemplateName", absent: .chosenByAWS),
            Property("NewInstancesProtectedFromScaleIn", absent: .means(false)),
            Property(
                "NotificationConfigurations",
                absent: .derived { _, group in group["NotificationConfiguration"].map { [$0] } },
                equality: .keyed("TopicARN"), decode: notifications),
            // The older form for one topic: told, compared and set as an item of the list.
            Property(
                "NotificationConfiguration", absent: .chosenByAWS, equality: .normalised { _ in "" },
                decode: { _ in ["TopicARN": "-"] }),
            Property("NotificationConfigurations[].NotificationTypes", absent: .unset, equality: .unordered),
            Property("PlacementGroup", absent: .unset),
            Property("ServiceLinkedRoleARN", absent: .chosenByAWS),
            Property("SkipZonalShiftValidation", absent: .means(false)),
            Property("TrafficSources", absent: .unset, equality: .unordered, decode: trafficSources),
            Property("TargetGroupARNs", absent: .unset, equality: .unordered),
            Property("TerminationPolicies", absent: .means(["Default"])),
            Property(
                // Instances stay in the network in which they were launched.
                "VPCZoneIdentifier", absent: .chosenByAWS, equality: .unordered, within: "VpcId",
                decode: {
                    $0["VPCZoneIdentifier"]?.string.map { .array($0.split(separator: ",").map { .string(String($0)) }) }
                },
                encode: { (try? Value.joined($0, separator: ",")) ?? $0 }),
        ],
        attributes: ["AutoScalingGroupARN": "AutoScalingGroupARN"],
        foreign: Foreign(
            inside: "AWS::EC2::Subnet", by: ["VPCZoneIdentifier"],
            .scope(.everything([.constant("IncludeInstances", false)])), shows: ["MinSize", "MaxSize"]),
        unsupported: [
            "InstanceId":
                "AWS makes a launch configuration from the instance, which no template would hold; give a launch template"
        ], policies: .autoScalingGroup,
        scaled: [Scaled("DesiredCapacity", by: .itself(min: "MinSize", max: "MaxSize"))])

    /// Settings that creation and the one update take alike, under their own names.
    private static let settings = [
        "AvailabilityZoneDistribution", "AvailabilityZoneIds", "AvailabilityZoneImpairmentPolicy", "AvailabilityZones",
        "CapacityRebalance", "CapacityReservationSpecification", "DeletionProtection", "DesiredCapacity",
        "DesiredCapacityType", "HealthCheckGracePeriod", "HealthCheckType", "InstanceLifecyclePolicy",
        "LaunchConfigurationName", "LaunchTemplate", "MaxSize", "MinSize", "MixedInstancesPolicy",
        "NewInstancesProtectedFromScaleIn", "ServiceLinkedRoleARN", "SkipZonalShiftValidation", "TerminationPolicies",
        "VPCZoneIdentifier",
    ]
    /// Settings whose removal has a value of its own.
    private static let clearable = [
        "Context", "DefaultInstanceWarmup", "InstanceMaintenancePolicy", "MaxInstanceLifetime", "PlacementGroup",
    ]
    private static let sent: [Argument] =
        (settings + clearable).map { .init(stringLiteral: $0) } + [.property("Cooldown", as: "DefaultCooldown")]
    private static let instancesPath = "MixedInstancesPolicy.InstancesDistribution."
    private static let specification = "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification."
    private static let missing = [ErrorMatch("ValidationError", contains: "not found")]
    private static let launchRetries: [ErrorMatch] =
        .unknownProfile + [
            // The group checks the template's instance profile.
            ErrorMatch("ValidationError", contains: "Invalid IAM Instance Profile"),
            ErrorMatch("ValidationError", contains: "has no associated IAM Roles"),
        ]

    private static func group(_ source: Argument.Source) -> Argument { Argument("AutoScalingGroupName", source) }

    private static func call(_ operation: String, _ arguments: [Argument] = []) -> Call {
        Call("autoscaling:\(operation)", ["AutoScalingGroupName"] + arguments)
    }

    private static func cleared(_ property: String, by value: Value) -> Update {
        Update(
            [property], set: call("UpdateAutoScalingGroup"),
            clear: call("UpdateAutoScalingGroup", [.constant(property, value)]))
    }

    /// AWS lists metric by metric what the template lists by granularity.
    @Sendable private static func metrics(_ item: Value) -> Value? {
        gathered(item["EnabledMetrics"], by: "Granularity", "Metric", into: "Metrics")
    }

    @Sendable private static func notifications(_ item: Value) -> Value? {
        gathered(item["$notifications"] ?? [], by: "TopicARN", "NotificationType", into: "NotificationTypes")
    }

    /// Those that are not told as target groups and load balancers too.
    @Sendable private static func trafficSources(_ item: Value) -> Value? {
        let others = (item["TargetGroupARNs"]?.array ?? []) + (item["LoadBalancerNames"]?.array ?? [])
        return item["TrafficSources"]?.array.map { sources in
            .array(sources.filter { source in source["Identifier"].map { !others.contains($0) } ?? false })
        }
    }

    private static func gathered(_ items: Value?, by key: String, _ member: String, into list: String) -> Value? {
        guard let items = items?.array else { return nil }
        var keys: [Value] = []
        for item in items { if let value = item[key], !keys.contains(value) { keys.append(value) } }
        return .array(
            keys.map { value in
                .object([key: value, list: .array(items.filter { $0[key] == value }.compactMap { $0[member] })])
            })
    }
}
