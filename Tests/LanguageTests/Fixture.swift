import Diagnostics
import Language
import Resources
import Values

/// What the tests of this target share.
enum Fixture {
    /// The repository's directory.
    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    static let inputs = Inputs(
        stackName: "net", region: "eu-west-1", accountID: "123456789012",
        availabilityZones: ["eu-west-1": ["eu-west-1a", "eu-west-1b", "eu-west-1c"]],
        ssmParameters: ["/ami": "ami-1", "/app": "deep"])

    /// Every finding of every pass that the errors before it leave room for.
    static func findings(_ file: SourceFile, _ inputs: Inputs = inputs) -> [Diagnostic] {
        let (template, parsed) = Template.parse(file)
        var findings = parsed
        guard let template else { return findings.sorted }
        findings.add(
            contentsOf: template.checked(known: SchemaStore.standard.types) { SchemaStore.standard.schema(of: $0) })
        if !findings.hasErrors {
            let (bound, found) = template.bind(inputs)
            findings.add(contentsOf: found)
            if let bound { findings.add(contentsOf: bound.validate { SchemaStore.standard.schema(of: $0) }) }
        }
        return findings.sorted
    }

    static func bind(_ text: String, _ inputs: Inputs = inputs) throws -> BoundTemplate {
        let (template, parsed) = Template.parse(SourceFile(path: "t.yaml", text: text))
        guard let template, !parsed.hasErrors else { throw parsed }
        let (bound, found) = template.bind(inputs)
        guard let bound else { throw found }
        return bound
    }

    /// The value of an expression, written as YAML with ten spaces of indentation or on one line.
    static func evaluate(
        _ yaml: String, _ inputs: Inputs = inputs, rest: String = "",
        reference: @escaping BoundTemplate.Reference = { .deferred(.attribute(address: "net/\($0)", name: $1)) },
        imported: @escaping BoundTemplate.Import = { _ in nil }
    ) throws -> Value? {
        let text = """
            Transform: AWS::LanguageExtensions
            \(rest)
            Resources:
              Other: {Type: 'AWS::SNS::Topic'}
              Topic:
                Type: AWS::SNS::Topic
                Properties:
                  Value: \(yaml)
            """
        let bound = try bind(text, inputs)
        guard let topic = bound.resource("Topic") else { return nil }
        let (value, findings) = bound.properties(of: topic, reference: reference, imported: imported)
        if findings.hasErrors { throw findings }
        return value["Value"]
    }
}
