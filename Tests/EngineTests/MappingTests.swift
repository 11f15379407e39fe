import AWS
import Declarations
import Testing
import Values

@testable import Engine

/// Between CloudFormation's words and the APIs'.
@Suite struct MappingTests {
    private static func frame(
        _ kinds: [String: ResourceSchema.Kind], names: [String: String] = [:], _ properties: [Property] = []
    ) -> Frame {
        var type = Invented.network
        type.names = names
        type.properties = properties
        return Frame(type, Invented.schema("Test::X::Y", kinds))
    }

    private static func shape(_ operation: String, _ path: String) throws -> Shape {
        try #require(Encoding.shape(at: path, in: InputBuilder.model(operation)?.input))
    }

    @Test func lettersOfAnotherCaseAndAliases() throws {
        let frame = Self.frame(
            ["Defs": .array, "Defs[]": .object, "Defs[].Name": .string], names: ["Defs[].Title": "name"])
        let shape = try Self.shape("ecs:RegisterTaskDefinition", "containerDefinitions")
        let encoded = Encoding(frame: frame).value([["Title": "web", "Image": "i", "Cpu": "5"]], at: "Defs", as: shape)
        #expect(encoded == [["name": "web", "image": "i", "cpu": 5]], "names by letter, numbers by shape")
        let decoded = Decoding(
            frame: Self.frame(
                ["Defs": .array, "Defs[]": .object, "Defs[].Title": .string], names: ["Defs[].Title": "name"])
        )
        .value([["name": "web", "image": "i"]], at: "Defs")
        #expect(decoded == [["Title": "web"]], "what the schema does not know is left out")
    }

    @Test func cloudFrontsListsAreWrapped() throws {
        let frame = Self.frame(["Aliases": .array, "Aliases[]": .string])
        let shape = try Self.shape("cloudfront:CreateDistribution", "DistributionConfig.Aliases")
        let encoded = Encoding(frame: frame).value(["a", "b"], at: "Aliases", as: shape)
        #expect(encoded == ["Quantity": 2, "Items": ["a", "b"]])
        #expect(Encoding(frame: frame).value([], at: "Aliases", as: shape)["Quantity"] == 0)
        let decoding = Decoding(frame: frame)
        #expect(decoding.value(encoded, at: "Aliases") == ["a", "b"])
        #expect(decoding.value(["Quantity": 0], at: "Aliases") == [])
    }

    @Test func scalarsTakeTheSchemasType() {
        #expect(Decoding.scalar("80", kinds: [.integer]) == 80)
        #expect(Decoding.scalar(80, kinds: [.string]) == "80")
        #expect(Decoding.scalar("true", kinds: [.boolean]) == true)
        #expect(Decoding.scalar("1.5", kinds: [.number]) == 1.5)
        #expect(Decoding.scalar(#"{"a":1}"#, kinds: [.object]) == ["a": 1])
        #expect(Decoding.scalar("80", kinds: [.string, .integer]) == "80")
        #expect(Encoding.scalar(80, as: .string) == "80")
        #expect(Encoding.scalar("80", as: .integer) == 80)
        #expect(Encoding.scalar("x", as: .blob) == .bytes([120]))
    }

    @Test func deferredPartsPassThrough() throws {
        let frame = Self.frame(["Defs": .array])
        let part = Value.deferred(.attribute(address: "net/A", name: "Ref"))
        let shape = try Self.shape("ecs:RegisterTaskDefinition", "containerDefinitions")
        #expect(Encoding(frame: frame).value([["Image": part]], at: "Defs", as: shape) == [["image": part]])
    }

    @Test func emptyTextsAreSentWhereTheAPITakesThem() {
        let names = ["FilterPattern", "RoleArn", "Distribution"]
        let frame = Self.frame(Dictionary(uniqueKeysWithValues: names.map { ($0, .string) }))
        let sources = ArgumentSources(property: { _ in "" }, attribute: { _ in nil })
        let input = InputBuilder(frame: frame).input("logs:PutSubscriptionFilter", [], from: sources, adding: names)
        #expect(input == ["filterPattern": ""], "a role is a text of some length, a distribution one of several words")
    }

    @Test func tagsInEveryDialect() {
        func tagging(_ form: Tagging.Form, objects: Bool = false) -> TagForms {
            TagForms(
                tagging: Tagging(
                    form, member: "Tags", add: Call("x:Add"), adds: "Tags", remove: Call("x:Remove"), removes: "Keys",
                    removesObjects: objects))
        }
        let tags: [String: Value] = ["b": 2, "a": "x&y"]
        #expect(
            tagging(.list(key: "key", value: "value")).forAdding(tags)
                == [["key": "a", "value": "x&y"], ["key": "b", "value": "2"]])
        #expect(tagging(.map).forAdding(tags) == ["a": "x&y", "b": "2"])
        #expect(tagging(.query).forAdding(tags) == "a=x%26y&b=2")
        #expect(
            tagging(.specification("vpc")).forCreation(["a": "1"])
                == [["ResourceType": "vpc", "Tags": [["Key": "a", "Value": "1"]]]])
        #expect(tagging(.map).forRemoving(["b", "a"]) == ["a", "b"])
        #expect(tagging(.list(key: "Key", value: "Value"), objects: true).forRemoving(["a"]) == [["Key": "a"]])
        let read: [Value] = [
            [["Key": "a", "Value": "1"], ["Key": "aws:x", "Value": "2"]], [["key": "a", "value": "1"]], ["a": "1"],
            ["Items": [["Key": "a", "Value": "1"]]], ["TagSet": [["Key": "a", "Value": "1"]]],
            [["TagKey": "a", "TagValue": "1"]],
        ]
        for form in read { #expect(TagForms.read(form) == ["a": "1"], "\(form.json)") }
    }

    @Test func policyForms() {
        #expect(
            PolicyForm.policy(["Statement": ["Principal": "*"]])
                == PolicyForm.policy(["Statement": [["Principal": ["AWS": "*"]]]]))
        #expect(
            PolicyForm.policy(["Statement": [["Sid": "", "Action": "a:B"]]])
                == PolicyForm.policy(["Statement": [["Action": ["A:b"]]]]))
        #expect(
            PolicyForm.policy(["Statement": [["Action": "a:B"]]])
                != PolicyForm.policy(["Statement": [["NotAction": "a:B"]]]))
        #expect(PolicyForm.document("no json") == "no json")
    }

    @Test func patterns() {
        let group = "arn:${Partition}:logs:${Region}:${Account}:log-group:${Name}"
        let found = Pattern.match("arn:aws:logs:us-east-1:1:log-group:/a/b:c", group)
        #expect(found?["Name"] == "/a/b:c" && found?["Region"] == "us-east-1")
        #expect(Pattern.match("arn:aws:logs:us-east-1:1:log-stream:x", group) == nil)
        #expect(Pattern.match("role/a/b/name", "role${Path}${Name}") == ["Path": "/a/b/", "Name": "name"])
        #expect(Pattern.match("x-x", "${A}-${A}") == ["A": "x"])
        #expect(Pattern.match("x-y", "${A}-${A}") == nil, "one name, one value")
        #expect(Pattern.pieces(of: "a${B}") == [.text("a"), .hole("B")])
        let place = Place(partition: "aws-cn", account: "1", region: "cn-north-1")
        #expect(place.filled(group) { $0 == "Name" ? "x" : nil } == "arn:aws-cn:logs:cn-north-1:1:log-group:x")
        #expect(place.filled(group) { _ in nil } == nil)
    }

    @Test func generatedNames() {
        let rule = GeneratedName(limit: 20)
        #expect(rule.name(stack: "net", logicalID: "Log") == "net-Log")
        let long = rule.name(stack: "network", logicalID: "LoadBalancerGroup")
        #expect(long.utf8.count == 20 && long.hasPrefix("network-"))
        #expect(long != rule.name(stack: "network", logicalID: "LoadBalancerGroup2"))
        let second = GeneratedName(limit: 40).name(stack: "net", logicalID: "Log", generation: "x")
        #expect(second.hasPrefix("net-Log-") && second.count == "net-Log-".count + 10)
        #expect(GeneratedName(limit: 40).isGenerated(second, stack: "net", logicalID: "Log"))
        #expect(!GeneratedName(limit: 40).isGenerated("net-Log-production", stack: "net", logicalID: "Log"))
        #expect(!GeneratedName(limit: 40).isGenerated("net-Logs", stack: "net", logicalID: "Log"))
        #expect(GeneratedName(limit: 40, lowercase: true).name(stack: "Net", logicalID: "Log") == "net-log")
        #expect(rule.logicalID(of: "net-Log-0123456789", stack: "net") == "Log")
        #expect(
            rule.logicalID(of: "net-web-Log-0123456789", stack: "net") == nil, "another stack whose name begins alike")
    }
}
