public import Declarations
public import Diagnostics
public import Values

extension BoundTemplate {
    /// Checks a resource's properties against its type's schema.
    /// - Parameter properties: as evaluated; they are normalised here.
    public func validate(_ resource: BoundResource, properties: Value, schema: ResourceSchema) -> Findings {
        let secrets = secretPaths(of: resource)
        var validator = SchemaValidator(
            schema: schema,
            place: { path, key in
                key ? keySpan(of: resource, propertyPath: path) : span(of: resource, propertyPath: path)
            },
            isSecret: { path in
                secrets.contains { $0.isEmpty || path.isAtOrBelow($0) }
            })
        validator.validate(schema.normalised(properties))
        return Findings(
            validator.findings.all.map { diagnostic in
                var diagnostic = diagnostic
                diagnostic.address = address(of: resource)
                return diagnostic
            })
    }

    /// Checks every resource with its references left open. Types without a schema are passed over: `Template.checked`
    /// names them.
    public func validate(schemas: (_ type: String) -> ResourceSchema?) -> Findings {
        var findings = Findings()
        for resource in resources {
            guard let schema = schemas(resource.type) else { continue }
            findings.add(contentsOf: validate(resource, properties: symbolicProperties(of: resource), schema: schema))
        }
        return findings
    }
}

extension Template {
    /// Checks the types of all resources and the attributes that `Fn::GetAtt` and `Fn::Sub` name.
    /// - Parameters:
    ///   - known: the names of all types, for suggestions.
    ///   - isSupported: false for a type that has a schema and that nothing can make for all that.
    ///   - isLeftOut: true for what its condition leaves out, by the place of its type; asked where that matters.
    public func checked(
        known: [String] = [], schemas: (_ type: String) -> ResourceSchema?,
        isSupported: (_ type: String) -> Bool = { _ in true }, isLeftOut: (_ typeSpan: Span) -> Bool = { _ in false }
    ) -> Findings {
        var findings = Findings()
        let types = resources.reduce(into: [String: String]()) { $0[$1.logicalID] = $1.type }
        for (_, template) in nested.sorted(by: { $0.key < $1.key }) {
            guard let template else { continue }
            findings.add(
                contentsOf: template.checked(
                    known: known, schemas: schemas, isSupported: isSupported, isLeftOut: isLeftOut))
        }
        for resource in resources
        where !resource.isNestedStack && !resource.isWait && !TemplateReader.isRefused(resource.type) {
            let isKnown = schemas(resource.type) != nil
            if isKnown, isSupported(resource.type) { continue }
            findings.add(
                isLeftOut(resource.typeSpan)
                    ? .typeLeftOut(resource.type, resource.typeSpan)
                    : isKnown
                        ? .unsupportedType(resource.type, resource.typeSpan)
                        : .unknownType(resource.type, known: known, resource.typeSpan))
        }
        let stacks = resources.reduce(into: [String: Template]()) { $0[$1.logicalID] = nested(of: $1) }
        let waits = resources.filter(\.isWait).reduce(into: [String: Resource]()) { $0[$1.logicalID] = $1 }
        let roots = resources.flatMap { [$0.properties, $0.updatePolicy, $0.creationPolicy] } + outputs.map(\.value)
        for root in roots {
            root?.walk { expression in
                for reference in expression.references {
                    if let stack = stacks[reference.name], let attribute = reference.attribute, !attribute.isEmpty {
                        stack.checkOutput(attribute, of: reference.name, reference.span, &findings)
                        continue
                    }
                    if let wait = waits[reference.name], let attribute = reference.attribute, !attribute.isEmpty,
                        !wait.waitAttributes.contains(attribute)
                    {
                        findings.add(
                            .unknownAttribute(attribute, of: wait.type, known: wait.waitAttributes, reference.span))
                    }
                    guard let attribute = reference.attribute, !attribute.isEmpty, let type = types[reference.name],
                        let schema = schemas(type), !schema.attributes.contains(attribute)
                    else { continue }
                    findings.add(
                        .unknownAttribute(
                            attribute, of: type, known: schema.attributes.sorted(), reference.span))
                }
            }
        }
        return findings
    }

    /// Checks what `Fn::GetAtt` asks of a nested stack with this template.
    private func checkOutput(_ attribute: String, of stack: String, _ span: Span, _ findings: inout Findings) {
        let known = outputs.map { NestedStack.outputPrefix + $0.name }
        guard !known.contains(attribute), !loopsOverParameters else { return }
        if attribute.hasPrefix(NestedStack.outputPrefix) {
            let name = String(attribute.dropFirst(NestedStack.outputPrefix.count))
            findings.add(.unknownOutput(name, of: stack, known: outputs.map(\.name), span))
        } else {
            findings.add(.unknownAttribute(attribute, of: NestedStack.type, known: known, span))
        }
    }
}
