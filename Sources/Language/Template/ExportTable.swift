public import Diagnostics

/// The exports of stacks that are planned together, by region and name.
public struct ExportTable: Sendable {
    public struct Export: Sendable, Hashable {
        public var stackName: String
        /// The name of the output; of a nested stack's, with the nested stack's before it: `Nested/Output`.
        public var output: String
        public var span: Span
    }

    struct Key: Hashable, Sendable {
        var account: String
        var region: String
        var name: String
    }
    private var exports: [Key: Export] = [:]

    /// The exports of all templates. A name that is exported twice in one account and region is a finding.
    public static func of(_ templates: [BoundTemplate]) -> (ExportTable, Findings) {
        var table = ExportTable()
        var findings = Findings()
        for template in templates {
            for output in template.exporting {
                guard let name = output.exportName else { continue }
                let key = Key(account: template.inputs.accountID, region: template.inputs.region, name: name)
                if let first = table.exports[key] {
                    findings.add(.duplicateExport(name, output.span, first: first.span))
                } else {
                    table.exports[key] = Export(
                        stackName: template.inputs.stackName, output: output.qualifiedName, span: output.span)
                }
            }
        }
        return (table, findings)
    }

    public func export(named name: String, region: String, account: String) -> Export? {
        exports[Key(account: account, region: region, name: name)]
    }

    /// The names that are exported in an account and region, sorted.
    public func names(region: String, account: String) -> [String] {
        exports.keys.filter { $0.region == region && $0.account == account }.map(\.name).sorted()
    }
}
