internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ECS::TaskDefinition`. Nothing of it can be changed: a change registers a new revision of the family, and
    /// the old one is deregistered when the services have moved. The newest active revision is the one that counts.
    static let taskDefinition = ResourceType(
        "AWS::ECS::TaskDefinition",
        identity: .named("Family", GeneratedName(limit: 255)),
        ref: "TaskDefinitionArn",
        arn: "arn:${Partition}:ecs:${Region}:${Account}:task-definition/${Family}:${*}",
        read: Read(
            "ecs:DescribeTaskDefinition", items: "",
            // A family name stands for its newest active revision.
            .each([.property("Family", as: "taskDefinition"), .constant("include", ["TAGS"])]),
            gone: .not(.equals("taskDefinition.status", "ACTIVE")),
            absent: [ErrorMatch("ClientException", contains: "Unable to describe task definition")], tags: "tags",
            immutable: Call(
                "ecs:ListTaskDefinitions",
                [.constant("status", "ACTIVE"), .constant("sort", "DESC"), .constant("maxResults", 100)]),
            immutableItems: "taskDefinitionArns"),
        create: Create(
            Call(
                "ecs:RegisterTaskDefinition",
                [
                    "Family", "ContainerDefinitions", "Cpu", "Memory", "NetworkMode", "TaskRoleArn", "ExecutionRoleArn",
                    "RequiresCompatibilities", "RuntimePlatform", "Volumes", "PlacementConstraints", "PidMode",
                    "IpcMode",
                    "ProxyConfiguration", "InferenceAccelerators", "EphemeralStorage", "EnableFaultInjection", .tags,
                ],
                retries: [ErrorMatch("ClientException", contains: "Role is not valid")]),
            repeatable: false, revises: true),
        tagging: .ecs(arn: "TaskDefinitionArn"),
        delete: Delete(
            "ecs:DeregisterTaskDefinition", [.attribute("TaskDefinitionArn", as: "taskDefinition")],
            absent: [
                ErrorMatch("ClientException", contains: "Unable to describe task definition"),
                ErrorMatch("ClientException", contains: "does not exist"),
                ErrorMatch("InvalidParameterException", contains: "inactive"),
                ErrorMatch("ClientException", contains: "inactive"),
            ]),
        properties: [
            Property("Family", absent: .chosenByAWS),
            Property("ContainerDefinitions", equality: .keyed("Name")),
            Property("Cpu", absent: .unset, equality: .taskCPU),
            Property("Memory", absent: .unset, equality: .taskMemory),
            // Windows tasks have no mode of their own.
            Property("NetworkMode", absent: .derived { $1.isWindows ? nil : $1.isFargate ? "awsvpc" : "bridge" }),
            Property("TaskRoleArn", absent: .unset),
            Property("ExecutionRoleArn", absent: .unset),
            Property("RequiresCompatibilities", absent: .unset, equality: .unordered),
            Property("RuntimePlatform", absent: .chosenByAWS),
            Property("RuntimePlatform.CpuArchitecture", absent: .chosenByAWS),
            Property("RuntimePlatform.OperatingSystemFamily", absent: .chosenByAWS),
            Property("Volumes", absent: .means([]), equality: .keyed("Name")),
            Property("PlacementConstraints", absent: .means([]), equality: .unordered),
            Property("PidMode", absent: .unset),
            Property("IpcMode", absent: .unset),
            Property("ProxyConfiguration", absent: .unset),
            Property("InferenceAccelerators", absent: .means([]), equality: .keyed("DeviceName")),
            Property("EphemeralStorage", absent: .chosenByAWS),
            Property("EnableFaultInjection", absent: .means(false)),
        ].map(\.inTaskDefinition) + containers + volumes,
        names: [
            "ProxyConfiguration.ProxyConfigurationProperties": "properties",
            "Volumes[].EFSVolumeConfiguration": "efsVolumeConfiguration",
            "Volumes[].EFSVolumeConfiguration.FilesystemId": "fileSystemId",
            "Volumes[].EFSVolumeConfiguration.AuthorizationConfig.IAM": "iam",
            "Volumes[].FSxWindowsFileServerVolumeConfiguration": "fsxWindowsFileServerVolumeConfiguration",
            "Volumes[].S3FilesVolumeConfiguration": "s3filesVolumeConfiguration",
        ],
        attributes: ["TaskDefinitionArn": "taskDefinition.taskDefinitionArn"])

    /// What ECS fills into a container definition, and the lists in which order has no meaning.
    private static let containers: [Property] = [
        Property("ContainerDefinitions[].Cpu", absent: .means(0)),
        Property("ContainerDefinitions[].Essential", absent: .means(true)),
        Property("ContainerDefinitions[].Privileged", absent: .means(false)),
        Property("ContainerDefinitions[].ReadonlyRootFilesystem", absent: .means(false)),
        Property("ContainerDefinitions[].Interactive", absent: .means(false)),
        Property("ContainerDefinitions[].PseudoTerminal", absent: .means(false)),
        Property("ContainerDefinitions[].DisableNetworking", absent: .means(false)),
        Property("ContainerDefinitions[].VersionConsistency", absent: .means("enabled")),
        Property("ContainerDefinitions[].Environment", absent: .means([]), equality: .keyed("Name")),
        Property("ContainerDefinitions[].Secrets", absent: .means([]), equality: .keyed("Name")),
        Property("ContainerDefinitions[].PortMappings", absent: .means([]), equality: .unordered),
        Property("ContainerDefinitions[].PortMappings[].Protocol", absent: .means("tcp")),
        Property(
            "ContainerDefinitions[].PortMappings[].HostPort",
            absent: .derived { mapping, task in
                mapping["ContainerPortRange"] != nil
                    ? nil : task.sharesPorts ? mapping["ContainerPort"] : .int(0)
            }),
        Property("ContainerDefinitions[].MountPoints", absent: .means([]), equality: .unordered),
        Property("ContainerDefinitions[].MountPoints[].ReadOnly", absent: .means(false)),
        Property("ContainerDefinitions[].VolumesFrom", absent: .means([]), equality: .unordered),
        Property("ContainerDefinitions[].VolumesFrom[].ReadOnly", absent: .means(false)),
        Property("ContainerDefinitions[].DependsOn", absent: .unset, equality: .unordered),
        Property("ContainerDefinitions[].Links", absent: .unset, equality: .unordered),
        Property("ContainerDefinitions[].DnsServers", absent: .unset, equality: .unordered),
        Property("ContainerDefinitions[].DnsSearchDomains", absent: .unset, equality: .unordered),
        Property("ContainerDefinitions[].DockerSecurityOptions", absent: .unset, equality: .unordered),
        Property("ContainerDefinitions[].CredentialSpecs", absent: .unset, equality: .unordered),
        Property("ContainerDefinitions[].ExtraHosts", absent: .unset, equality: .unordered),
        Property("ContainerDefinitions[].ResourceRequirements", absent: .unset, equality: .unordered),
        Property("ContainerDefinitions[].SystemControls", absent: .means([]), equality: .unordered),
        Property("ContainerDefinitions[].Ulimits", absent: .unset, equality: .keyed("Name")),
        Property("ContainerDefinitions[].HealthCheck.Interval", absent: .means(30)),
        Property("ContainerDefinitions[].HealthCheck.Timeout", absent: .means(5)),
        Property("ContainerDefinitions[].HealthCheck.Retries", absent: .means(3)),
        Property("ContainerDefinitions[].HealthCheck.StartPeriod", absent: .means(0)),
        Property("ContainerDefinitions[].LogConfiguration.SecretOptions", absent: .means([]), equality: .keyed("Name")),
        Property("ContainerDefinitions[].RestartPolicy.RestartAttemptPeriod", absent: .means(300)),
        Property("ContainerDefinitions[].RestartPolicy.IgnoredExitCodes", absent: .means([]), equality: .unordered),
        Property("ContainerDefinitions[].LinuxParameters.Capabilities.Add", absent: .means([]), equality: .unordered),
        Property("ContainerDefinitions[].LinuxParameters.Capabilities.Drop", absent: .means([]), equality: .unordered),
        Property("ContainerDefinitions[].LinuxParameters.InitProcessEnabled", absent: .means(false)),
        Property("ContainerDefinitions[].LinuxParameters.Devices", absent: .means([]), equality: .unordered),
        Property("ContainerDefinitions[].LinuxParameters.Tmpfs", absent: .means([]), equality: .unordered),
        Property(
            "ContainerDefinitions[].LinuxParameters.Tmpfs[].MountOptions", absent: .means([]), equality: .unordered),
    ]

    private static let volumes: [Property] = [
        Property("Volumes[].Host", absent: .unset),
        Property("Volumes[].ConfiguredAtLaunch", absent: .means(false)),
        Property("Volumes[].DockerVolumeConfiguration.Scope", absent: .means("task")),
        Property("Volumes[].DockerVolumeConfiguration.Driver", absent: .means("local")),
        Property("Volumes[].DockerVolumeConfiguration.Autoprovision", absent: .means(false)),
        Property("Volumes[].EFSVolumeConfiguration.RootDirectory", absent: .means("/")),
        Property("Volumes[].EFSVolumeConfiguration.TransitEncryption", absent: .means("DISABLED")),
        Property("Volumes[].EFSVolumeConfiguration.AuthorizationConfig.IAM", absent: .means("DISABLED")),
    ]
}

extension Property {
    /// The answer holds the definition beside its tags.
    fileprivate var inTaskDefinition: Property {
        var property = self
        property.at = "taskDefinition." + path.prefix(1).lowercased() + path.dropFirst()
        return property
    }
}

extension Equality {
    /// CPU units or vCPUs: `1 vCPU` is `1024`, as ECS stores it.
    fileprivate static let taskCPU: Equality = .normalised { $0.scaled(units: ["vcpu"]) }
    /// MiB or GB: `2 GB` is `2048`, as ECS stores it.
    fileprivate static let taskMemory: Equality = .normalised { $0.scaled(units: ["gb"]) }
}

extension Value {
    /// `.5 vCPU` as `512`, a plain number as its text.
    fileprivate func scaled(units: [String]) -> Value {
        guard let text = scalarText?.lowercased() else { return self }
        for unit in units where text.hasSuffix(unit) {
            let number = text.dropLast(unit.count).filter { !$0.isWhitespace }
            guard let amount = Double(number.hasPrefix(".") ? "0" + number : number), amount < 1e9 else { return self }
            return .string(String(Int((amount * 1024).rounded())))
        }
        return .string(text)
    }

    fileprivate var isFargate: Bool { self["RequiresCompatibilities"]?.array?.contains("FARGATE") ?? false }

    fileprivate var isWindows: Bool {
        self["RuntimePlatform"]?["OperatingSystemFamily"]?.string?.hasPrefix("WINDOWS") ?? false
    }

    /// True when a container's port is its host's: ECS then answers with the container's port.
    fileprivate var sharesPorts: Bool {
        isFargate || self["NetworkMode"] == "awsvpc" || self["NetworkMode"] == "host"
    }
}
