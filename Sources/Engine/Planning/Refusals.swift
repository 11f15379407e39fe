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
            for path in properties.paths(of: name) {
                findings.add(
                    Diagnostic(
                        "unsupported-property", summary: "plumb cannot set this property",
                        message: "`\(path)` of \(type.name): \(reason).", span: place(path),
                        help: "Leave it out, and manage it outside plumb.", address: address))
            }
        }
        for objection in type.objections?(properties) ?? [] {
            findings.add(
                Diagnostic(
                    "contradicting-properties", summary: "The properties do not go together",
                    message: "\(type.name): \(objection.message).", span: place(objection.path),
                    help: objection.help, address: address))
        }
        for property in type.properties {
            guard case .refused(let reason)? = property.absent, properties.at(property.path) == nil,
                !type.lookups.contains(where: { $0.property == property.path && properties[$0.by] != nil })
            else { continue }
            findings.add(
                Diagnostic(
                    "missing-property", summary: "A property is needed",
                    message: "\(type.name) needs `\(property.path)`: \(reason).", span: span,
                    help: "Add the property.", address: address))
        }
        return findings
    }
}

extension Value {
    /// Where there is a value at a schema path, each item of a list by its position (`RecordSets[0].Name`).
    fileprivate func paths(of path: String, at prefix: String = "") -> [String] {
        guard let cut = path.firstRange(of: "[]") else {
            return at(path).map { $0.isEmptyOrNull ? [] : [prefix + path] } ?? []
        }
        let list = String(path[..<cut.lowerBound])
        let rest = String(path[cut.upperBound...].drop { $0 == "." })
        return (at(list)?.array ?? []).enumerated().flatMap { position, item in
            item.paths(of: rest, at: "\(prefix)\(list)[\(position)].")
        }
    }
}
