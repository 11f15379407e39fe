internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::Volume`. Its size and speed change in place; its place, key and origin never change.
    static let volume = ResourceType(
        "AWS::EC2::Volume",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:volume/${*}",
        read: Read(
            "ec2:DescribeVolumes", items: "Volumes", .stackTags(filters: "Filters"),
            details: [
                Detail(
                    "ec2:DescribeVolumeAttribute",
                    [.live("VolumeId", as: "VolumeId"), .constant("Attribute", "autoEnableIO")],
                    takes: "AutoEnableIO.Value", into: "AutoEnableIO", fills: ["AutoEnableIO"])
            ],
            gone: .member("State", of: ["deleting", "deleted"]), tags: "Tags",
            // A copy is answered as one of a list.
            shape: { $0.at("Volumes.0") ?? $0 }),
        create: Create(
            Call(
                "ec2:CreateVolume",
                [
                    "AvailabilityZone", "AvailabilityZoneId", "Encrypted", "Iops", "KmsKeyId", "MultiAttachEnabled",
                    "OutpostArn", "Size", "SnapshotId", "Throughput", "VolumeInitializationRate", "VolumeType",
                    .clientToken, .tags,
                ],
                unless: "SourceVolumeId", wait: available),
            repeatable: true,
            then: [
                // In the zone of its source, and encrypted as that is.
                Call(
                    "ec2:CopyVolumes",
                    [
                        "SourceVolumeId", "Encrypted", "Iops", "KmsKeyId", "MultiAttachEnabled", "Size", "Throughput",
                        "VolumeType", .clientToken, .tags,
                    ], when: "SourceVolumeId", wait: available)
            ]),
        updates: [
            Update(
                ["Iops", "MultiAttachEnabled", "Size", "Throughput", "VolumeType"],
                set: Call(
                    "ec2:ModifyVolume", [.attribute("VolumeId", as: "VolumeId")],
                    wait: Wait(
                        "volume is changed", "ec2:DescribeVolumesModifications",
                        [Argument("VolumeIds", .list(.attribute("VolumeId")))],
                        // The new size counts from then on, while the data moves for hours.
                        until: .every(
                            "VolumesModifications", .member("ModificationState", of: ["optimizing", "completed"])),
                        failing: .some("VolumesModifications", .equals("ModificationState", "failed")),
                        every: 5, atMost: 1800))),
            Update(
                ["AutoEnableIO"],
                set: Call(
                    "ec2:ModifyVolumeAttribute",
                    [.attribute("VolumeId", as: "VolumeId"), .property("AutoEnableIO", as: "AutoEnableIO.Value")])),
        ],
        tagging: .ec2("volume", id: "VolumeId"),
        delete: Delete(
            "ec2:DeleteVolume", [.attribute("VolumeId", as: "VolumeId")], absent: ["InvalidVolume.NotFound"],
            retries: ["VolumeInUse"], patience: 300, refusedWhileUsed: true),
        properties: [
            Property("AutoEnableIO", absent: .means(false)),
            Property("AvailabilityZone", absent: .chosenByAWS, fixed: holdsData),
            Property("AvailabilityZoneId", absent: .chosenByAWS, fixed: holdsData),
            // An account may encrypt all that is made in it.
            Property("Encrypted", absent: .chosenByAWS, fixed: holdsData),
            Property("Iops", absent: .chosenByAWS),
            Property("KmsKeyId", absent: .chosenByAWS, fixed: holdsData),
            Property("MultiAttachEnabled", absent: .means(false)),
            // The schema says that it is not told; the API tells it.
            Property("OutpostArn", absent: .unset, at: "OutpostArn", fixed: holdsData),
            Property("Size", absent: .chosenByAWS),
            Property("SnapshotId", absent: .unset, fixed: holdsData),
            Property("SourceVolumeId", absent: .unset, fixed: holdsData),
            Property("Throughput", absent: .chosenByAWS),
            Property("VolumeInitializationRate", absent: .unset, fixed: holdsData),
            Property("VolumeType", absent: .means("gp2"), equality: .caseInsensitive),
        ],
        attributes: ["VolumeId": "VolumeId"], objections: objections)

    private static let available = Wait(
        "volume is available", "ec2:DescribeVolumes", [Argument("VolumeIds", .list(.attribute("VolumeId")))],
        until: .every("Volumes", .member("State", of: ["available", "in-use"])),
        failing: .some("Volumes", .member("State", of: ["error"])), every: 2, atMost: 600)

    /// A copy has the zone of its source and no other origin. Source: EC2 API reference, CopyVolumes.
    @Sendable private static func objections(_ volume: Value) -> [Objection] {
        guard volume["SourceVolumeId"] != nil else { return [] }
        return [
            "AvailabilityZone", "AvailabilityZoneId", "OutpostArn", "SnapshotId", "VolumeInitializationRate",
        ].filter { volume[$0] != nil }.map { name in
            Objection(name, "a volume that is copied has its place and its data from its source", help: "Leave it out.")
        }
    }

    private static let holdsData = "it is given with the creation, and the volume's data is lost with the volume"
}
