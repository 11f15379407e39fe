import Declarations
import Resources
import Testing
import Values

@Suite struct SchemaStoreTests {
    static let store = SchemaStore.standard

    @Test func typesOfBothFilesAreThere() {
        #expect(Self.store.types.count == 104)
        #expect(Self.store.types == Self.store.types.sorted())
        #expect(Self.store.schema(of: "AWS::S3::Buckets") == nil)
        #expect(Self.store.schema(of: "") == nil)
    }

    @Test func factsOfAType() throws {
        let group = try #require(Self.store.schema(of: "AWS::Logs::LogGroup"))
        #expect(group.type == "AWS::Logs::LogGroup")
        #expect(group.createOnly == ["LogGroupName"])
        #expect(group.readOnly == ["Arn"])
        #expect(group.attributes == ["Arn"])
        #expect(group.primaryIdentifier == ["LogGroupName"])
        #expect(group.tagProperty == "Tags")
        let retention = try #require(group.properties["RetentionInDays"])
        #expect(retention.kinds == [.integer])
        #expect(retention.allowed.contains(90))
        #expect(group.rules["Tags[]"]?.required == ["Key", "Value"])
        let vpc = try #require(Self.store.schema(of: "AWS::EC2::VPC"))
        #expect(vpc.rules[""]?.exactlyOne == [["CidrBlock", "Ipv4IpamPoolId"]])
        let object = try #require(Self.store.schema(of: "Plumb::S3::Object"))
        #expect(object.primaryIdentifier == ["Bucket", "Key"])
    }

    @Test(arguments: store.types) func everyLineIsSound(_ type: String) throws {
        let schema = try #require(Self.store.schema(of: type))
        #expect(schema.type == type)
        #expect(!schema.properties.isEmpty)
        #expect(!schema.primaryIdentifier.isEmpty)
        for path in schema.createOnly.union(schema.readOnly).union(schema.writeOnly).union(schema.primaryIdentifier) {
            #expect(schema.properties[path.replacing("{}", with: "")] != nil, "\(path) is no property")
        }
        for (path, property) in schema.properties {
            #expect(property.allowed.allSatisfy { $0.scalarText != nil }, "\(path)")
        }
        for (path, rules) in schema.rules {
            let members = Set(schema.members(of: path))
            let named =
                rules.required + (rules.exactlyOne + rules.atLeastOne + rules.anyOf + rules.oneOf).flatMap { $0 }
            #expect(members.isSuperset(of: named), "\(path): \(Set(named).subtracting(members))")
        }
        if let tags = schema.tagProperty { #expect(schema.properties[tags] != nil) }
    }
}
