public import Diagnostics
internal import Values

extension Template {
    /// What must be fetched before the template can be bound with these inputs. Repeat until nothing is needed: an SSM
    /// parameter can decide a condition that uncovers another need.
    public func needs(_ inputs: Inputs) -> [Need] {
        var open = inputs
        open.isPartial = true
        var binder = Binder(self, inputs: open)
        _ = binder.bound()
        var seen: Set<String> = []
        return binder.evaluator.needs.filter { seen.insert($0.subject).inserted }
    }

    /// Checks the parameters and rules, decides the conditions, and evaluates everything once, so that what is wrong
    /// with functions is found here. Nil when a parameter or the template itself is at fault.
    public func bind(_ inputs: Inputs) -> (BoundTemplate?, Findings) {
        var binder = Binder(self, inputs: inputs)
        let bound = binder.bound()
        return (bound, binder.evaluator.findings)
    }
}

extension Need {
    fileprivate var subject: String {
        switch self {
        case .availabilityZones(let region, _): "zones \(region)"
        case .ssmParameter(let name, _): "ssm \(name)"
        case .parameterAttribute(let attribute, _): "attribute \(attribute)"
        case .secret(let reference, _): "secret \(reference.text)"
        }
    }
}

/// Binds one template to one set of inputs.
private struct Binder {
    var template: Template
    let inputs: Inputs
    var evaluator: Evaluator
    var nesting = Nesting()

    /// Nested stacks multiply; CloudFormation carries out 2500 operations of all nested stacks at a time.
    private static let limit = 10_000

    init(_ template: Template, inputs: Inputs) {
        self.template = template
        self.inputs = inputs
        evaluator = Evaluator.symbolic(template, inputs, parameters: [:])
    }

    mutating func bound() -> BoundTemplate? {
        evaluator.bindParameters()
        let (unrolled, found) = template.unrolled(
            parameters: evaluator.parameters.merging(evaluator.pseudoParameters) { $1 })
        template = unrolled
        var next = Evaluator.symbolic(template, inputs, parameters: evaluator.parameters)
        next.findings = evaluator.findings
        next.findings.add(contentsOf: found)
        next.needs = evaluator.needs
        evaluator = next
        guard !evaluator.findings.hasErrors else { return nil }

        evaluator.assertRules()
        for condition in template.conditions { _ = evaluator.decide(condition.name) }
        let decided = evaluator.decided
        // What hangs on something open counts as true (`Inputs.isPartial`).
        let conditions = template.conditions.reduce(into: [String: Bool]()) {
            $0[$1.name] = (decided[$1.name] ?? nil) ?? true
        }
        let holds = { (name: String?) in name.map { conditions[$0] ?? false } ?? true }
        let made = template.resources.filter { holds($0.condition) }
        let absent = template.resources.filter { !holds($0.condition) }.reduce(into: [:]) { $0[$1.logicalID] = $1 }

        var references = ReferenceCollector(template: template, conditions: decided)
        var collected: [String: ReferenceCollector.Collected] = [:]
        var edges: [String: [Graph.Edge]] = [:]
        for resource in made {
            let found = references.collect([resource.properties, resource.creationPolicy, resource.updatePolicy])
            reportAbsent(found.edges, absent)
            let dependsOn = resource.dependsOn.filter { absent[$0.text] == nil }
            edges[resource.logicalID] = found.edges + dependsOn.map { Graph.Edge(target: $0.text, span: $0.span) }
            collected[resource.logicalID] = found
        }
        let cycles = Graph.cycles(made.map(\.logicalID), edges: edges)
        for cycle in cycles {
            let start = made.first { $0.logicalID == cycle.names[0] }?.span ?? cycle.edges[0].span
            evaluator.findings.add(.cycle(cycle.names, start, related: cycle.related))
        }
        nesting = Nesting(
            edges: edges.mapValues { Set($0.map(\.target)) }, prefix: inputs.prefix,
            stacks: made.filter { $0.isNestedStack || $0.isWait }, inCycles: Set(cycles.flatMap(\.names)))
        var count = made.count
        while let resource = nesting.next() {
            guard resource.isNestedStack else { continue }
            guard count <= Self.limit else {
                evaluator.findings.add(
                    .tooMany(
                        "resources with those of nested stacks", count: count, limit: Self.limit, resource.span))
                return nil
            }
            guard let bound = bind(resource, edges: collected[resource.logicalID] ?? .init()) else { continue }
            count += bound.resources.count
            nesting.add(bound, as: resource.logicalID)
            evaluator.nested[resource.logicalID] = bound
        }
        var resources: [BoundResource] = []
        for resource in made {
            evaluate(resource)
            evaluator.findings.add(contentsOf: Findings(UpdatePolicyValues.check(resource, evaluator)))
            if resource.isNestedStack {
                resources += evaluator.nested[resource.logicalID]?.resources ?? []
            } else if !resource.isWait {
                resources.append(self.resource(resource, collected[resource.logicalID] ?? .init()))
            }
        }
        var outputs: [BoundOutput] = []
        for output in template.outputs where holds(output.condition) {
            let collected = references.collect([output.value, output.exportName])
            reportAbsent(collected.edges, absent)
            if let value = evaluator.root(output.value), value.array != nil || value.object != nil {
                evaluator.findings.add(.outputNotText(output.name, value.noun, output.value.span))
            }
            if let name = output.exportName, evaluator.value(name)?.scalarText?.isEmpty == true {
                evaluator.findings.add(
                    .invalidValue("export name", "", allowed: "at least one character", name.span))
            }
            outputs.append(self.output(output, collected))
        }
        let bound = BoundTemplate(
            template: template, inputs: inputs, parameters: evaluator.parameters, conditions: conditions,
            resources: resources, outputs: outputs, decided: decided, nested: evaluator.nested)
        if inputs.isPartial, inputs.nesting == nil { evaluator.findings.add(contentsOf: ExportTable.of([bound]).1) }
        // A partial binding is only looked at: the rest can be checked all the same.
        return evaluator.findings.hasErrors && !inputs.isPartial ? nil : bound
    }

    /// Once for its findings, which then name the resource.
    private mutating func evaluate(_ resource: Template.Resource) {
        guard let properties = resource.properties else { return }
        var aside = evaluator
        aside.findings = Findings()
        _ = aside.root(properties)
        let found = BoundTemplate.addressed(aside.findings, "\(inputs.root)/\(inputs.prefix)\(resource.logicalID)")
        aside.findings = evaluator.findings
        aside.findings.add(contentsOf: found)
        evaluator = aside
    }

    private mutating func reportAbsent(_ edges: [Graph.Edge], _ absent: [String: Template.Resource]) {
        for edge in edges {
            guard let target = absent[edge.target] else { continue }
            evaluator.findings.add(
                .referenceToDropped(
                    edge.target, condition: target.condition ?? "", edge.span, declared: target.span))
        }
    }

    private mutating func resource(
        _ resource: Template.Resource, _ collected: ReferenceCollector.Collected
    ) -> BoundResource {
        BoundResource(
            logicalID: inputs.prefix + resource.logicalID, scope: inputs.scope, type: resource.type,
            span: resource.span, typeSpan: resource.typeSpan,
            dependencies: nesting.dependencies(of: resource.logicalID),
            imports: imports(collected),
            deletionPolicy: policy(resource.deletionPolicy, DeletionPolicy.allCases, resource.type),
            updateReplacePolicy: policy(
                resource.updateReplacePolicy, DeletionPolicy.onReplacement, resource.type),
            creationPolicy: resource.creationPolicy.flatMap { evaluator.value($0) },
            updatePolicy: resource.updatePolicy.flatMap { evaluator.value($0) }, metadata: metadata(resource.metadata),
            properties: resource.properties)
    }

    private mutating func output(_ output: Template.Output, _ collected: ReferenceCollector.Collected) -> BoundOutput {
        let secrets = SecretFinder(evaluator)
        return BoundOutput(
            name: output.name, scope: inputs.scope, span: output.span, description: output.description,
            exportName: output.exportName.flatMap { evaluator.value($0)?.scalarText },
            dependencies: nesting.ids(of: collected.edges.map(\.target)), imports: imports(collected),
            isSecret: !secrets.paths(in: output.value).isEmpty, value: output.value)
    }

    private mutating func imports(_ collected: ReferenceCollector.Collected) -> Set<String> {
        Set(collected.imports.compactMap { evaluator.value($0)?.scalarText })
    }

    /// What a policy comes to; one that the type does not have, or that nobody knows before the run, is refused.
    private mutating func policy(
        _ expression: Expression?, _ policies: [DeletionPolicy], _ type: String
    ) -> DeletionPolicy {
        guard let expression, let value = evaluator.value(expression) else { return .delete }
        let allowed = policies.filter { $0.holds(for: type) }
        if let policy = value.scalarText.flatMap(DeletionPolicy.init(rawValue:)), allowed.contains(policy) {
            return policy
        }
        // What is written out is refused where it is read.
        if case .literal = expression.form { return .delete }
        if value.hasDeferred {
            if !inputs.isPartial { evaluator.findings.add(.notKnownYet("a policy of \(type)", expression.span)) }
            return .delete
        }
        evaluator.findings.add(
            .invalidValue(
                "policy of \(type)", value.scalarText ?? value.noun,
                allowed: allowed.map(\.rawValue).joined(separator: ", "), expression.span))
        return .delete
    }

    /// Metadata may hold anything: what cannot be evaluated in it is left out.
    private func metadata(_ expression: Expression?) -> Value? {
        var aside = evaluator
        return expression.flatMap { aside.value($0) }
    }
}

extension Binder {
    /// Binds a nested stack with what its resource gives it; nil when there is something wrong in it, which is then a
    /// finding.
    private mutating func bind(_ stack: Template.Resource, edges: ReferenceCollector.Collected) -> BoundTemplate? {
        guard let inner = template.nested(of: stack) else {
            if let url = stack.templateURL, template.nested[url.text] == nil, !url.text.contains("://") {
                evaluator.findings.add(.unloadedTemplate(stack.logicalID, url.text, url.span))
            }
            return nil
        }
        var given = inputs
        given.stackName = NestedStack.name(of: stack.logicalID, in: inputs.stackName)
        given.parameters = [:]
        given.parameterSpans = [:]
        var secret: Set<String> = []
        let secrets = SecretFinder(evaluator)
        for member in evaluator.givenParameters(of: stack) {
            // What cannot be evaluated is told where the resource is.
            var aside = evaluator
            switch aside.evaluate(member.value) {
            case .absent: continue
            case .failed: given.parameters[member.key] = evaluator.open(member.key)
            case .value(let value): given.parameters[member.key] = value
            }
            let isShort = member.value.span.start.line == member.value.span.end.line
            given.parameterSpans[member.key] = isShort ? member.value.span : member.keySpan
            if !secrets.paths(in: member.value).isEmpty { secret.insert(member.key) }
        }
        given.nesting = Inputs.Nesting(
            root: inputs.root, prefix: inputs.prefix + stack.logicalID + "/", secretParameters: secret, span: stack.span
        )
        var binder = Binder(inner, inputs: given)
        let bound = binder.bound()
        evaluator.findings.add(contentsOf: binder.evaluator.findings)
        evaluator.needs += binder.evaluator.needs
        guard var bound else { return nil }
        let outer = (dependencies: nesting.dependencies(of: stack.logicalID), imports: imports(edges))
        let policy = policy(stack.deletionPolicy, DeletionPolicy.allCases, stack.type)
        for index in bound.resources.indices {
            bound.resources[index].dependencies.formUnion(outer.dependencies)
            bound.resources[index].imports.formUnion(outer.imports)
            bound.resources[index].deletionPolicy = policy.around(bound.resources[index].deletionPolicy)
        }
        return bound
    }
}

/// The nested stacks of one template while they are bound, each after those that it refers to.
private struct Nesting {
    /// What each logical id refers to or depends on.
    var edges: [String: Set<String>] = [:]
    /// What logical ids begin with, as others see them.
    var prefix = ""
    /// What is left to be bound; wait conditions, which nothing is made of, are like empty stacks.
    var stacks: [Template.Resource] = []
    var inCycles: Set<String> = []
    /// The ids of what is in a nested stack, as others see them.
    private var inside: [String: Set<String>] = [:]

    init() {}

    init(edges: [String: Set<String>], prefix: String, stacks: [Template.Resource], inCycles: Set<String>) {
        self.edges = edges
        self.prefix = prefix
        self.stacks = stacks.filter { !inCycles.contains($0.logicalID) }
        self.inCycles = inCycles
        for stack in stacks { inside[stack.logicalID] = [] }
    }

    /// The next one whose references to others can be answered.
    mutating func next() -> Template.Resource? {
        let open = Set(stacks.map(\.logicalID))
        guard let index = stacks.firstIndex(where: { open.isDisjoint(with: edges[$0.logicalID] ?? []) }) else {
            return nil
        }
        return stacks.remove(at: index)
    }

    mutating func add(_ bound: BoundTemplate, as id: String) {
        inside[id] = Set(bound.resources.map(\.logicalID))
    }

    /// What a resource comes after, by the ids that others see.
    func dependencies(of id: String) -> Set<String> { ids(of: edges[id] ?? []) }

    /// In place of a nested stack all that is in it; in place of an empty one what that comes after.
    func ids(of names: some Sequence<String>) -> Set<String> {
        var ids: Set<String> = []
        for name in names {
            guard let inner = inside[name] else {
                ids.insert(prefix + name)
                continue
            }
            ids.formUnion(inner.isEmpty && !inCycles.contains(name) ? dependencies(of: name) : inner)
        }
        return ids
    }
}

extension DeletionPolicy {
    /// The policy of what is in a nested stack with this one.
    fileprivate func around(_ inner: DeletionPolicy) -> DeletionPolicy {
        self == .retain || (self == .retainExceptOnCreate && inner != .retain) ? self : inner
    }
}

/// Collects what expressions refer to, in the branches that are taken.
struct ReferenceCollector {
    struct Collected {
        /// To resources.
        var edges: [Graph.Edge] = []
        /// The name arguments of `Fn::ImportValue`.
        var imports: [Expression] = []
    }

    private let resources: Set<String>
    private let conditions: [String: Bool?]

    init(template: Template, conditions: [String: Bool?]) {
        resources = Set(template.resources.map(\.logicalID))
        self.conditions = conditions
    }

    mutating func collect(_ roots: [Expression?]) -> Collected {
        var collected = Collected()
        for root in roots { if let root { collect(root, into: &collected) } }
        return collected
    }

    private func collect(_ expression: Expression, into collected: inout Collected) {
        if case .call(.choose(let condition, let then, let otherwise)) = expression.form {
            // An open condition takes both branches.
            let truth = conditions[condition] ?? nil
            if truth != false { collect(then, into: &collected) }
            if truth != true { collect(otherwise, into: &collected) }
            return
        }
        for reference in expression.references where resources.contains(reference.name) {
            collected.edges.append(Graph.Edge(target: reference.name, span: reference.span))
        }
        if case .call(.importValue(let name)) = expression.form { collected.imports.append(name) }
        for child in expression.children { collect(child, into: &collected) }
    }
}

extension Evaluator {
    /// Every reference to a resource and every import is left symbolic: `STACK/LogicalId` and `import`.
    static func symbolic(_ template: Template, _ inputs: Inputs, parameters: [String: Value]) -> Evaluator {
        let stack = inputs.root
        return Evaluator(
            template: template, inputs: inputs, parameters: parameters,
            reference: { .deferred(.attribute(address: "\(stack)/\($0)", name: $1)) },
            imported: { .deferred(.attribute(address: BoundTemplate.importAddress, name: $0)) })
    }
}
