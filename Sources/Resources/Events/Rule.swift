internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::Events::Rule`. Its targets are put and removed one by one.
    static let eventRule = ResourceType(
        "AWS::Events::Rule",
        identity: .named("Name", GeneratedName(limit: 64)),
        ref: "RuleName",
        // On a bus of its own it is `rule/bus/name`.
        arn: "arn:${Partition}:events:${Region}:${Account}:rule/${Name}",
        read: Read(
            "events:DescribeRule", items: "", .each(described),
            details: [
                Detail(
                    "events:ListTargetsByRule",
                    [.live("Name", as: "Rule"), .live("EventBusName", as: "EventBusName")],
                    takes: "Targets", into: "$targets", fills: ["Targets"], absent: ["ResourceNotFoundException"],
                    pages: true),
                .tags("events:ListTagsForResource", [.live("Arn", as: "ResourceARN")], takes: "Tags"),
            ],
            absent: ["ResourceNotFoundException"]),
        create: Create(
            Call(
                "events:PutRule", ruleSettings + [.json("EventPattern", as: "EventPattern"), .tags],
                retries: [ErrorMatch("ValidationException", contains: "cannot be assumed")], patience: 30),
            repeatable: true),
        updates: [
            Update(
                ["ScheduleExpression", "EventPattern", "State", "Description", "RoleArn"],
                set: Call(
                    "events:PutRule", ["Name", "EventBusName", .json("EventPattern", as: "EventPattern")]),
                whole: true)
        ],
        itemSets: [
            ItemSet(
                "Targets",
                add: Call(
                    "events:PutTargets",
                    [.property("Name", as: "Rule"), "EventBusName", Argument("Targets", .list(.item(nil)))]),
                remove: Call(
                    "events:RemoveTargets",
                    [
                        .property("Name", as: "Rule"), "EventBusName",
                        Argument("Ids", .list(.item("Id"))),
                    ], tolerates: ["ResourceNotFoundException"]),
                key: "Id", overwrites: true)
        ],
        tagging: .events(arn: "Arn"),
        delete: Delete(
            "events:DeleteRule", ["Name", "EventBusName"], absent: ["ResourceNotFoundException"],
            empties: ["Targets"]),
        properties: [
            Property("Name", absent: .chosenByAWS),
            Property(
                "EventBusName", absent: .derived { _, _ in "default" }, equality: .lastSegment,
                replaces: "a rule stays on its bus"),
            Property("ScheduleExpression", absent: .means("")),
            Property("EventPattern", absent: .unset, equality: .json),
            Property("State", absent: .means("ENABLED")),
            Property("Description", absent: .means("")),
            Property("RoleArn", absent: .unset),
            Property("Targets", absent: .unset, equality: .keyed("Id"), at: "$targets"),
        ],
        names: [
            "Targets[].EcsParameters.NetworkConfiguration.AwsVpcConfiguration": "awsvpcConfiguration",
            "Targets[].EcsParameters.PlacementStrategies": "PlacementStrategy",
            "Targets[].EcsParameters.TagList": "Tags",
        ],
        attributes: [
            "Arn": Attribute("Arn", created: "RuleArn"),
            "RuleName": Attribute("Name", predicted: "${Name}"),
        ])

    /// The name, and the bus where it is not the default one; an ARN that was come upon has both in what follows `rule/`.
    private static let described: [Argument] = [
        Argument(
            "Name",
            .mapped(.property("Name")) { $0.string?.split(separator: "/").last.map { .string(String($0)) } ?? $0 }),
        Argument(
            "EventBusName",
            .mapped(.several([.property("EventBusName"), .property("Name")])) { given in
                if let bus = given.at("0"), !bus.isNull { return bus }
                let parts = given.at("1")?.string?.split(separator: "/") ?? []
                return parts.count == 2 ? .string(String(parts[0])) : .null
            }),
    ]

    private static let ruleSettings: [Argument] = [
        "Name", "EventBusName", "ScheduleExpression", "State", "Description", "RoleArn",
    ]
}
