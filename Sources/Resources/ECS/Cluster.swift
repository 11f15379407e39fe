internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ECS::Cluster`. A deleted cluster stays visible as INACTIVE for a while and is made anew under its name.
    static let cluster = ResourceType(
        "AWS::ECS::Cluster",
        identity: .named("ClusterName", GeneratedName(limit: 255)),
        ref: "ClusterName",
        arn: "arn:${Partition}:ecs:${Region}:${Account}:cluster/${ClusterName}",
        read: .clusters(of: "ClusterName", gone: .equals("status", "INACTIVE")),
        create: Create(
            Call(
                "ecs:CreateCluster",
                [
                    "ClusterName", .property("ClusterSettings", as: "settings"), "Configuration", "CapacityProviders",
                    "DefaultCapacityProviderStrategy", "ServiceConnectDefaults", .tags,
                ],
                // The service-linked role that a first cluster makes.
                retries: [ErrorMatch("InvalidParameterException", contains: "service linked role")],
                wait: Wait(
                    "cluster is active", "ecs:DescribeClusters",
                    [Argument("clusters", .list(.property("ClusterName")))],
                    until: .equals("clusters.0.status", "ACTIVE"), failing: .equals("clusters.0.status", "FAILED"),
                    every: 2, atMost: 600)),
            item: "cluster",
            // On AWS a repeated call returns the cluster that exists.
            repeatable: true),
        updates: [
            Update(
                ["ClusterSettings"],
                set: Call(
                    "ecs:UpdateCluster",
                    [.property("ClusterName", as: "cluster"), .property("ClusterSettings", as: "settings")])),
            // An update without a member leaves it as it is.
            Update(
                ["Configuration"], set: Call("ecs:UpdateCluster", [.property("ClusterName", as: "cluster")]),
                clear: Call(
                    "ecs:UpdateCluster",
                    [
                        .property("ClusterName", as: "cluster"),
                        .constant("configuration.executeCommandConfiguration.logging", "DEFAULT"),
                    ])),
            Update(
                ["ServiceConnectDefaults"], set: Call("ecs:UpdateCluster", [.property("ClusterName", as: "cluster")]),
                clear: Call(
                    "ecs:UpdateCluster",
                    [.property("ClusterName", as: "cluster"), .constant("serviceConnectDefaults.namespace", "")])),
            Update(
                ["CapacityProviders", "DefaultCapacityProviderStrategy"],
                set: .putCapacityProviders(cluster: .property("ClusterName")), whole: true),
        ],
        tagging: .ecs(arn: "Arn"),
        delete: Delete(
            "ecs:DeleteCluster", [.property("ClusterName", as: "cluster")], absent: ["ClusterNotFoundException"],
            // Draining services, stopping tasks and leaving instances go by themselves.
            retries: [
                ErrorMatch("ClusterContainsServicesException", patience: 4200), "ClusterContainsTasksException",
                "ClusterContainsContainerInstancesException", "UpdateInProgressException",
            ],
            patience: 900, refusedWhileUsed: true,
            wait: Wait(
                "cluster is gone", "ecs:DescribeClusters", [Argument("clusters", .list(.property("ClusterName")))],
                until: .every("clusters", .equals("status", "INACTIVE")), every: 2, atMost: 600)),
        properties: [
            Property("ClusterName", absent: .chosenByAWS),
            // The account's own default (PutAccountSetting) decides.
            Property("ClusterSettings", absent: .chosenByAWS, equality: .keyed("Name"), at: "settings"),
            Property("Configuration", absent: .unset),
            Property("Configuration.ExecuteCommandConfiguration.Logging", absent: .means("DEFAULT")),
            Property(
                "Configuration.ExecuteCommandConfiguration.LogConfiguration.CloudWatchEncryptionEnabled",
                absent: .means(false)),
            Property(
                "Configuration.ExecuteCommandConfiguration.LogConfiguration.S3EncryptionEnabled",
                absent: .means(false)),
            Property("CapacityProviders", absent: .means([]), equality: .unordered),
            Property("DefaultCapacityProviderStrategy", absent: .means([]), equality: .keyed("CapacityProvider")),
            Property("DefaultCapacityProviderStrategy[].Base", absent: .means(0)),
            Property("DefaultCapacityProviderStrategy[].Weight", absent: .means(0)),
            Property("ServiceConnectDefaults", absent: .unset),
        ],
        attributes: [
            "Arn": Attribute(
                "clusterArn", predicted: "arn:${Partition}:ecs:${Region}:${Account}:cluster/${ClusterName}")
        ])
}

extension Read {
    /// Up to a hundred clusters a call, with everything that is left out by default.
    static func clusters(of property: String, gone: Condition) -> Read {
        Read(
            "ecs:DescribeClusters", items: "clusters",
            .batch(
                member: "clusters", of: property, most: 100,
                with: [.constant("include", ["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "TAGS"])]),
            gone: gone, tags: "tags")
    }
}

extension Call {
    /// Replaces a cluster's capacity providers; both lists are demanded, empty ones too.
    static func putCapacityProviders(cluster: Argument.Source) -> Call {
        Call(
            "ecs:PutClusterCapacityProviders",
            [Argument("cluster", cluster), "CapacityProviders", "DefaultCapacityProviderStrategy"],
            retries: ["UpdateInProgressException", "ResourceInUseException"], patience: 600,
            wait: .attachments(of: cluster))
    }
}

extension Wait {
    static func attachments(of cluster: Argument.Source) -> Wait {
        Wait(
            "capacity providers are attached", "ecs:DescribeClusters",
            [Argument("clusters", .list(cluster)), .constant("include", ["ATTACHMENTS"])],
            until: .not(.equals("clusters.0.attachmentsStatus", "UPDATE_IN_PROGRESS")),
            failing: .equals("clusters.0.attachmentsStatus", "UPDATE_FAILED"), every: 3, atMost: 600)
    }
}
