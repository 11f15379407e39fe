internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ECS::Service`. A change is done when its deployment is the only one and all its tasks run. A service that
    /// is being deleted drains its load balancer's connections first and holds its name until then.
    static let service = ResourceType(
        "AWS::ECS::Service",
        identity: .named("ServiceName", GeneratedName(limit: 255)),
        ref: "ServiceArn",
        arn: "arn:${Partition}:ecs:${Region}:${Account}:service/${Cluster}/${ServiceName}",
        read: Read(
            "ecs:DescribeServices", items: "services",
            .batch(
                member: "services", of: "ServiceName", most: 10,
                with: [.property("Cluster", as: "cluster"), .constant("include", ["TAGS"])]),
            gone: .member("status", of: ["INACTIVE", "DRAINING"]), absent: ["ClusterNotFoundException"], tags: "tags"),
        create: Create(
            Call(
                "ecs:CreateService",
                [
                    "ServiceName", "Cluster", "TaskDefinition", "DesiredCount", "LaunchType", "SchedulingStrategy",
                    "DeploymentController", "DeploymentConfiguration", "CapacityProviderStrategy", "PlatformVersion",
                    "LoadBalancers", "Role", "ServiceRegistries", "NetworkConfiguration", "PlacementConstraints",
                    .property("PlacementStrategies", as: "placementStrategy"), "HealthCheckGracePeriodSeconds",
                    "AvailabilityZoneRebalancing", "EnableECSManagedTags", "EnableExecuteCommand", "PropagateTags",
                    "ServiceConnectConfiguration", "VolumeConfigurations", "VpcLatticeConfigurations", "Monitoring",
                    "GatewayConnectors", .tags,
                ],
                retries: .unreadyService + [
                    // The predecessor of the same name still drains; at the most an hour and its tasks' stop time.
                    ErrorMatch("InvalidParameterException", contains: "still Draining", patience: 4200)
                ],
                wait: stable),
            // Its name is its token: one that outlives the service would give the deleted one for the next of that name.
            item: "service", repeatable: false),
        updates: [
            Update(
                [
                    "TaskDefinition", "DesiredCount", "DeploymentController", "DeploymentConfiguration",
                    "CapacityProviderStrategy", "PlatformVersion", "LoadBalancers", "ServiceRegistries",
                    "NetworkConfiguration", "PlacementConstraints", "PlacementStrategies",
                    "HealthCheckGracePeriodSeconds", "AvailabilityZoneRebalancing", "EnableECSManagedTags",
                    "EnableExecuteCommand", "PropagateTags", "ServiceConnectConfiguration", "VolumeConfigurations",
                    "VpcLatticeConfigurations", "Monitoring", "GatewayConnectors", "ForceNewDeployment",
                ],
                set: Call(
                    "ecs:UpdateService",
                    [
                        "Cluster", .property("ServiceName", as: "service"),
                        .property("PlacementStrategies", as: "placementStrategy"),
                        // With whatever else changes; another nonce is a change.
                        Argument(
                            "forceNewDeployment",
                            .mapped(.property("ForceNewDeployment")) { $0["EnableForceNewDeployment"] ?? .null }),
                    ],
                    retries: .unreadyService, wait: stable))
        ],
        tagging: .ecs(arn: "ServiceArn"),
        delete: Delete(
            // Force also sets the desired count to zero.
            "ecs:DeleteService",
            ["Cluster", .property("ServiceName", as: "service"), .constant("force", true)],
            absent: ["ServiceNotFoundException", "ServiceNotActiveException", "ClusterNotFoundException"],
            wait: Wait(
                "service has drained", "ecs:DescribeServices", named,
                until: .every("services", .equals("status", "INACTIVE")), endedBy: ["ClusterNotFoundException"],
                // A target group may take an hour to deregister a target.
                every: 5, atMost: 4200)),
        properties: [
            Property("ServiceName", absent: .chosenByAWS),
            Property("Cluster", absent: .means("default"), equality: .lastSegment, at: "clusterArn"),
            Property("TaskDefinition", absent: .chosenByAWS, equality: .covering(isRevision)),
            Property(
                "DesiredCount", absent: .initially { $0["SchedulingStrategy"] == "DAEMON" ? nil : 1 }),
            Property("LaunchType", absent: .chosenByAWS, replaces: "UpdateService does not take it"),
            Property("SchedulingStrategy", absent: .means("REPLICA")),
            Property("DeploymentController", absent: .means(["Type": "ECS"])),
            Property("DeploymentController.Type", absent: .means("ECS")),
            Property("DeploymentConfiguration", absent: .means([:])),
            Property(
                "DeploymentConfiguration.MaximumPercent",
                absent: .derived { $1.isRolledOutElsewhere ? nil : $1.isDaemon ? 100 : 200 }),
            Property(
                "DeploymentConfiguration.MinimumHealthyPercent",
                absent: .derived { $1.isRolledOutElsewhere ? nil : $1.isDaemon ? 0 : 100 }),
            Property("DeploymentConfiguration.Strategy", absent: .means("ROLLING")),
            Property("DeploymentConfiguration.BakeTimeInMinutes", absent: .means(0)),
            Property(
                // An update without it leaves it as it is.
                "DeploymentConfiguration.DeploymentCircuitBreaker",
                absent: .derived { $1.isRolledOutElsewhere ? nil : ["Enable": false, "Rollback": false] }),
            Property(
                "DeploymentConfiguration.DeploymentCircuitBreaker.ResetOnHealthyTask", absent: .chosenByAWS),
            Property(
                "DeploymentConfiguration.DeploymentCircuitBreaker.ThresholdConfiguration", absent: .chosenByAWS),
            Property(
                "DeploymentConfiguration.Alarms",
                absent: .derived {
                    $1.isRolledOutElsewhere ? nil : ["AlarmNames": [], "Enable": false, "Rollback": false]
                }),
            Property("DeploymentConfiguration.Alarms.AlarmNames", equality: .unordered),
            Property("DeploymentConfiguration.EarlySuccessCriteria", absent: .chosenByAWS),
            Property("CapacityProviderStrategy", absent: .chosenByAWS, equality: .keyed("CapacityProvider")),
            Property("CapacityProviderStrategy[].Base", absent: .means(0)),
            Property("CapacityProviderStrategy[].Weight", absent: .means(0)),
            // "LATEST" on Fargate, nothing on instances.
            Property("PlatformVersion", absent: .chosenByAWS),
            Property("LoadBalancers", absent: .means([]), equality: .unordered),
            // ECS takes its own role where a balancer needs one and none is named.
            Property(
                "Role", absent: .unset, orAbsent: "AWSServiceRoleForECS", equality: .lastSegment, at: "roleArn"),
            Property("ServiceRegistries", absent: .means([]), equality: .unordered),
            Property("NetworkConfiguration", absent: .unset),
            Property("NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp", absent: .means("DISABLED")),
            Property(
                "NetworkConfiguration.AwsvpcConfiguration.SecurityGroups", absent: .chosenByAWS, equality: .unordered),
            Property("NetworkConfiguration.AwsvpcConfiguration.Subnets", equality: .unordered),
            Property("PlacementConstraints", absent: .means([]), equality: .unordered),
            Property("PlacementStrategies", absent: .means([]), at: "placementStrategy"),
            // AWS writes the names that it knows in its own case.
            Property("PlacementStrategies[].Field", absent: .unset, equality: .caseInsensitive),
            Property(
                "HealthCheckGracePeriodSeconds",
                absent: .derived { $1["LoadBalancers"]?.isEmptyOrNull ?? true ? nil : 0 }),
            Property("AvailabilityZoneRebalancing", absent: .chosenByAWS),
            Property("EnableECSManagedTags", absent: .means(false)),
            Property("EnableExecuteCommand", absent: .means(false)),
            Property(
                "PropagateTags", absent: .means("NONE"),
                decode: { $0["propagateTags"].flatMap { $0.isEmptyOrNull ? nil : $0 } }),
            // AWS answers with the namespace's ARN and filled-in volumes, so these two go by the digest.
            Property("ServiceConnectConfiguration", absent: .means(["Enabled": false]), writeOnly: true),
            Property("VolumeConfigurations", absent: .means([]), equality: .keyed("Name"), writeOnly: true),
            Property("VpcLatticeConfigurations", absent: .means([]), equality: .keyed("PortName")) {
                $0.primaryDeployment?["vpcLatticeConfigurations"]
            },
            Property("Monitoring", absent: .unset, writeOnly: true),
            Property("GatewayConnectors", absent: .means([]), writeOnly: true),
            Property("ForceNewDeployment", absent: .unset),
        ],
        names: [
            "DeploymentConfiguration.LifecycleHooks[].HookDetails": "hookDetails",
            "VolumeConfigurations[].ManagedEBSVolume": "managedEBSVolume",
        ],
        attributes: [
            "ServiceArn": "serviceArn",
            "Name": Attribute("serviceName", predicted: "${ServiceName}"),
        ],
        foreign: Foreign(
            inside: "AWS::ECS::Cluster", by: ["clusterArn"],
            .names(
                Read("ecs:ListServices", items: "serviceArns", .each([.attribute("Arn", as: "cluster")])),
                as: "ServiceName", with: ["cluster": "Cluster"]),
            shows: ["TaskDefinition", "DesiredCount"]))

    /// True for the ARN of a revision that a text names: by its ARN, as `family:revision`, or by the family alone, of which
    /// ECS has taken the newest then.
    private static func isRevision(_ wanted: Value, _ live: Value) -> Bool {
        let wanted = wanted.scalarText?.split(separator: "/").last, live = live.scalarText?.split(separator: "/").last
        guard let wanted, let live else { return false }
        return wanted == live || !wanted.contains(":") && live.prefix { $0 != ":" } == wanted
    }

    private static let named: [Argument] = ["Cluster", Argument("services", .list(.property("ServiceName")))]

    /// A single deployment that is complete and runs all its tasks. Other deployment controllers roll out by
    /// themselves.
    private static let stable = Wait(
        "service is stable", "ecs:DescribeServices", named,
        until: .any([
            .member("services.0.deploymentController.type", of: ["CODE_DEPLOY", "EXTERNAL"]),
            .all([
                .count("services.0.deployments", 1),
                .same("services.0.runningCount", "services.0.desiredCount"),
                .every(
                    "services.0.deployments", .any([.missing("rolloutState"), .equals("rolloutState", "COMPLETED")])),
            ]),
        ]),
        failing: .any([
            .some("services.0.deployments", .equals("rolloutState", "FAILED")),
            .member("services.0.status", of: ["DRAINING", "INACTIVE"]),
        ]),
        every: 5, atMost: 2400, item: "services.0")
}

extension Value {
    fileprivate var isDaemon: Bool { self["SchedulingStrategy"] == "DAEMON" }

    /// By CodeDeploy or a program of the user's, for which ECS picks the bounds.
    fileprivate var isRolledOutElsewhere: Bool {
        self.at("DeploymentController.Type").map { $0 != "ECS" } ?? false
    }

    /// The deployment that the service is to end up with, which keeps what the service does not tell.
    fileprivate var primaryDeployment: Value? {
        self["deployments"]?.array?.first { $0["status"] == "PRIMARY" }
    }
}
