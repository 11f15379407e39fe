internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::Instance`. What a running instance cannot change in place is changed while it is stopped.
    static let instance = ResourceType(
        "AWS::EC2::Instance",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:instance/${*}",
        read: Read(
            "ec2:DescribeInstances", items: "Reservations/Instances", .stackTags(filters: "Filters"),
            details: [
                attribute("userData", "UserData"),
                attribute("disableApiTermination", "DisableApiTermination"),
                attribute("instanceInitiatedShutdownBehavior", "InstanceInitiatedShutdownBehavior"),
                Detail(
                    "ec2:DescribeInstanceCreditSpecifications", [], takes: "CpuCredits", into: "$credits",
                    fills: ["CreditSpecification"],
                    batch: .init(
                        member: "InstanceIds", key: "InstanceId", most: 1000, items: "InstanceCreditSpecifications",
                        answer: "InstanceId")),
            ],
            gone: .member("State.Name", of: ["shutting-down", "terminated"]), tags: "Tags"),
        create: Create(
            Call(
                "ec2:RunInstances",
                [
                    .constant("MinCount", 1), .constant("MaxCount", 1),
                    .property("IamInstanceProfile", as: "IamInstanceProfile.Name"),
                    .property("Monitoring", as: "Monitoring.Enabled"),
                    .property("AvailabilityZone", as: "Placement.AvailabilityZone"),
                    .property("Tenancy", as: "Placement.Tenancy"), .property("Affinity", as: "Placement.Affinity"),
                    .property("HostId", as: "Placement.HostId"),
                    .property("HostResourceGroupArn", as: "Placement.HostResourceGroupArn"),
                    .property("PlacementGroupName", as: "Placement.GroupName"), .clientToken, .tags,
                    // The volumes get the instance's own tags, not the marks by which plumb knows the instance.
                    Argument(
                        "TagSpecifications.1",
                        .mapped(.several([.property("PropagateTagsToVolumeOnCreation"), .tags]), volumeTags)),
                    GroupNames.argument("SecurityGroups"), GroupNames.argument("SecurityGroupIds"),
                ]
                    + [
                        "AdditionalInfo", "BlockDeviceMappings", "CpuOptions", "CreditSpecification",
                        "DisableApiTermination", "EbsOptimized", "EnclaveOptions", "HibernationOptions", "ImageId",
                        "InstanceInitiatedShutdownBehavior", "InstanceType", "Ipv6AddressCount", "Ipv6Addresses",
                        "KernelId", "KeyName", "LaunchTemplate", "LicenseSpecifications", "MetadataOptions",
                        "NetworkInterfaces", "PrivateDnsNameOptions", "PrivateIpAddress", "RamdiskId",
                        "SubnetId", "UserData",
                    ],
                retries: .unknownProfile + .unseenNetwork,
                wait: state("running", "instance is running", failing: ["shutting-down", "terminated"])),
            item: "Instances.0", repeatable: true),
        updates: [
            stopped("InstanceType"), stopped("EbsOptimized"), stopped("UserData"),
            modified("SourceDestCheck"), modified("DisableApiTermination"),
            modified("InstanceInitiatedShutdownBehavior"),
            InstanceProfileAssociation.update,
            .carried(
                ["PropagateTagsToVolumeOnCreation"], by: "ec2:RunInstances",
                [.constant("MinCount", 1), .constant("MaxCount", 1)]),
            Update(
                ["SecurityGroupIds"],
                set: Call(
                    "ec2:ModifyInstanceAttribute", [id, GroupNames.argument("SecurityGroupIds", as: "Groups")])),
            Update(
                ["MetadataOptions"],
                set: Call(
                    "ec2:ModifyInstanceMetadataOptions",
                    [
                        "HttpEndpoint", "HttpProtocolIpv6", "HttpPutResponseHopLimit", "HttpTokens",
                        "InstanceMetadataTags",
                    ].reduce(into: [id]) { $0.append(.property("MetadataOptions.\($1)", as: $1)) })),
            Update(
                ["Monitoring"], set: Call("ec2:MonitorInstances", [ids, standing(for: "Monitoring")]),
                clear: Call("ec2:UnmonitorInstances", [ids])),
            Update(
                ["CreditSpecification"],
                set: Call(
                    "ec2:ModifyInstanceCreditSpecification",
                    [
                        Argument(
                            "InstanceCreditSpecifications",
                            .list(
                                .object([
                                    "InstanceId": .attribute("InstanceId"),
                                    "CpuCredits": .property("CreditSpecification.CPUCredits"),
                                ])))
                    ])),
        ],
        itemSets: [
            ItemSet(
                "Volumes",
                add: Call(
                    "ec2:AttachVolume", [id, .item("VolumeId", as: "VolumeId"), .item("Device", as: "Device")],
                    // It was made, or detached from another instance, a moment ago.
                    retries: ["IncorrectState", "VolumeInUse"], wait: volume("attached", "in-use")),
                remove: Call(
                    "ec2:DetachVolume", [id, .item("VolumeId", as: "VolumeId")], tolerates: ["IncorrectState"],
                    wait: volume("detached", "available")))
        ],
        tagging: .ec2("instance", id: "InstanceId"),
        delete: Delete(
            "ec2:TerminateInstances", [ids], absent: ["InvalidInstanceID.NotFound"], refusedWhileUsed: true,
            // Until then its interface is in use.
            wait: Wait(
                "instance is terminated", "ec2:DescribeInstances", [ids],
                until: .every("Reservations", .every("Instances", .equals("State.Name", "terminated"))),
                endedBy: ["InvalidInstanceID.NotFound"], every: 5, atMost: 1200)),
        properties: [
            Property("AdditionalInfo", absent: .unset, replaces: launchedWith),
            Property("Affinity", absent: .chosenByAWS, at: "Placement.Affinity", replaces: launchedWith),
            Property("AvailabilityZone", absent: .chosenByAWS, at: "Placement.AvailabilityZone"),
            // CloudFormation's default (`AWS::EC2::Instance Ebs`); EC2's is to keep what is not the root volume.
            Property("BlockDeviceMappings[].Ebs.DeleteOnTermination", absent: .initially { _ in true }),
            // The answer has the volumes, not what they were made from.
            Property(
                "BlockDeviceMappings", absent: .chosenByAWS, replaces: launchedWith, writeOnly: true,
                digestedApart: neverUnset),
            Property("CpuOptions", absent: .chosenByAWS),
            Property("CpuOptions.CoreCount", absent: .chosenByAWS),
            Property("CpuOptions.ThreadsPerCore", absent: .chosenByAWS),
            Property("CreditSpecification", absent: .chosenByAWS) { item in
                item["$credits"].map { ["CpuCredits": $0] }
            },
            Property("DisableApiTermination", absent: .means(false), at: "$DisableApiTermination"),
            Property("EbsOptimized", absent: .chosenByAWS),
            Property("EnclaveOptions", absent: .chosenByAWS),
            Property("HibernationOptions", absent: .chosenByAWS),
            Property("HostId", absent: .unset, at: "Placement.HostId", replaces: launchedWith),
            Property("HostResourceGroupArn", absent: .unset, at: "Placement.HostResourceGroupArn"),
            Property("IamInstanceProfile", absent: .unset) { item in
                item.at("IamInstanceProfile.Arn")?.string?.split(separator: "/").last.map { .string(String($0)) }
            },
            // A launch template may give what the template leaves out.
            Property("ImageId", absent: .chosenByAWS),
            Property(
                "InstanceInitiatedShutdownBehavior", absent: .chosenByAWS, at: "$InstanceInitiatedShutdownBehavior"),
            Property("InstanceType", absent: .chosenByAWS),
            Property("Ipv6AddressCount", absent: .unset),
            Property("Ipv6Addresses", absent: .unset),
            Property("KernelId", absent: .chosenByAWS, replaces: launchedWith),
            Property("KeyName", absent: .chosenByAWS),
            Property("LaunchTemplate", absent: .unset, writeOnly: true, digestedApart: neverUnset),
            Property("LicenseSpecifications", absent: .unset),
            Property("MetadataOptions", absent: .chosenByAWS),
            Property("MetadataOptions.HttpEndpoint", absent: .chosenByAWS),
            Property("MetadataOptions.HttpProtocolIpv6", absent: .chosenByAWS),
            Property("MetadataOptions.HttpPutResponseHopLimit", absent: .chosenByAWS),
            Property("MetadataOptions.HttpTokens", absent: .chosenByAWS),
            Property("MetadataOptions.InstanceMetadataTags", absent: .chosenByAWS),
            Property("Monitoring", absent: .means(false)) { item in
                item.at("Monitoring.State")?.string.map { .bool(["enabled", "pending"].contains($0)) }
            },
            // Interfaces come back with everything that AWS made of them.
            Property("NetworkInterfaces", absent: .chosenByAWS, writeOnly: true, digestedApart: neverUnset),
            Property("PlacementGroupName", absent: .unset, at: "Placement.GroupName"),
            Property("PrivateDnsNameOptions", absent: .chosenByAWS, replaces: launchedWith),
            Property("PrivateDnsNameOptions.EnableResourceNameDnsAAAARecord", absent: .chosenByAWS),
            Property("PrivateDnsNameOptions.EnableResourceNameDnsARecord", absent: .chosenByAWS),
            Property("PrivateDnsNameOptions.HostnameType", absent: .chosenByAWS),
            Property("PrivateIpAddress", absent: .chosenByAWS),
            Property("PropagateTagsToVolumeOnCreation", absent: .means(false)),
            Property("RamdiskId", absent: .chosenByAWS, replaces: launchedWith),
            Property("SecurityGroupIds", absent: .chosenByAWS, equality: .unordered) {
                $0["SecurityGroups"]?.array.map { .array($0.compactMap { $0["GroupId"] }) }
            },
            Property("SecurityGroups", absent: .chosenByAWS, equality: .unordered) {
                $0["SecurityGroups"]?.array.map { .array($0.compactMap { $0["GroupName"] }) }
            },
            Property("SourceDestCheck", absent: .means(true)),
            Property("SubnetId", absent: .chosenByAWS),
            Property("Tenancy", absent: .chosenByAWS, at: "Placement.Tenancy", replaces: launchedWith),
            Property("UserData", absent: .chosenByAWS, at: "$UserData"),
            // What was attached after the launch stays when the instance ends; nothing else tells it from the volumes of
            // the launch.
            Property("Volumes", absent: .chosenByAWS, equality: .unordered) { item in
                let kept = (item["BlockDeviceMappings"]?.array ?? []).filter {
                    $0.at("Ebs.DeleteOnTermination")?.bool == false
                }
                return .array(
                    kept.compactMap { mapping in
                        guard let device = mapping["DeviceName"], let id = mapping.at("Ebs.VolumeId") else {
                            return nil
                        }
                        return ["Device": device, "VolumeId": id]
                    })
            },
            // It says that there is none, by being there.
            Property("BlockDeviceMappings[].NoDevice", absent: .unset, encode: { _ in "" }),
        ],
        names: [
            "CreditSpecification.CPUCredits": "CpuCredits",
            "NetworkInterfaces[].GroupSet": "Groups",
        ],
        attributes: [
            "InstanceId": "InstanceId",
            "PrivateDnsName": "PrivateDnsName",
            "PrivateIp": "PrivateIpAddress",
            "PublicDnsName": Attribute("PublicDnsName", follows: whileStopped),
            "PublicIp": Attribute("PublicIpAddress", follows: whileStopped),
            "State": "State",
            "VpcId": "VpcId",
        ],
        // A group's instances are the group's.
        foreign: Foreign(
            inside: "AWS::EC2::VPC", by: ["VpcId"], .scope(.filter("vpc-id", of: "VpcId")),
            shows: ["InstanceType", "PrivateIp", "PublicIp"],
            except: .some("Tags", .equals("Key", "aws:autoscaling:groupName"))),
        unsupported: [
            "ElasticGpuSpecifications": "AWS has retired elastic GPUs",
            "ElasticInferenceAccelerators": "AWS has retired elastic inference",
            "SsmAssociations": "associations are not managed",
        ],
        canonical: GroupNames.apart, objections: GroupNames.objections)

    /// What is changed while the instance is stopped: it comes back with another public address.
    /// What an instance is launched with is there with it.
    private static let neverUnset: Condition = .missing("InstanceId")
    private static let whileStopped = ["InstanceType", "EbsOptimized", "UserData"]
    private static let launchedWith: Replacing = "it is given with the launch"
    private static let id: Argument = .attribute("InstanceId", as: "InstanceId")
    private static let ids = Argument("InstanceIds", .list(.attribute("InstanceId")))

    @Sendable private static func volumeTags(_ state: Value) -> Value {
        guard state[0]?.bool == true else { return .null }
        let tags = (state[1]?[0]?["Tags"]?.array ?? []).filter { tag in
            !(tag["Key"]?.string?.hasPrefix(OwnTag.prefix) ?? false)
        }
        return tags.isEmpty ? .null : ["ResourceType": "volume", "Tags": .array(tags)]
    }

    private static func volume(_ says: String, _ state: Value) -> Wait {
        Wait(
            "volume is \(says)", "ec2:DescribeVolumes", [Argument("VolumeIds", .list(.item("VolumeId")))],
            until: .every("Volumes", .equals("State", state)), endedBy: ["InvalidVolume.NotFound"], every: 2,
            atMost: 600)
    }

    private static func attribute(_ name: String, _ property: String) -> Detail {
        Detail(
            "ec2:DescribeInstanceAttribute",
            [.live("InstanceId", as: "InstanceId"), .constant("Attribute", .string(name))],
            takes: "\(property).Value", into: "$\(property)", fills: [property])
    }

    private static func state(_ name: String, _ says: String, failing: [Value] = []) -> Wait {
        Wait(
            says, "ec2:DescribeInstances", [ids],
            until: .equals("Reservations.0.Instances.0.State.Name", .string(name)),
            failing: .member("Reservations.0.Instances.0.State.Name", of: failing), every: 3, atMost: 600,
            item: "Reservations.0.Instances.0")
    }

    private static func modified(_ property: String) -> Update { Update([property], set: modify(property)) }

    private static func modify(_ property: String) -> Call {
        Call("ec2:ModifyInstanceAttribute", [id, .property(property, as: "\(property).Value")])
    }

    /// A change that AWS takes for a stopped instance only.
    private static func stopped(_ property: String) -> Update {
        Update(
            [property], set: Call("ec2:StopInstances", [ids], wait: state("stopped", "instance is stopped")),
            then: [
                modify(property),
                Call(
                    "ec2:StartInstances", [ids], wait: state("running", "instance is running", failing: ["terminated"])),
            ])
    }

    /// Takes the place of a property that the call's name says already.
    private static func standing(for property: String) -> Argument {
        Argument("DryRun", .mapped(.property(property)) { _ in false })
    }
}
