public import Declarations
public import Diagnostics
public import Language
internal import Values

/// Properties that plumb cannot set, and ones that it cannot do without.
public enum Refusals {
    /// Those of a template, as far as its text shows them; talks to nobody.
    public static func findings(in template: BoundTemplate, stack: String, registry: Registry) -> Findings {
        var findings = Findings()
        for bound in template.resources {
            guard let type = registry.type(bound.type) else { continue }
            findings.add(
                contentsOf: Self.findings(
                    template.symbolicProperties(of: bound), type, address: "\(stack)/\(bound.logicalID)",
                    span: bound.span,
                    place: { template.span(of: bound, propertyPath: $0) }))
        }
        return findings
    }

    static func findings(_ properties: Value, _ desired: Desired) -> Findings {
        findings(
            properties, desired.frame.type, address: desired.address, span: desired.span,
            place: { desired.span(of: $0) ?? desired.span })
    }

    private static func findings(
        _ properties: Value, _ type: ResourceType, address: String, span: Span, place: (String) -> Span
    ) -> Findings {
        var findings = Findings()
        for (name, reason) in type.unsupported.sorted(by: { $0.key < $1.key }) where name != SourceBodies.property {
            guard let value = properties.at(name), !value.isEmptyOrNull else { continue }
            findings.add(
                Diagnostic(
                    "unsupported-property", summary: "plumb cannot set this property",
                    message: "`\(name)` of \(type.name): \(reason).", span: place(name),
                    help: "Leave it out, and manage it outside plumb.", address: address))
        }
        for property in type.properties {
            guard case .refused(let reason)? = property.absent, properties.at(property.path) == nil else { continue }
            findings.add(
                Diagnostic(
                    "missing-property", summary: "A property is needed",
                    message: "\(type.name) needs `\(property.path)`: \(reason).", span: span,
                    help: "Add the property.", address: address))
        }
        return findings
    }
}
