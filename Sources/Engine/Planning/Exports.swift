internal import Diagnostics
internal import Language
internal import Values

/// What `Fn::ImportValue` finds: exports of the stacks of this run, and those of the account's CloudFormation stacks.
struct Exports: Sendable {
    let table: ExportTable
    /// The bound templates by stack name.
    let templates: [String: BoundTemplate]
    /// CloudFormation's own exports: region → name → value.
    let account: [String: [String: String]]

    /// The value of an export; nil when there is none of that name.
    /// - Parameter attribute: What is known of an attribute of an address.
    func value(
        _ name: String, for desired: Desired, attribute: @escaping (String, String) -> Value?
    ) -> Value? {
        value(name, region: desired.place.region, accountID: desired.place.account, attribute: attribute)
    }

    func value(
        _ name: String, region: String, accountID: String, attribute: @escaping (String, String) -> Value?
    ) -> Value? {
        if let export = table.export(named: name, region: region, account: accountID),
            let template = templates[export.stackName],
            let output = template.output(export.output)
        {
            return template.value(
                of: output, reference: { id, attributeName in attribute("\(export.stackName)/\(id)", attributeName) },
                imported: { value($0, region: region, accountID: accountID, attribute: attribute) }
            ).0
        }
        return account[region]?[name].map { .string($0) }
    }

    /// The addresses on which an export's value rests.
    func dependencies(_ name: String, region: String, accountID: String) -> Set<String> {
        guard let export = table.export(named: name, region: region, account: accountID),
            let output = templates[export.stackName]?.output(export.output)
        else { return [] }
        var found = Set(output.dependencies.map { "\(export.stackName)/\($0)" })
        for inner in output.imports { found.formUnion(dependencies(inner, region: region, accountID: accountID)) }
        return found
    }

    func has(_ name: String, region: String, accountID: String) -> Bool {
        table.export(named: name, region: region, account: accountID) != nil || account[region]?[name] != nil
    }
}

/// The contents of local files that properties named `SourceFile` point at, read before planning.
struct SourceBodies: Sendable {
    /// No call sends it: its content is sent.
    static let property = "SourceFile"

    /// By address.
    var bodies: [String: Value] = [:]

    /// The properties with `SourceFile` replaced by `Body`.
    func filled(_ properties: Value, _ desired: Desired) -> Value {
        guard let body = bodies[desired.address] else { return properties }
        return properties.removing(Self.property).setting("Body", to: body)
    }
}
