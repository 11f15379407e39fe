public import Declarations
public import Diagnostics
public import Language
public import Plans
public import Values

/// The built-in checks of one stack, as its stack file wants them.
public struct StackChecks: Sendable {
    private let settings: CheckSettings
    private let name: String
    private let registry: Registry

    public init(_ stack: StackSet.Stack, registry: Registry) {
        settings = stack.file.checks
        name = stack.name
        self.registry = registry
    }

    /// What is wrong with the stack file's `checks` and `naming`: ids, types and logical ids that do not exist.
    public func settingFindings(in template: Template) -> Findings {
        var findings = Findings()
        let ids = Rule.all.map(\.id)
        let resources = Set(template.all.flatMap { $0.resources.map(\.logicalID) })
        for (id, setting) in settings.rules.sorted(by: { $0.key < $1.key }) {
            if !ids.contains(id) { findings.add(.unknownCheck(id, setting.span)) }
            for (logicalID, exception) in setting.exceptions.sorted(by: { $0.key < $1.key })
            where !resources.contains(String(logicalID.split(separator: "/").last ?? "")) {
                findings.add(.unknownException(logicalID, from: id, exception.span))
            }
        }
        for (type, pattern) in settings.naming.sorted(by: { $0.key < $1.key }) {
            guard let declared = registry.type(type) else {
                findings.add(.namingOfUnknownType(type, pattern.span))
                continue
            }
            if namingPath(declared) == nil { findings.add(.namingOfNameless(type, pattern.span)) }
        }
        return findings
    }

    /// What the template's resources are told, as far as its text shows it; talks to nobody.
    public func findings(in template: BoundTemplate) -> [CheckFinding] {
        let all = template.resources.map { resource in
            Subject.Neighbour(
                logicalID: String(template.address(of: resource).dropFirst(name.count + 1)), type: resource.type,
                properties: template.symbolicProperties(of: resource))
        }
        var findings: [CheckFinding] = []
        for (index, resource) in template.resources.enumerated() {
            let own = all[index]
            let subject = Subject(
                logicalID: own.logicalID, type: own.type, properties: own.properties,
                others: all.filter { $0.logicalID != own.logicalID },
                naming: naming(own, isSecret: { template.isSecret(resource, path: $0) }))
            for rule in Rule.all {
                guard case .template(let types, let judge) = rule.basis, types.isEmpty || types.contains(own.type),
                    let severity = severity(rule, own.logicalID)
                else { continue }
                for hit in judge(subject) {
                    findings.append(
                        finding(
                            rule, severity, hit, address: template.address(of: resource), type: own.type,
                            span: template.span(of: resource, propertyPath: hit.path)))
                }
            }
        }
        return findings.inOrder
    }

    /// What stands in the way of deleting live resources.
    /// - Parameter reads: by the id of the rule, what its reads have answered.
    public func findings(
        of deletion: Deletion, among doings: Forecast.Doings, reads: [String: [Value]]
    ) -> [CheckFinding] {
        Rule.all.flatMap { rule -> [CheckFinding] in
            guard case .deletion(let forecast) = rule.basis, forecast.types.contains(deletion.type),
                let severity = severity(rule, deletion.logicalID)
            else { return [] }
            return forecast.judge(deletion, doings, reads[rule.id] ?? []).map {
                finding(
                    rule, severity, $0, address: deletion.address, type: deletion.type, span: deletion.span)
            }
        }
    }

    /// What a step's changes are told that CloudFormation refuses on a live resource.
    public func findings(of changes: [PropertyChange], in step: Step) -> [CheckFinding] {
        Rule.all.flatMap { rule -> [CheckFinding] in
            guard case .refusedChange(let judge) = rule.basis, let severity = severity(rule, step.logicalID) else {
                return []
            }
            return changes.map {
                finding(
                    rule, severity, judge($0), address: step.address, type: step.type, span: $0.span ?? step.span)
            }
        }
    }

    /// Nil when the stack file switches the rule off, for all or for this one.
    private func severity(_ rule: Rule, _ logicalID: String) -> Diagnostic.Severity? {
        let setting = settings.rules[rule.id]
        if setting?.exceptions[logicalID] != nil { return nil }
        switch setting?.level {
        case nil: return rule.severity
        case .off: return nil
        case .warning: return .warning
        case .error: return .error
        }
    }

    private func finding(
        _ rule: Rule, _ severity: Diagnostic.Severity, _ hit: Hit, address: String, type: String, span: Span?
    ) -> CheckFinding {
        CheckFinding(
            rule: rule.id, severity: severity, summary: rule.says, address: address, type: type, path: hit.path,
            message: hit.message, remedy: rule.remedy, span: span)
    }

    // MARK: - Names

    /// The property that names a type's resources, or `Tags` where the tag `Name` does.
    private func namingPath(_ type: ResourceType) -> String? {
        if let name = type.identity.givenName { return name }
        let known = registry.schema(type.name)?.members(of: "") ?? []
        if let name = ["Name", "GroupName", "FileSystemName"].first(where: known.contains) { return name }
        return type.tagging == nil ? nil : "Tags"
    }

    private func naming(_ own: Subject.Neighbour, isSecret: (String) -> Bool) -> Subject.Naming? {
        guard let pattern = settings.naming[own.type], let type = registry.type(own.type),
            let path = namingPath(type), !isSecret(path)
        else { return nil }
        var value = own.properties[path]
        if path == "Tags" {
            value = (value?.array ?? []).first { $0["Key"]?.string == "Name" }?["Value"]
        }
        var naming = Subject.Naming(path: path, name: value?.scalarText, pattern: pattern.text)
        if value == nil, case .named(_, let generated) = type.identity {
            naming.name =
                generated.uncut(stack: name, logicalID: own.logicalID)
                + (generated.fitted(to: own.properties).ending?.text ?? "")
        }
        // What is open is not accused.
        naming.matches = naming.name.map(pattern.matches) ?? (value == nil ? false : nil)
        return naming
    }
}

extension Rule {
    public static func named(_ id: String) -> Rule? { all.first { $0.id == id } }
}

extension Diagnostic {
    fileprivate static func unknownCheck(_ id: String, _ span: Span?) -> Diagnostic {
        Diagnostic(
            "unknown-check", summary: "A check is not known", message: "there is no check '\(id)'", span: span,
            help: "`plumb explain --checks` lists them")
    }

    fileprivate static func unknownException(_ logicalID: String, from id: String, _ span: Span?) -> Diagnostic {
        Diagnostic(
            "unknown-exception", summary: "An exception is for a resource that does not exist",
            message: "the template has no resource '\(logicalID)' to except from \(id)", span: span,
            help: "remove it, or correct its name")
    }

    fileprivate static func namingOfUnknownType(_ type: String, _ span: Span?) -> Diagnostic {
        Diagnostic(
            "unknown-type", summary: "plumb does not know a resource type",
            message: "'\(type)' is not a known resource type", span: span,
            help: "see 'plumb explain' for the known types")
    }

    fileprivate static func namingOfNameless(_ type: String, _ span: Span?) -> Diagnostic {
        Diagnostic(
            "naming-nameless", summary: "A naming rule is for a type without names",
            message: "resources of type \(type) have neither a name nor tags", span: span, help: "remove it")
    }
}
