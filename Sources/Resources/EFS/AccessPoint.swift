internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EFS::AccessPoint`: a folder of a file system as a user of its own sees it. Only its tags can change.
    static let accessPoint = ResourceType(
        "AWS::EFS::AccessPoint",
        identity: .tagged,
        ref: "AccessPointId",
        arn: "arn:${Partition}:elasticfilesystem:${Region}:${Account}:access-point/${*}",
        read: Read(
            "efs:DescribeAccessPoints", items: "AccessPoints", .everything(),
            gone: .member("LifeCycleState", of: ["deleting", "deleted"]), tags: "Tags"),
        create: Create(
            Call(
                "efs:CreateAccessPoint",
                [
                    "FileSystemId", "PosixUser", "RootDirectory", .tags,
                    // A template's own token takes the place of plumb's.
                    Argument(
                        "ClientToken",
                        .mapped(.several([.property("ClientToken"), .token(limit: 64)])) {
                            ($0[0] == .null ? $0[1] : $0[0]) ?? .null
                        }),
                ],
                retries: ["IncorrectFileSystemLifeCycleState"], patience: 60,
                wait: Wait(
                    "access point is available", "efs:DescribeAccessPoints",
                    [.attribute("AccessPointId", as: "AccessPointId")],
                    until: .every("AccessPoints", .equals("LifeCycleState", "available")),
                    failing: .some("AccessPoints", .equals("LifeCycleState", "error")), every: 2, atMost: 300)),
            repeatable: true),
        tagging: .efs(id: "AccessPointId", property: "AccessPointTags"),
        delete: Delete(
            "efs:DeleteAccessPoint", [.attribute("AccessPointId", as: "AccessPointId")],
            absent: ["AccessPointNotFound"]),
        properties: [
            Property("FileSystemId"),
            Property("PosixUser", absent: .unset),
            Property("PosixUser.SecondaryGids", absent: .unset, equality: .unordered),
            Property("RootDirectory", absent: .means(["Path": "/"])),
            Property("RootDirectory.Path", absent: .means("/")),
            Property("RootDirectory.CreationInfo", absent: .unset),
            Property("ClientToken", absent: .chosenByAWS),
        ],
        attributes: ["AccessPointId": "AccessPointId", "Arn": "AccessPointArn"])
}
