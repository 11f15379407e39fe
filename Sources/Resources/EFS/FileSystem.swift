internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EFS::FileSystem`. Lifecycle, backup and policy have calls of their own.
    static let fileSystem = ResourceType(
        "AWS::EFS::FileSystem",
        identity: .tagged,
        ref: "FileSystemId",
        arn: "arn:${Partition}:elasticfilesystem:${Region}:${Account}:file-system/${*}",
        read: Read(
            "efs:DescribeFileSystems", items: "FileSystems", .everything(),
            details: [
                Detail(
                    "efs:DescribeLifecycleConfiguration", [.live("FileSystemId", as: "FileSystemId")],
                    takes: "LifecyclePolicies", into: "$lifecycle", fills: ["LifecyclePolicies"],
                    absent: ["FileSystemNotFound"]),
                Detail(
                    "efs:DescribeBackupPolicy", [.live("FileSystemId", as: "FileSystemId")],
                    takes: "BackupPolicy.Status", into: "$backup", fills: ["BackupPolicy"],
                    absent: ["PolicyNotFound", "FileSystemNotFound"]),
                Detail(
                    "efs:DescribeFileSystemPolicy", [.live("FileSystemId", as: "FileSystemId")],
                    takes: "Policy", into: "$policy", fills: ["FileSystemPolicy"],
                    absent: ["PolicyNotFound", "FileSystemNotFound"]),
                FileSystemReplication.detail,
            ],
            gone: .member("LifeCycleState", of: ["deleting", "deleted"]), tags: "Tags"),
        create: Create(
            Call(
                "efs:CreateFileSystem",
                [
                    "PerformanceMode", "Encrypted", "KmsKeyId", "ThroughputMode", "ProvisionedThroughputInMibps",
                    "AvailabilityZoneName",
                    Argument("Backup", .mapped(.property("BackupPolicy")) { .bool($0["Status"] == "ENABLED") }),
                    .token("CreationToken"), .tags,
                ],
                wait: available),
            repeatable: true),
        updates: [
            Update(
                ["ThroughputMode", "ProvisionedThroughputInMibps"],
                set: Call("efs:UpdateFileSystem", [fileSystemID], wait: available), whole: true),
            Update(
                ["LifecyclePolicies"],
                set: Call("efs:PutLifecycleConfiguration", [fileSystemID]),
                clear: Call("efs:PutLifecycleConfiguration", [fileSystemID, .constant("LifecyclePolicies", [])])),
            Update(["BackupPolicy"], set: Call("efs:PutBackupPolicy", [fileSystemID])),
            Update(
                ["FileSystemPolicy", "BypassPolicyLockoutSafetyCheck"],
                set: Call(
                    "efs:PutFileSystemPolicy",
                    [fileSystemID, .json("FileSystemPolicy", as: "Policy")],
                    retries: .unknownPrincipal, when: "FileSystemPolicy"),
                // Where the check is mentioned and the policy no longer is.
                then: [
                    deletePolicy(
                        each: .mapped(.several([.property("FileSystemPolicy")])) { $0[0] == .null ? [true] : [] })
                ],
                clear: deletePolicy(), whole: true),
            Update(
                ["FileSystemProtection"],
                set: Call(
                    "efs:UpdateFileSystemProtection",
                    [
                        fileSystemID,
                        Argument(
                            "ReplicationOverwriteProtection",
                            .mapped(.property("FileSystemProtection")) {
                                $0["ReplicationOverwriteProtection"] ?? "ENABLED"
                            }),
                    ])),
            FileSystemReplication.update,
        ],
        tagging: .efs(id: "FileSystemId", property: "FileSystemTags"),
        delete: Delete(
            [
                FileSystemReplication.end(when: "ReplicationConfiguration"),
                Call(
                    "efs:DeleteFileSystem", [fileSystemID], tolerates: ["FileSystemNotFound"],
                    // Mount targets that were deleted a moment ago.
                    retries: ["FileSystemInUse"], patience: 300),
            ], refusedWhileUsed: true),
        properties: [
            Property("AvailabilityZoneName", absent: .unset),
            // An account may have every file system encrypted.
            Property("Encrypted", absent: .chosenByAWS),
            Property("KmsKeyId", absent: .chosenByAWS, equality: .lastSegment),
            Property("PerformanceMode", absent: .means("generalPurpose")),
            Property("ThroughputMode", absent: .means("bursting")),
            Property("ProvisionedThroughputInMibps", absent: .unset),
            Property("LifecyclePolicies", absent: .unset, equality: .unordered, at: "$lifecycle"),
            // One in a single zone is backed up unless that is declined.
            Property(
                "BackupPolicy",
                absent: .derived { _, system in
                    ["Status": system["AvailabilityZoneName"] == nil ? "DISABLED" : "ENABLED"]
                }
            ) { item in
                let isOn = ["ENABLED", "ENABLING"].contains(item["$backup"]?.string)
                return ["Status": isOn ? "ENABLED" : "DISABLED"]
            },
            Property("FileSystemPolicy", absent: .unset, equality: .policy, at: "$policy"),
            Property("BypassPolicyLockoutSafetyCheck", absent: .means(false)),
            Property("FileSystemProtection", absent: .means(["ReplicationOverwriteProtection": "ENABLED"])),
            // The destination of a replication is one that has been open to it.
            Property(
                "FileSystemProtection.ReplicationOverwriteProtection", absent: .means("ENABLED"),
                equality: .normalised { $0 == "REPLICATING" ? "DISABLED" : $0 }),
        ] + FileSystemReplication.properties,
        attributes: [
            "FileSystemId": "FileSystemId", "Arn": "FileSystemArn",
            "ReplicationConfiguration.Destinations.*.Status": Attribute(
                "$replication.0.Status", follows: ["ReplicationConfiguration"]),
            "ReplicationConfiguration.Destinations.*.StatusMessage": Attribute(
                "$replication.0.StatusMessage", follows: ["ReplicationConfiguration"]),
        ])

    private static let fileSystemID: Argument = .attribute("FileSystemId", as: "FileSystemId")

    private static func deletePolicy(each: Argument.Source? = nil) -> Call {
        Call("efs:DeleteFileSystemPolicy", [fileSystemID], each: each, tolerates: ["PolicyNotFound"])
    }

    private static let available = Wait(
        "file system is available", "efs:DescribeFileSystems", [.attribute("FileSystemId", as: "FileSystemId")],
        until: .every("FileSystems", .equals("LifeCycleState", "available")),
        failing: .some("FileSystems", .equals("LifeCycleState", "error")), every: 2, atMost: 600)
}
