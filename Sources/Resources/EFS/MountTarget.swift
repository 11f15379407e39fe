internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EFS::MountTarget`. A subnet has one at the most for each file system; nobody reaches the file system without.
    static let mountTarget = ResourceType(
        "AWS::EFS::MountTarget",
        identity: .key(["FileSystemId", "SubnetId"]),
        ref: "Id",
        read: Read(
            "efs:DescribeMountTargets", items: "MountTargets", .each(["FileSystemId"]),
            details: [
                Detail(
                    "efs:DescribeMountTargetSecurityGroups", [.live("MountTargetId", as: "MountTargetId")],
                    takes: "SecurityGroups", into: "SecurityGroups",
                    absent: ["MountTargetNotFound", "IncorrectMountTargetState"])
            ],
            gone: .member("LifeCycleState", of: ["deleting", "deleted"]), absent: ["FileSystemNotFound"]),
        create: Create(
            Call(
                "efs:CreateMountTarget",
                ["FileSystemId", "SubnetId", "IpAddress", "Ipv6Address", "IpAddressType", "SecurityGroups"],
                retries: ["IncorrectFileSystemLifeCycleState", "SubnetNotFound", "SecurityGroupNotFound"], patience: 60,
                wait: Wait(
                    "mount target is available", "efs:DescribeMountTargets",
                    [.attribute("Id", as: "MountTargetId")],
                    until: .every("MountTargets", .equals("LifeCycleState", "available")),
                    failing: .some("MountTargets", .member("LifeCycleState", of: ["error", "deleted"])), every: 3,
                    atMost: 900, item: "MountTargets.0")),
            repeatable: false),
        updates: [
            Update(
                ["SecurityGroups"],
                set: Call("efs:ModifyMountTargetSecurityGroups", [.attribute("Id", as: "MountTargetId")]))
        ],
        delete: Delete(
            "efs:DeleteMountTarget", [.attribute("Id", as: "MountTargetId")], absent: ["MountTargetNotFound"],
            // Until then its network interface is in the subnet.
            wait: Wait(
                "mount target is gone", "efs:DescribeMountTargets", [.attribute("Id", as: "MountTargetId")],
                until: .every("MountTargets", .equals("LifeCycleState", "deleted")), endedBy: ["MountTargetNotFound"],
                every: 3, atMost: 900)),
        properties: [
            Property("FileSystemId"),
            Property("SubnetId"),
            Property("IpAddress", absent: .chosenByAWS),
            Property("Ipv6Address", absent: .chosenByAWS),
            // Told by the addresses that it has.
            Property("IpAddressType", absent: .chosenByAWS) { target in
                switch (target["IpAddress"], target["Ipv6Address"]) {
                case (_?, _?): "DUAL_STACK"
                case (nil, _?): "IPV6_ONLY"
                case (_?, nil): "IPV4_ONLY"
                default: nil
                }
            },
            Property("SecurityGroups", equality: .unordered),
        ],
        attributes: ["Id": "MountTargetId", "IpAddress": "IpAddress", "Ipv6Address": "Ipv6Address"],
        completes: ["FileSystemId"])
}
