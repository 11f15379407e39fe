internal import Declarations
internal import Diagnostics
internal import Values

/// Properties that plumb cannot set, and ones that it cannot do without.
enum Refusals {
    static func findings(_ properties: Value, _ desired: Desired) -> Findings {
        var findings = Findings()
        let type = desired.frame.type
        for (name, reason) in type.unsupported.sorted(by: { $0.key < $1.key }) {
            guard let value = properties.at(name), !value.isEmptyOrNull else { continue }
            findings.add(
                Diagnostic(
                    "unsupported-property", summary: "plumb cannot set this property",
                    message: "`\(name)` of \(type.name): \(reason).", span: desired.span(of: name) ?? desired.span,
                    help: "Leave it out, and manage it outside plumb.", address: desired.address))
        }
        for property in type.properties {
            guard case .refused(let reason)? = property.absent, properties.at(property.path) == nil else { continue }
            findings.add(
                Diagnostic(
                    "missing-property", summary: "A property is needed",
                    message: "\(type.name) needs `\(property.path)`: \(reason).", span: desired.span,
                    help: "Add the property.", address: desired.address))
        }
        return findings
    }
}
