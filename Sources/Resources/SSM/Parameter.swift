internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::SSM::Parameter`. Putting it again changes it; tags can be given at creation only.
    static let parameter = ResourceType(
        "AWS::SSM::Parameter",
        identity: .named("Name", GeneratedName(limit: 1011)),
        ref: "Name",
        // The name is not told by it: `/a` and `a` are both `parameter/a`.
        arn: "arn:${Partition}:ssm:${Region}:${Account}:parameter/${*}",
        read: Read(
            "ssm:GetParameters", items: "Parameters", .batch(member: "Names", of: "Name", most: 10),
            details: [
                Detail(
                    "ssm:DescribeParameters",
                    [
                        .constant("ParameterFilters.0.Key", "Name"), .constant("ParameterFilters.0.Option", "Equals"),
                    ],
                    into: "$about", fills: ["Description", "Tier", "AllowedPattern", "Policies"],
                    batch: Detail.Batch(
                        member: "ParameterFilters.0.Values", key: "Name", most: 50, items: "Parameters", answer: "Name")
                ),
                .tags(
                    "ssm:ListTagsForResource",
                    [.constant("ResourceType", "Parameter"), .live("Name", as: "ResourceId")], takes: "TagList",
                    absent: ["InvalidResourceId"]),
            ]),
        create: Create(
            Call(
                "ssm:PutParameter",
                ["Name", "Type", "Value", "Description", "Tier", "AllowedPattern", "Policies", "DataType", .tags],
                retries: ["TooManyUpdates"]),
            repeatable: true),
        updates: [
            Update(
                ["Value", "Description", "Tier", "AllowedPattern", "DataType"],
                set: Call(
                    "ssm:PutParameter", ["Name", "Type", .constant("Overwrite", true)], retries: ["TooManyUpdates"],
                    revision: ["Version"]),
                whole: true),
            Update(
                ["Policies"],
                set: Call(
                    "ssm:PutParameter", ["Name", "Type", "Value", "Tier", .constant("Overwrite", true)],
                    retries: ["TooManyUpdates"], revision: ["Version"]),
                // An empty policy removes those that there are.
                clear: Call(
                    "ssm:PutParameter",
                    ["Name", "Type", "Value", .constant("Overwrite", true), .constant("Policies", "[{}]")],
                    retries: ["TooManyUpdates"], revision: ["Version"])),
        ],
        tagging: Tagging(
            .list(key: "Key", value: "Value"), member: "Tags",
            add: Call("ssm:AddTagsToResource", tagged, retries: ["TooManyUpdates"]), adds: "Tags",
            remove: Call("ssm:RemoveTagsFromResource", tagged, retries: ["TooManyUpdates"]), removes: "TagKeys",
            propertyIsMap: true),
        delete: Delete("ssm:DeleteParameter", ["Name"], absent: ["ParameterNotFound"]),
        properties: [
            Property("Name", absent: .chosenByAWS),
            Property("Type", replaces: "a parameter that is overwritten keeps its type"),
            Property("Value"),
            // An update without them leaves them as they are, so they are emptied.
            Property("Description", absent: .means(""), at: "$about.Description"),
            Property("AllowedPattern", absent: .means(""), at: "$about.AllowedPattern"),
            Property("Tier", absent: .chosenByAWS, at: "$about.Tier"),
            Property("DataType", absent: .means("text")),
            Property("Policies", absent: .unset, equality: .json) { $0.at("$about.Policies")?.policyDocuments },
        ],
        attributes: ["Arn": "ARN"])

    private static let tagged: [Argument] = [
        .constant("ResourceType", "Parameter"), .property("Name", as: "ResourceId"),
    ]
}

extension Value {
    /// The policies as one JSON text, as they are put.
    fileprivate var policyDocuments: Value? {
        guard let policies = array, !policies.isEmpty else { return nil }
        let texts = policies.compactMap { $0["PolicyText"]?.string }
        return .string("[" + texts.joined(separator: ",") + "]")
    }
}
