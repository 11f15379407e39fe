import AWS
import Declarations
import Resources
import Testing
import Values

/// What the API models call sensitive and a template's property feeds is masked, or shown for a reason.
@Suite struct SecretPropertyTests {
    /// Sensitive to AWS, and what a reviewer of a plan has to see; a `NoEcho` parameter in it is masked all the same.
    private static let shown: [String: String] = [
        "AWS::CloudFront::Distribution Comment": "a note for people",
        "AWS::EC2::Instance UserData": "what instances run when they start",
        "AWS::EC2::Instance Value": "only tags have a member of that name",
        "AWS::EC2::KeyPair Value": "only tags have a member of that name",
        "AWS::EC2::LaunchTemplate UserData": "what instances run when they start",
        "AWS::ECS::TaskDefinition Environment": "settings; secrets have a member of their own",
        "AWS::ECS::TaskDefinition RepositoryCredentials": "the ARN of a secret",
        "AWS::Events::Rule GraphQLOperation": "what a rule asks for",
        "AWS::Events::Rule Sql": "what a rule asks for",
        "AWS::Events::Rule Sqls": "what a rule asks for",
        "AWS::Lambda::Function Variables": "settings, as in the template",
        "AWS::Lambda::Function ZipFile": "the code",
        "AWS::S3::Bucket KMSMasterKeyID": "the id of a key",
        "AWS::SSM::Parameter Value": "templates can make no secure strings",
    ]

    @Test func nothingSensitiveIsShownWithoutAReason() throws {
        var met: Set<String> = []
        for type in Registry.standard.types {
            let schema = try #require(Registry.standard.schema(type.name))
            let names = Set(Self.calls(of: type).flatMap(Self.sensitiveMembers))
            let secrets = type.properties.filter(\.secret).map(\.path)
            for path in schema.properties.keys.sorted() where !schema.readOnly.contains(path) {
                let last = String(path.split(separator: ".").last ?? "")
                guard names.contains(last.lowercased()), !secrets.contains(path) else { continue }
                let entry = "\(type.name) \(last)"
                met.insert(entry)
                #expect(Self.shown[entry] != nil, "\(type.name).\(path) is sensitive, and neither masked nor excused")
            }
            for secret in secrets { #expect(schema.properties[secret] != nil, "\(type.name) has no \(secret)") }
        }
        #expect(Set(Self.shown.keys).subtracting(met) == [], "excused, and not sensitive")
    }

    private static func calls(of type: ResourceType) -> [String] {
        let calls =
            [type.create.call] + type.create.then
            + type.updates.flatMap { $0.first + [$0.set] + $0.then + [$0.clear].compactMap(\.self) }
            + type.itemSets.flatMap { [$0.add] + [$0.change].compactMap(\.self) }
        return calls.map(\.operation)
    }

    /// The names of sensitive input members, in lower case: APIs and CloudFormation differ in the first letter.
    private static func sensitiveMembers(of operation: String) -> [String] {
        var names: [String] = []
        var seen: Set<String> = []
        func walk(_ shape: Shape) {
            guard seen.insert(shape.name).inserted else { return }
            for member in shape.members {
                if member.traits.isSensitive || member.shape.element?.traits.isSensitive == true
                    || member.shape.value?.traits.isSensitive == true
                {
                    names.append(member.name.lowercased())
                }
                walk(member.shape)
            }
            if let element = shape.element { walk(element.shape) }
            if let value = shape.value { walk(value.shape) }
        }
        if let input = APIPath.operation(operation)?.input { walk(input) }
        return names
    }
}
