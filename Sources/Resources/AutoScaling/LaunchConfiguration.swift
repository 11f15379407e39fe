internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::AutoScaling::LaunchConfiguration`. It cannot be changed or tagged: its name carries a hash of its content,
    /// so a change makes another beside it. AWS accounts made since October 2024 cannot create any.
    static let launchConfiguration = ResourceType(
        "AWS::AutoScaling::LaunchConfiguration",
        identity: .named("LaunchConfigurationName", GeneratedName(limit: 255, contentHash: true)),
        read: Read("autoscaling:DescribeLaunchConfigurations", items: "LaunchConfigurations", .everything()),
        create: Create(
            Call(
                "autoscaling:CreateLaunchConfiguration",
                [
                    "LaunchConfigurationName", "ImageId", "InstanceType", "AssociatePublicIpAddress",
                    "BlockDeviceMappings", "EbsOptimized", "IamInstanceProfile",
                    .property("InstanceMonitoring", as: "InstanceMonitoring.Enabled"), "KernelId", "KeyName",
                    "MetadataOptions", "PlacementTenancy", .property("RamDiskId", as: "RamdiskId"), "SecurityGroups",
                    "SpotPrice", "UserData",
                ],
                retries: .unknownProfile),
            repeatable: true),
        delete: Delete(
            "autoscaling:DeleteLaunchConfiguration", ["LaunchConfigurationName"],
            absent: [ErrorMatch("ValidationError", contains: "not found")], retries: ["ResourceInUse"], patience: 300,
            refusedWhileUsed: true),
        properties: [
            Property("LaunchConfigurationName", absent: .chosenByAWS),
            Property("AssociatePublicIpAddress", absent: .unset),
            Property("BlockDeviceMappings", absent: .unset, equality: .keyed("DeviceName")),
            Property("BlockDeviceMappings[].Ebs.DeleteOnTermination", absent: .chosenByAWS),
            Property("BlockDeviceMappings[].Ebs.Encrypted", absent: .chosenByAWS),
            Property("BlockDeviceMappings[].Ebs.VolumeType", absent: .chosenByAWS),
            Property("EbsOptimized", absent: .means(false)),
            Property("IamInstanceProfile", absent: .unset),
            Property("InstanceMonitoring", absent: .means(true), at: "InstanceMonitoring.Enabled"),
            Property("KernelId", absent: .unset, at: "KernelId"),
            Property("KeyName", absent: .unset),
            Property("MetadataOptions", absent: .chosenByAWS),
            Property("MetadataOptions.HttpEndpoint", absent: .chosenByAWS),
            Property("MetadataOptions.HttpPutResponseHopLimit", absent: .chosenByAWS),
            Property("MetadataOptions.HttpTokens", absent: .chosenByAWS),
            Property("PlacementTenancy", absent: .chosenByAWS),
            Property("RamDiskId", absent: .unset, at: "RamdiskId"),
            Property("SecurityGroups", absent: .unset, equality: .unordered),
            Property("SpotPrice", absent: .unset),
            Property("UserData", absent: .unset),
        ],
        unsupported: [
            "ClassicLinkVPCId": "AWS has retired EC2-Classic",
            "ClassicLinkVPCSecurityGroups": "AWS has retired EC2-Classic",
            "InstanceId":
                "what AWS would take from the instance could not be told from drift; give the settings themselves",
        ])
}
