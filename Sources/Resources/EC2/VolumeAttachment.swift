internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::VolumeAttachment`. Known by its volume and its instance.
    static let volumeAttachment = ResourceType(
        "AWS::EC2::VolumeAttachment",
        identity: .key(["VolumeId", "InstanceId"]),
        read: Read(
            "ec2:DescribeVolumes", items: "Volumes/Attachments", .filter("volume-id", of: "VolumeId"),
            gone: .member("State", of: ["detaching", "detached"])),
        create: Create(
            Call(
                "ec2:AttachVolume", ["Device", "EbsCardIndex", "InstanceId", "VolumeId"],
                // The instance is still starting, or the volume is still leaving another one.
                retries: ["IncorrectState", "IncorrectInstanceState", "InvalidVolume.NotFound", "VolumeInUse"],
                patience: 120,
                wait: Wait(
                    "volume is attached", "ec2:DescribeVolumes", [Argument("VolumeIds", .list("VolumeId"))],
                    until: .every("Volumes", .some("Attachments", .equals("State", "attached"))), every: 2, atMost: 300)
            ),
            repeatable: false, exclusive: [["VolumeId"]]),
        delete: Delete(
            "ec2:DetachVolume", ["InstanceId", "VolumeId"],
            absent: ["InvalidAttachment.NotFound", "InvalidVolume.NotFound", "IncorrectState"],
            wait: Wait(
                "volume is detached", "ec2:DescribeVolumes", [Argument("VolumeIds", .list("VolumeId"))],
                until: .every("Volumes", .every("Attachments", .not(.equals("State", "detaching")))),
                endedBy: ["InvalidVolume.NotFound"], every: 2, atMost: 300)),
        properties: [
            Property("Device", replaces: attachedOnce),
            Property("EbsCardIndex", absent: .chosenByAWS, replaces: attachedOnce),
            Property("InstanceId", replaces: attachedOnce),
            Property("VolumeId", replaces: attachedOnce),
        ],
        claims: [
            Claim(
                through: "InstanceId", of: "AWS::EC2::Instance", list: "Volumes", member: "VolumeId", value: "VolumeId")
        ])

    private static let attachedOnce: Replacing =
        "an attachment never changes: the volume is detached, and attached anew"
}
