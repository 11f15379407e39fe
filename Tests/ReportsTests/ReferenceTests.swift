import Declarations
import Reports
import Testing
import Values

@Suite struct ReferenceTests {
    static let type = ResourceType(
        "Test::Log::Group", identity: .named("Name", GeneratedName(limit: 64)),
        read: Read("logs:DescribeLogGroups", items: "logGroups", .everything()),
        create: Create(Call("logs:CreateLogGroup", ["Name"]), repeatable: true),
        updates: [
            Update(
                ["Retention"], set: Call("logs:PutRetentionPolicy", ["Name"]),
                clear: Call("logs:DeleteRetentionPolicy", ["Name"]))
        ],
        delete: Delete("logs:DeleteLogGroup", ["Name"], absent: ["Gone"]),
        properties: [
            Property("Name", absent: .chosenByAWS), Property("Retention", absent: .unset),
            Property("Class", absent: .means("STANDARD")), Property("Rules", absent: .unset, equality: .unordered),
        ],
        attributes: ["Arn": Attribute("arn", predicted: "arn:${Name}"), "Id": "id"],
        unsupported: ["Policy": "it is not managed"])

    static let schema: ResourceSchema = {
        func property(_ kinds: [ResourceSchema.Kind], _ change: (inout ResourceSchema.Property) -> Void = { _ in })
            -> ResourceSchema.Property
        {
            var property = ResourceSchema.Property()
            property.kinds = kinds
            change(&property)
            return property
        }
        var rules = ResourceSchema.Rules()
        rules.required = ["Name"]
        var schema = ResourceSchema(
            type: "Test::Log::Group",
            properties: [
                "Name": property([.string]) { $0.maxLength = 64 },
                "Retention": property([.integer]) { $0.allowed = [1, 90] },
                "Class": property([.string]) { $0.allowed = ["STANDARD", "RARE"] },
                "Rules": property([.array]) { $0.maxItems = 5 }, "Rules[]": property([.object]),
                "Rules[].Key": property([.string]) { $0.pattern = "^[a-z]+$" },
                "Policy": property([.object]), "Arn": property([.string]), "Id": property([.string]),
            ], rules: ["": rules], createOnly: ["Name", "Class"], readOnly: ["Arn", "Id"], primaryIdentifier: ["Name"])
        schema.attributes = ["Arn", "Id"]
        return schema
    }()

    static let registry = Registry([type]) { $0 == "Test::Log::Group" ? schema : nil }

    @Test func explain() throws {
        let golden = Golden("reports/explain")
        try golden.check(ExplainText().render(Self.type, Self.schema), "type.txt")
        try golden.check(ExplainText().render(nil, Self.schema), "unmanaged.txt")
        for path in ["Retention", "Rules", "Rules.Key", "Policy"] {
            let text = try #require(ExplainText().render(property: path, Self.type, Self.schema))
            try golden.check(text, "\(path).txt")
        }
        #expect(ExplainText().render(property: "Nothing", Self.type, Self.schema) == nil)
        #expect(ExplainText().render(property: "Rules[3].Key", Self.type, Self.schema) != nil)
    }

    @Test func editorSchema() throws {
        let text = EditorSchema.render(Self.registry)
        try Golden("reports/explain").check(text, "editor.json")
        let members = try Value(json: text).at("definitions")?["Test..Log..Group"]?["properties"]?.object
        #expect(members?["Arn"] == nil, "what only AWS sets cannot be written")
        #expect(members?["Policy"] == nil, "what plumb refuses is not offered")
        #expect(members?["Name"] != nil)
    }

    @Test func catalogue() throws {
        let text = TypeCatalogue.render(Self.registry)
        try Golden("reports/explain").check(text, "types.json")
        let type = try Value(json: text).at("types")?["Test::Log::Group"]
        #expect(type?["properties"]?["Policy"] == nil, "what is refused is not managed")
        #expect(type?["unsupported"]?["Policy"]?.string == "it is not managed")
        #expect(type?["properties"]?["Name"]?["required"] == true)
        #expect(type?["properties"]?["Class"]?["replacement"] == true)
        #expect(type?["properties"]?["Rules"]?["items"]?["properties"]?["Key"] != nil)
    }
}
