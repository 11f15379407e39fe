import Declarations
import Values

@testable import Engine

/// Resource types that exist in no cloud, made of real operations: one for each kind of identity.
enum Invented {
    static let registry = Registry([network, part, group, filter, key, secret]) { schemas[$0] }

    /// The same, whose parts are made with a token that outlives them.
    static let tokened: Registry = {
        var part = Self.part
        part.create.call = Call(
            "ec2:CreateNatGateway",
            [
                .property("NetworkId", as: "SubnetId"), .property("Block", as: "PrivateIpAddress"), .clientToken, .tags,
            ])
        return Registry([network, part, group, filter, key, secret]) { schemas[$0] }
    }()

    /// The same, in which a group refuses another class.
    static let keepingClass: Registry = {
        var group = Self.group
        group.properties = group.properties.map { property in
            var property = property
            if property.path == "Class" { property.fixed = "what a group holds is lost with it" }
            return property
        }
        return Registry([network, part, group, filter, key, secret]) { schemas[$0] }
    }()

    /// The same, in which a filter moves when its name changes: the new one first, or where a group takes but one, the old.
    static func movingFilters(leavesFirst: Bool) -> Registry {
        var filter = Self.filter
        filter.properties = filter.properties.map { property in
            var property = property
            if property.path == "Name" { property.moves = "it is known by its name" }
            return property
        }
        if leavesFirst { filter.create.exclusive = [["Group"]] }
        return Registry([network, part, group, filter, key, secret]) { name in
            var schema = schemas[name]
            if name == Self.filter.name { schema?.createOnly = ["Group"] }
            return schema
        }
    }

    static func frame(_ name: String) -> Frame {
        guard let type = registry.type(name), let schema = registry.schema(name) else {
            return Frame(network, ResourceSchema(type: name))
        }
        return Frame(type, schema)
    }

    /// A schema from property paths and their kinds.
    static func schema(
        _ type: String, _ kinds: [String: ResourceSchema.Kind], createOnly: Set<String> = [],
        readOnly: Set<String> = [],
        required: [String] = [], identifier: [String] = [], attributes: Set<String> = []
    ) -> ResourceSchema {
        var properties: [String: ResourceSchema.Property] = [:]
        for (path, kind) in kinds {
            var property = ResourceSchema.Property()
            property.kinds = [kind]
            properties[path] = property
        }
        var rules = ResourceSchema.Rules()
        rules.required = required
        var schema = ResourceSchema(
            type: type, properties: properties, rules: ["": rules], createOnly: createOnly, readOnly: readOnly,
            primaryIdentifier: identifier)
        schema.attributes = attributes
        return schema
    }

    private static let tags: [String: ResourceSchema.Kind] = [
        "Tags": .array, "Tags[]": .object, "Tags[].Key": .string, "Tags[].Value": .string,
    ]

    private static let schemas: [String: ResourceSchema] = [
        "Test::Net::Network": schema(
            "Test::Net::Network",
            ["Block": .string, "Tenancy": .string, "NetworkId": .string].merging(tags) { $1 },
            createOnly: ["Block"], readOnly: ["NetworkId"], required: ["Block"], identifier: ["NetworkId"],
            attributes: ["NetworkId"]),
        "Test::Net::Part": schema(
            "Test::Net::Part",
            ["Block": .string, "NetworkId": .string, "PartId": .string].merging(tags) { $1 },
            createOnly: ["Block", "NetworkId"], readOnly: ["PartId"], required: ["Block", "NetworkId"],
            identifier: ["PartId"], attributes: ["PartId"]),
        "Test::Log::Group": schema(
            "Test::Log::Group",
            ["Name": .string, "Days": .integer, "Class": .string, "KeyId": .string, "Arn": .string].merging(tags) {
                $1
            },
            createOnly: ["Name", "Class"], readOnly: ["Arn"], identifier: ["Name"], attributes: ["Arn"]),
        "Test::Log::Filter": schema(
            "Test::Log::Filter", ["Group": .string, "Name": .string, "Pattern": .string],
            createOnly: ["Group", "Name"], required: ["Group", "Name", "Pattern"], identifier: ["Group", "Name"]),
        "Test::Id::Key": schema(
            "Test::Id::Key", ["UserName": .string, "Id": .string, "SecretText": .string],
            createOnly: ["UserName"], readOnly: ["Id", "SecretText"], required: ["UserName"], identifier: ["Id"],
            attributes: ["Id", "SecretText"]),
        "Test::Id::Secret": {
            var secret = schema(
                "Test::Id::Secret", ["Name": .string, "Text": .string, "Id": .string].merging(tags) { $1 },
                createOnly: ["Name"], readOnly: ["Id"], identifier: ["Id"], attributes: ["Id"])
            secret.writeOnly = ["Text"]
            return secret
        }(),
    ]

    private static func ec2(_ kind: String, _ id: String) -> Tagging {
        Tagging(
            .specification(kind), member: "TagSpecifications",
            add: Call("ec2:CreateTags", [Argument("Resources", .list(.attribute(id)))]), adds: "Tags",
            remove: Call("ec2:DeleteTags", [Argument("Resources", .list(.attribute(id)))]), removes: "Tags",
            removesObjects: true)
    }

    /// Known by tags; one property in place, one only by replacement.
    static let network = ResourceType(
        "Test::Net::Network", identity: .tagged, ref: "NetworkId",
        arn: "arn:${Partition}:ec2:${Region}:${Account}:vpc/${*}",
        read: Read("ec2:DescribeVpcs", items: "Vpcs", .stackTags(filters: "Filters"), tags: "Tags"),
        create: Create(
            Call("ec2:CreateVpc", [.property("Block", as: "CidrBlock"), .tags]), item: "Vpc", repeatable: false),
        updates: [
            Update(
                ["Tenancy"],
                set: Call(
                    "ec2:ModifyVpcTenancy",
                    [.attribute("NetworkId", as: "VpcId"), .property("Tenancy", as: "InstanceTenancy")],
                    revision: ["Changes"]))
        ],
        tagging: ec2("vpc", "NetworkId"),
        delete: Delete(
            "ec2:DeleteVpc", [.attribute("NetworkId", as: "VpcId")], absent: ["InvalidVpcID.NotFound"]),
        properties: [
            Property("Block", at: "CidrBlock"),
            Property("Tenancy", absent: .means("default"), at: "InstanceTenancy"),
        ],
        attributes: ["NetworkId": "VpcId"])

    /// Stands in a network, whose deletion is refused as long as it does.
    static let part = ResourceType(
        "Test::Net::Part", identity: .tagged, ref: "PartId",
        arn: "arn:${Partition}:ec2:${Region}:${Account}:subnet/${*}",
        read: Read("ec2:DescribeSubnets", items: "Subnets", .stackTags(filters: "Filters"), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateSubnet",
                [.property("NetworkId", as: "VpcId"), .property("Block", as: "CidrBlock"), .tags]),
            item: "Subnet", repeatable: false),
        tagging: ec2("subnet", "PartId"),
        delete: Delete(
            "ec2:DeleteSubnet", [.attribute("PartId", as: "SubnetId")], absent: ["InvalidSubnetID.NotFound"]),
        properties: [Property("Block", at: "CidrBlock"), Property("NetworkId", at: "VpcId")],
        attributes: ["PartId": "SubnetId"])

    /// Known by its name; the class cannot change.
    static let group = ResourceType(
        "Test::Log::Group", identity: .named("Name", GeneratedName(limit: 64)), ref: "Name",
        arn: "arn:${Partition}:logs:${Region}:${Account}:log-group:${Name}",
        read: Read(
            "logs:DescribeLogGroups", items: "logGroups", .each([.property("Name", as: "logGroupNamePrefix")]),
            details: [.tags("logs:ListTagsForResource", [.live("logGroupArn", as: "resourceArn")], takes: "tags")]),
        create: Create(
            Call(
                "logs:CreateLogGroup",
                [
                    .property("Name", as: "logGroupName"), .property("KeyId", as: "kmsKeyId"),
                    .property("Class", as: "logGroupClass"), .tags,
                ]), repeatable: true),
        updates: [
            Update(
                ["Days"],
                set: Call(
                    "logs:PutRetentionPolicy",
                    [.property("Name", as: "logGroupName"), .property("Days", as: "retentionInDays")]),
                clear: Call("logs:DeleteRetentionPolicy", [.property("Name", as: "logGroupName")])),
            Update(
                ["KeyId"],
                set: Call(
                    "logs:AssociateKmsKey",
                    [.property("Name", as: "logGroupName"), .property("KeyId", as: "kmsKeyId")]),
                clear: Call("logs:DisassociateKmsKey", [.property("Name", as: "logGroupName")])),
        ],
        tagging: Tagging(
            .map, member: "tags", add: Call("logs:TagResource", [.attribute("Arn", as: "resourceArn")]), adds: "tags",
            remove: Call("logs:UntagResource", [.attribute("Arn", as: "resourceArn")]), removes: "tagKeys"),
        delete: Delete(
            "logs:DeleteLogGroup", [.property("Name", as: "logGroupName")], absent: ["ResourceNotFoundException"]),
        properties: [
            Property("Name", absent: .chosenByAWS, at: "logGroupName"),
            Property("Days", absent: .unset, at: "retentionInDays"),
            Property("Class", absent: .means("STANDARD"), at: "logGroupClass"),
            Property("KeyId", absent: .unset, at: "kmsKeyId"),
        ],
        attributes: [
            "Arn": Attribute(
                "logGroupArn", predicted: "arn:${Partition}:logs:${Region}:${Account}:log-group:${Name}")
        ])

    /// Known by its group and its own name; no tags. A group with filters cannot go.
    static let filter = ResourceType(
        "Test::Log::Filter", identity: .key(["Group", "Name"]),
        read: Read(
            "logs:DescribeSubscriptionFilters", items: "subscriptionFilters",
            .each([.property("Group", as: "logGroupName")]), absent: ["ResourceNotFoundException"]),
        create: Create(put, repeatable: true), updates: [Update(["Pattern"], set: put, whole: true)],
        delete: Delete(
            "logs:DeleteSubscriptionFilter",
            [.property("Group", as: "logGroupName"), .property("Name", as: "filterName")],
            absent: ["ResourceNotFoundException"]),
        properties: [
            Property("Group", at: "logGroupName"), Property("Name", at: "filterName"),
            Property("Pattern", at: "filterPattern"),
        ])

    private static let put = Call(
        "logs:PutSubscriptionFilter",
        [
            .property("Group", as: "logGroupName"), .property("Name", as: "filterName"),
            .property("Pattern", as: "filterPattern"), .constant("destinationArn", "arn:aws:kinesis:::stream/a"),
        ])

    /// Answers a secret once; no tags.
    static let key = ResourceType(
        "Test::Id::Key", identity: .key(["UserName"]), ref: "Id", isGlobal: true,
        read: Read("iam:ListAccessKeys", items: "AccessKeyMetadata", .each(["UserName"]), absent: ["NoSuchEntity"]),
        create: Create(Call("iam:CreateAccessKey", ["UserName"]), item: "AccessKey", repeatable: false),
        delete: Delete(
            "iam:DeleteAccessKey", ["UserName", .attribute("Id", as: "AccessKeyId")], absent: ["NoSuchEntity"]),
        attributes: ["Id": "AccessKeyId", "SecretText": Attribute("SecretAccessKey", once: true)])

    /// Takes a text that AWS never returns.
    static let secret = ResourceType(
        "Test::Id::Secret", identity: .named("Name", GeneratedName(limit: 64)), ref: "Id",
        arn: "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${Name}",
        read: Read("secretsmanager:ListSecrets", items: "SecretList", .everything(), tags: "Tags"),
        create: Create(
            Call(
                "secretsmanager:CreateSecret",
                ["Name", .property("Text", as: "SecretString"), .token("ClientRequestToken"), .tags]),
            repeatable: true),
        updates: [
            Update(
                ["Text"],
                set: Call(
                    "secretsmanager:PutSecretValue",
                    [.attribute("Id", as: "SecretId"), .property("Text", as: "SecretString")]))
        ],
        tagging: Tagging(
            .list(key: "Key", value: "Value"), member: "Tags",
            add: Call("secretsmanager:TagResource", [.attribute("Id", as: "SecretId")]), adds: "Tags",
            remove: Call("secretsmanager:UntagResource", [.attribute("Id", as: "SecretId")]), removes: "TagKeys"),
        delete: Delete(
            "secretsmanager:DeleteSecret",
            [.attribute("Id", as: "SecretId"), .constant("ForceDeleteWithoutRecovery", true)],
            absent: ["ResourceNotFoundException"]),
        properties: [Property("Name", absent: .chosenByAWS), Property("Text", absent: .chosenByAWS, writeOnly: true)],
        attributes: ["Id": "ARN"])
}
