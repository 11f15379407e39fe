internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::LaunchTemplate`. A change makes a new version and the default of it; where another one is the default,
    /// that was not done to its end. One call reads the latest versions of all templates, although CloudFormation calls the
    /// data write-only.
    static let launchTemplate = ResourceType(
        "AWS::EC2::LaunchTemplate",
        identity: .named("LaunchTemplateName", GeneratedName(limit: 128)),
        ref: "LaunchTemplateId",
        arn: "arn:${Partition}:ec2:${Region}:${Account}:launch-template/${*}",
        read: Read(
            "ec2:DescribeLaunchTemplates", items: "LaunchTemplates",
            .filter("launch-template-name", of: "LaunchTemplateName"),
            details: [
                Detail(
                    "ec2:DescribeLaunchTemplateVersions", [.constant("Versions", ["$Latest"])], into: "$version",
                    batch: .everything(
                        items: "LaunchTemplateVersions", key: "LaunchTemplateId", answer: "LaunchTemplateId"),
                    pages: true)
            ],
            tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateLaunchTemplate",
                ["LaunchTemplateName", data, "VersionDescription", .tags]),
            item: "LaunchTemplate", repeatable: true,
            then: [
                Call(
                    "ec2:ModifyLaunchTemplate",
                    [.attribute("LaunchTemplateId", as: "LaunchTemplateId"), .item(as: "DefaultVersion")],
                    // A new one has nothing else to offer, and nothing has been read of it.
                    each: .mapped(.live("LatestVersionNumber")) { [.string($0.scalarText ?? "")] })
            ],
            unfinished: .not(.same("LatestVersionNumber", "DefaultVersionNumber"))),
        updates: [
            Update(
                ["LaunchTemplateData", "VersionDescription"],
                set: Call(
                    "ec2:CreateLaunchTemplateVersion",
                    [.attribute("LaunchTemplateId", as: "LaunchTemplateId"), data, "VersionDescription"]),
                then: [
                    Call(
                        "ec2:ModifyLaunchTemplate",
                        [
                            .attribute("LaunchTemplateId", as: "LaunchTemplateId"),
                            Argument(
                                "DefaultVersion",
                                .mapped(.result("LaunchTemplateVersion.VersionNumber")) { number in
                                    // It is not known yet and is to become a string.
                                    (try? Value.joined([number], separator: "")) ?? number
                                }),
                        ])
                ],
                whole: true)
        ],
        tagging: .ec2("launch-template", id: "LaunchTemplateId", property: "TagSpecifications.0.Tags"),
        delete: Delete(
            "ec2:DeleteLaunchTemplate", [.attribute("LaunchTemplateId", as: "LaunchTemplateId")],
            absent: ["InvalidLaunchTemplateId.NotFound", "InvalidLaunchTemplateName.NotFoundException"],
            refusedWhileUsed: false),
        properties: [
            Property("LaunchTemplateName", absent: .chosenByAWS),
            Property("LaunchTemplateData", at: "$version.LaunchTemplateData"),
            Property("VersionDescription", absent: .unset, at: "$version.VersionDescription"),
            // A version holds what it was given, but for the options of the metadata service, which AWS completes.
            Property("LaunchTemplateData.MetadataOptions.HttpEndpoint", absent: .chosenByAWS),
            Property("LaunchTemplateData.MetadataOptions.HttpProtocolIpv6", absent: .chosenByAWS),
            Property("LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit", absent: .chosenByAWS),
            Property("LaunchTemplateData.MetadataOptions.HttpTokens", absent: .chosenByAWS),
            Property("LaunchTemplateData.MetadataOptions.InstanceMetadataTags", absent: .chosenByAWS),
            Property("LaunchTemplateData.SecurityGroupIds", absent: .unset, equality: .unordered),
            Property("LaunchTemplateData.SecurityGroups", absent: .unset, equality: .unordered),
            Property("LaunchTemplateData.NetworkInterfaces[].Groups", absent: .unset, equality: .unordered),
        ],
        attributes: [
            "LaunchTemplateId": "LaunchTemplateId",
            "LatestVersionNumber": Attribute("LatestVersionNumber", follows: versioned),
            "DefaultVersionNumber": Attribute("DefaultVersionNumber", follows: versioned),
        ],
        canonical: { properties in
            properties["LaunchTemplateData"].map { properties.setting("LaunchTemplateData", to: GroupNames.apart($0)) }
                ?? properties
        })

    private static let data = Argument(
        "LaunchTemplateData", .mapped(.property("LaunchTemplateData"), GroupNames.apart))
    private static let versioned = ["LaunchTemplateData", "VersionDescription"]
}
