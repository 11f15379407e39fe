import Checks
import Declarations
import Diagnostics
import Engine
import Language
import Plans
import Values

extension Session {
    /// Reads the stacks and checks all that can be checked without AWS.
    /// - Parameter guarding: true when the built-in checks are to speak of the selected stacks too.
    /// - Returns: every finding, not only those up to the first error.
    func checked(_ options: StackOptions, guarding: Bool = false) -> (StackSet?, Findings) {
        let (loaded, loading) = load(options)
        var findings = loading
        guard let set = loaded else { return (nil, findings) }
        let registry = registry()
        for stack in set.stacks {
            findings.add(
                contentsOf: stack.template.checked(
                    known: registry.types.map(\.name), schemas: registry.schema,
                    isSupported: { registry.type($0) != nil }, isLeftOut: { self.isLeftOut($0, of: stack) }))
            let checks = StackChecks(stack, registry: registry)
            findings.add(contentsOf: checks.settingFindings(in: stack.template))
            guard let bound = bound(stack, &findings) else { continue }
            findings.add(contentsOf: bound.validate(schemas: registry.schema))
            findings.add(contentsOf: bound.spread(parts: registry.parts).1)
            findings.add(contentsOf: Refusals.findings(in: bound, stack: stack.name, registry: registry))
            if guarding, stack.isSelected {
                for finding in checks.findings(in: bound) { findings.add(finding.diagnostic) }
            }
        }
        return (set, findings)
    }

    /// True when conditions leave out the resource whose type stands there.
    private func isLeftOut(_ typeSpan: Span, of stack: StackSet.Stack) -> Bool {
        var aside = Findings()
        guard let bound = bound(stack, &aside) else { return false }
        return !bound.resources.contains { $0.typeSpan == typeSpan }
    }

    /// A stack's template with its parameters, everything that only AWS knows left open.
    func bound(_ stack: StackSet.Stack, _ findings: inout Findings) -> BoundTemplate? {
        // Any region and account will do: nothing is looked up.
        let inputs = Inputs(
            stackName: stack.name, region: stack.file.region ?? "us-east-1",
            accountID: stack.file.account ?? "123456789012", parameters: stack.file.parameters,
            parameterSpans: stack.file.parameterSpans, secretProperties: registry().secretProperties, isPartial: true)
        let (bound, found) = stack.template.bind(inputs)
        secrets.add(given(stack))
        secrets.add(bound?.secretTexts ?? [])
        secrets.add(whole: bound?.literalSecrets ?? [])
        secrets.add(members: bound?.secretMembers ?? [])
        // A reference that leads nowhere has been told; that what it stands in has no value is told by it.
        let told = findings.all.filter { $0.severity == .error }.compactMap(\.span)
        for diagnostic in found.all
        where !told.contains(where: {
            diagnostic.span == $0 || diagnostic.code == "function-failed" && diagnostic.span?.holds($0) == true
        }) {
            findings.add(diagnostic)
        }
        return bound
    }

    /// The secret parameters as they were given or stand in the template, whether or not it can be bound.
    private func given(_ stack: StackSet.Stack) -> [String] {
        stack.template.all.flatMap { template in
            template.parameters.filter(\.noEcho).flatMap { parameter -> [String] in
                let given = template.path == stack.template.path ? stack.file.parameters[parameter.name] : nil
                return [given, parameter.defaultValue].compactMap { $0?.scalarText }
            }
        }
    }
}

extension Span {
    /// True when the other place lies within this one.
    fileprivate func holds(_ other: Span) -> Bool {
        file == other.file && start <= other.start && other.end <= end
    }
}
