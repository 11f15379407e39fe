import Diagnostics
import Language
import Resources
import Testing
import Values

/// Published templates, kept outside the repository: they must parse, bind and fit the schemas.
@Suite struct RealTemplates {
    static let directory = Fixture.root + "/../shared/templates"
    static let names: [String] = {
        let files = DiskFiles()
        guard let names = try? files.entries(of: directory) else {
            print("RealTemplates: not run, there is no directory \(directory)")
            return []
        }
        return names.filter { [".yaml", ".yml", ".template"].contains(where: $0.hasSuffix) }
    }()

    /// A workshop's exercise: its security group refers to itself.
    static let circular = [
        "aws-samples+cfn101-workshop__code__workspace__linting-and-testing__vpc-and-security-group.yaml"
    ]

    @Test(arguments: names) func parsesBindsAndFits(_ name: String) throws {
        let file = try DiskFiles().read(Self.directory + "/" + name, limit: 1 << 20)
        let (parsed, found) = Template.parse(file)
        let errors = found.all.filter { $0.severity == .error }
        #expect(errors.isEmpty, "\(errors)")
        let template = try #require(parsed)
        let checked = template.checked(known: SchemaStore.standard.types) { SchemaStore.standard.schema(of: $0) }
        #expect(checked.isEmpty, "\(checked.all)")
        let inputs = Inputs(
            stackName: "real", region: "us-east-1", accountID: "123456789012",
            availabilityZones: ["us-east-1": ["us-east-1a", "us-east-1b"]], isPartial: true)
        let (bound, problems) = template.bind(inputs)
        if Self.circular.contains(name) {
            #expect(problems.all.map(\.code) == ["circular-dependency"])
            return
        }
        #expect(problems.isEmpty, "\(problems.all)")
        let validated = try #require(bound).validate { SchemaStore.standard.schema(of: $0) }
        #expect(validated.isEmpty, "\(validated.all.map { "\($0.span!) \($0.message)" })")
        #expect(try #require(bound).resources.isEmpty == false)
    }
}
