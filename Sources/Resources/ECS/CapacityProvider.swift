internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ECS::CapacityProvider`: an auto scaling group, or instances that ECS manages for one cluster.
    static let capacityProvider = ResourceType(
        "AWS::ECS::CapacityProvider",
        identity: .named("Name", GeneratedName(limit: 255)),
        ref: "Name",
        arn: "arn:${Partition}:ecs:${Region}:${Account}:capacity-provider/${Name}",
        read: Read(
            "ecs:DescribeCapacityProviders", items: "capacityProviders",
            .batch(
                member: "capacityProviders", of: "Name", most: 100,
                with: [.property("ClusterName", as: "cluster"), .constant("include", ["TAGS"])]),
            gone: .equals("status", "INACTIVE"),
            absent: ["ClusterNotFoundException"], tags: "tags"),
        create: Create(
            Call(
                "ecs:CreateCapacityProvider",
                [
                    "Name", .property("ClusterName", as: "cluster"), "AutoScalingGroupProvider",
                    "ManagedInstancesProvider", .tags,
                ],
                retries: ["UpdateInProgressException"], patience: 600,
                wait: provider(
                    "capacity provider is active", until: .equals("capacityProviders.0.status", "ACTIVE"),
                    failing: .equals("capacityProviders.0.updateStatus", "CREATE_FAILED"))),
            item: "capacityProvider", repeatable: true),
        updates: [
            Update(
                ["AutoScalingGroupProvider", "ManagedInstancesProvider"],
                set: Call(
                    "ecs:UpdateCapacityProvider",
                    [
                        "Name", .property("ClusterName", as: "cluster"),
                        Argument(
                            "autoScalingGroupProvider",
                            .mapped(.property("AutoScalingGroupProvider")) {
                                $0.without("AutoScalingGroupArn").without("autoScalingGroupArn")
                            }),
                        Argument(
                            "managedInstancesProvider",
                            .mapped(.property("ManagedInstancesProvider")) { $0.changeable }),
                    ],
                    retries: ["UpdateInProgressException"], patience: 600,
                    wait: provider(
                        "capacity provider is updated",
                        until: .not(.equals("capacityProviders.0.updateStatus", "UPDATE_IN_PROGRESS")),
                        failing: .equals("capacityProviders.0.updateStatus", "UPDATE_FAILED"))))
        ],
        tagging: .ecs(arn: "Arn"),
        delete: Delete(
            "ecs:DeleteCapacityProvider",
            [.property("Name", as: "capacityProvider"), .property("ClusterName", as: "cluster")],
            absent: [
                ErrorMatch("ClientException", contains: "not found"),
                ErrorMatch("ClientException", contains: "does not exist"),
                ErrorMatch("InvalidParameterException", contains: "does not exist"), "ClusterNotFoundException",
            ],
            retries: ["UpdateInProgressException"], patience: 600, refusedWhileUsed: true,
            wait: provider(
                "capacity provider is gone",
                until: .every(
                    "capacityProviders",
                    .any([.equals("status", "INACTIVE"), .equals("updateStatus", "DELETE_COMPLETE")])),
                failing: .equals("capacityProviders.0.updateStatus", "DELETE_FAILED"))),
        properties: [
            Property("Name", absent: .chosenByAWS),
            Property("ClusterName", absent: .unset, equality: .lastSegment, at: "cluster"),
            Property("AutoScalingGroupProvider", absent: .unset),
            // An update without them leaves them as they are.
            Property("AutoScalingGroupProvider.ManagedDraining", absent: .derived { _, _ in "ENABLED" }),
            Property("AutoScalingGroupProvider.ManagedTerminationProtection", absent: .derived { _, _ in "DISABLED" }),
            Property("AutoScalingGroupProvider.ManagedScaling", absent: .means(["Status": "DISABLED"])),
            Property("AutoScalingGroupProvider.ManagedScaling.Status", absent: .derived { _, _ in "DISABLED" }),
            Property("AutoScalingGroupProvider.ManagedScaling.TargetCapacity", absent: .derived { _, _ in 100 }),
            Property("AutoScalingGroupProvider.ManagedScaling.MinimumScalingStepSize", absent: .derived { _, _ in 1 }),
            Property(
                "AutoScalingGroupProvider.ManagedScaling.MaximumScalingStepSize", absent: .derived { _, _ in 10000 }),
            Property("AutoScalingGroupProvider.ManagedScaling.InstanceWarmupPeriod", absent: .derived { _, _ in 300 }),
            Property("ManagedInstancesProvider", absent: .unset),
            Property("ManagedInstancesProvider.PropagateTags", absent: .means("NONE")),
            Property("ManagedInstancesProvider.AutoRepairConfiguration", absent: .chosenByAWS),
            Property("ManagedInstancesProvider.InfrastructureOptimization", absent: .chosenByAWS),
            Property("ManagedInstancesProvider.InstanceLaunchTemplate.StorageConfiguration", absent: .chosenByAWS),
            Property("ManagedInstancesProvider.InstanceLaunchTemplate.LocalStorageConfiguration", absent: .chosenByAWS),
            Property("ManagedInstancesProvider.InstanceLaunchTemplate.InstanceRequirements", absent: .chosenByAWS),
            Property("ManagedInstancesProvider.InstanceLaunchTemplate.CapacityReservations", absent: .chosenByAWS),
            Property(
                "ManagedInstancesProvider.InstanceLaunchTemplate.CapacityOptionType", absent: .means("ON_DEMAND"),
                replaces: "UpdateCapacityProvider does not take it"),
            Property(
                "ManagedInstancesProvider.InstanceLaunchTemplate.FipsEnabled", absent: .chosenByAWS,
                replaces: "UpdateCapacityProvider does not take it"),
            Property(
                "ManagedInstancesProvider.InstanceLaunchTemplate.InstanceMetadataTagsPropagation",
                absent: .chosenByAWS),
            Property("ManagedInstancesProvider.InstanceLaunchTemplate.Monitoring", absent: .means("BASIC")),
        ],
        attributes: [
            // Of no GetAtt; the tagging calls take it.
            "Arn": Attribute(
                "capacityProviderArn", predicted: "arn:${Partition}:ecs:${Region}:${Account}:capacity-provider/${Name}")
        ])

    private static func provider(_ says: String, until: Condition, failing: Condition) -> Wait {
        Wait(
            says, "ecs:DescribeCapacityProviders",
            [
                Argument("capacityProviders", .list(.property("Name"))), .property("ClusterName", as: "cluster"),
            ],
            until: until, failing: failing, endedBy: ["ClusterNotFoundException"], every: 3, atMost: 900)
    }
}

extension Value {
    /// The object without a member; anything else as it is.
    func without(_ member: String) -> Value {
        guard var object else { return self }
        object[member] = nil
        return .object(object)
    }

    /// A managed instances provider as UpdateCapacityProvider takes it: what is fixed at creation is left out.
    fileprivate var changeable: Value {
        guard var object else { return self }
        for name in ["InstanceLaunchTemplate", "instanceLaunchTemplate"] {
            guard let template = object[name] else { continue }
            object[name] = ["CapacityOptionType", "capacityOptionType", "FipsEnabled", "fipsEnabled"]
                .reduce(template) { $0.without($1) }
        }
        return .object(object)
    }
}
