internal import AWS
internal import Checks
public import Declarations
public import Diagnostics
public import Language
public import Plans
internal import Values

/// Makes plans: binds the stacks, reads AWS, and decides. It never changes anything.
public struct Workbench: Sendable {
    let stacks: StackSet
    let registry: Registry
    let caller: any Caller
    let options: RunOptions
    let files: any FileLoader

    /// - Parameters:
    ///   - files: Where files named by properties (`SourceFile`) are read from.
    public init(
        stacks: StackSet, registry: Registry, caller: any Caller, options: RunOptions = RunOptions(),
        files: any FileLoader = DiskFiles()
    ) {
        self.stacks = stacks
        self.registry = registry
        self.caller = caller
        self.options = options
        self.files = files
    }

    /// The plan that takes back what a failed run has done: what it made goes, what it changed becomes as it was.
    /// - Returns: also a warning for each change that cannot be taken back.
    public func rollback(of plan: Plan, _ outcome: Outcome) async -> (Plan?, Findings) {
        var run = PlanRun(self, .apply)
        do {
            guard let surveyed = try await run.survey() else { return (nil, run.findings) }
            let rollback = Rollback(plan, outcome, surveyed, decided: run.decide(surveyed).decisions)
            run.findings.add(contentsOf: rollback.findings)
            return (rollback.planned(), run.findings)
        } catch {
            run.findings.add(EngineDiagnostics.readFailed(error, type: nil))
            return (nil, run.findings)
        }
    }

    /// The plan for a purpose; nil when findings stand in its way.
    public func plan(_ purpose: Plan.Purpose) async -> (Plan?, Findings) {
        var run = PlanRun(self, purpose)
        do {
            let plan = try await run.plan()
            return (run.findings.hasErrors ? nil : plan, run.findings)
        } catch {
            run.findings.add(EngineDiagnostics.readFailed(error, type: nil))
            return (nil, run.findings)
        }
    }
}

/// What one pass has read, and what the stacks want.
struct Surveyed {
    var identity: Identity
    var contexts: [StackContext]
    var resources: DesiredResources
    var exports: Exports
    var bodies: SourceBodies
    var observing: Observing
    var observation: Observation
}

/// One pass from stacks to plan.
struct PlanRun {
    let bench: Workbench
    let purpose: Plan.Purpose
    let cache: ReadCache
    var findings = Findings()

    init(_ bench: Workbench, _ purpose: Plan.Purpose) {
        self.bench = bench
        self.purpose = purpose
        cache = ReadCache(bench.caller)
    }

    mutating func plan() async throws(AWSFailure) -> Plan? {
        let before = bench.caller.callCount
        guard var surveyed = try await survey() else { return nil }
        var deciding = decide(surveyed)
        // What is changed must be known whole.
        let partly = deciding.decisions.filter { $0.value.changesSomething && $0.value.live?.isPartlyRead == true }
        if !partly.isEmpty, purpose != .destroy {
            await surveyed.observing.reread(Set(partly.keys), into: &surveyed.observation)
            note(surveyed.observing.failures, surveyed.resources)
            keepSelected(surveyed.contexts, &surveyed.observation)
            guard !findings.hasErrors else { return nil }
            deciding = decide(surveyed)
        }
        // What is in the way of changing matters little when everything goes.
        if purpose != .destroy { findings.add(contentsOf: deciding.findings) }
        checkExporters(surveyed.resources, surveyed.observation)
        var plan = try await assemble(surveyed, deciding)
        plan.reading.calls = bench.caller.callCount - before
        return plan
    }

    /// Binds the stacks and reads AWS; nil when findings stand in the way.
    mutating func survey() async throws(AWSFailure) -> Surveyed? {
        guard let (identity, contexts) = try await bind(), !findings.hasErrors else { return nil }
        let exports = try await exports(contexts, identity)
        guard !findings.hasErrors else { return nil }
        let frames = Frames(bench.registry)
        let found = try await FoundProperties.read(
            contexts, frames, cache, isDestroying: purpose == .destroy, &findings)
        guard !findings.hasErrors else { return nil }
        var resources = DesiredResources(
            contexts, registry: bench.registry, exports: exports, frames: frames, foundProperties: found,
            isDestroying: purpose == .destroy, findings: &findings)
        let bodies = SourceBodies.read(resources, from: bench.files, findings: &findings)
        guard !findings.hasErrors else { return nil }
        var observing = await observing(contexts, resources, exports, frames, bodies)
        var observation = await observing.run()
        // What has left its template may have been known by exports that nobody imports any more.
        let exporters = observation.unresolved.reduce(into: Set<String>()) { $0.formUnion($1.exporters) }
        if !exporters.isEmpty {
            var known = Findings()
            resources = DesiredResources(
                contexts, registry: bench.registry, exports: exports, frames: frames, foundProperties: found,
                also: exporters, isDestroying: purpose == .destroy, findings: &known)
            observing.resources = resources
            observation = await observing.run()
        }
        note(observing.failures, resources)
        keepSelected(contexts, &observation)
        for unresolved in observation.unresolved {
            findings.add(EngineDiagnostics.strayUnresolved(unresolved.mark, import: unresolved.export))
        }
        guard !findings.hasErrors else { return nil }
        return Surveyed(
            identity: identity, contexts: contexts, resources: resources, exports: exports, bodies: bodies,
            observing: observing, observation: observation)
    }

    func decide(_ surveyed: Surveyed) -> Deciding {
        let resources = surveyed.resources, observation = surveyed.observation
        var deciding = Deciding(
            order: resources.ordered, found: observation.found, receivers: resources.receivers,
            exports: surveyed.exports,
            stacksWithLife: Set(observation.found.keys.map(Address.stack)),
            bodies: surveyed.bodies)
        deciding.claims = Claims.of(resources, observation)
        deciding.released = Claims.released(resources, observation)
        deciding.keptMarks = observation.keptMarks
        deciding.heldSecrets = bench.options.heldSecrets
        deciding.run()
        return deciding
    }

    // MARK: - Binding

    private mutating func bind() async throws(AWSFailure) -> (Identity, [StackContext])? {
        let binding = StackBinding(cache: cache, registry: bench.registry, options: bench.options)
        let options = bench.options
        guard let region = bench.stacks.stacks.compactMap({ $0.file.region ?? options.region }).first else {
            for stack in bench.stacks.stacks {
                findings.add(EngineDiagnostics.noRegion(stack, options))
            }
            return nil
        }
        if !options.takes(region) {
            let stack = bench.stacks.stacks.first { $0.file.region == region }
            findings.add(EngineDiagnostics.unknownRegion(region, span: stack?.file.spans["region"]))
            return nil
        }
        let identity = try await binding.identity(region: region)
        var contexts: [StackContext] = []
        for stack in bench.stacks.stacks {
            if let context = try await binding.bind(stack, identity: identity, findings: &findings) {
                options.secrets.add(context.template.secretTexts)
                contexts.append(context)
            }
        }
        return (identity, contexts)
    }

    private mutating func exports(
        _ contexts: [StackContext], _ identity: Identity
    ) async throws(AWSFailure) -> Exports {
        let account = identity.account
        let (table, found) = ExportTable.of(contexts.map(\.template))
        findings.add(contentsOf: found)
        let templates = Dictionary(
            contexts.map { ($0.stack.name, $0.template) }, uniquingKeysWith: { first, _ in first })
        let binding = StackBinding(cache: cache, registry: bench.registry, options: bench.options)
        var others: [String: [String: String]] = [:]
        for context in contexts {
            let region = context.place.region
            let isOpen = context.template.imports.contains {
                table.export(named: $0, region: region, account: account) == nil
            }
            if isOpen, others[region] == nil { others[region] = try await binding.accountExports(region: region) }
        }
        return Exports(table: table, templates: templates, account: others)
    }

    /// Stacks that are only imported from must be there: their values come from live AWS.
    private mutating func checkExporters(_ resources: DesiredResources, _ observation: Observation) {
        guard purpose != .destroy else { return }
        for desired in resources.ordered where !desired.isSelected && observation.found[desired.address] == nil {
            guard
                let importer = resources.ordered.first(where: {
                    $0.isSelected && $0.dependencies.contains(desired.address)
                })
            else { continue }
            findings.add(
                EngineDiagnostics.exporterNotApplied(desired.address, neededBy: importer.stack, span: importer.span))
        }
    }

    // MARK: - Reading

    private func observing(
        _ contexts: [StackContext], _ resources: DesiredResources, _ exports: Exports, _ frames: Frames,
        _ bodies: SourceBodies
    ) async -> Observing {
        let names = contexts.map(\.stack.name).sorted()
        var places: [Place] = []
        for context in contexts where !places.contains(context.place) { places.append(context.place) }
        let failures = ReadFailures()
        var search = TagSearch()
        for place in Self.searched(places) where !failures.endsReading {
            do throws(AWSFailure) {
                let call = TagSearch.call(stacks: bench.options.tellsUnmanaged ? nil : names, place: place)
                search.take(try await cache.pages(call), place: place, stacks: names)
            } catch {
                failures.note(error, type: nil)
            }
        }
        let reader = Reader(
            cache: cache, search: search, stacks: names,
            readsEverything: purpose != .apply || bench.options.readsEverything, failures: failures)
        return Observing(
            resources: resources, registry: bench.registry, frames: frames, reader: reader, exports: exports,
            bodies: bodies,
            homes: contexts.places, places: places, failures: failures)
    }

    private mutating func note(_ failures: ReadFailures, _ resources: DesiredResources) {
        for entry in failures.all {
            let first = resources.ordered.first { $0.frame.type.name == entry.type }
            findings.add(EngineDiagnostics.readFailed(entry.failure, type: entry.type, span: first?.span))
        }
        for one in failures.unsupported { findings.add(EngineDiagnostics.unsupportedRead(one)) }
    }

    /// Leaves out what belongs to stacks that are only looked at.
    private func keepSelected(_ contexts: [StackContext], _ observation: inout Observation) {
        let selected = contexts.filter(\.stack.isSelected).map(\.stack.name).sorted()
        let names = contexts.map(\.stack.name).sorted()
        let named = observation.found.values.flatMap { $0 }
        observation.orphans.removeAll { live in
            // A resource whose logical id has changed in the template still bears the old one.
            if named.contains(where: { $0.isSame(as: live) }) { return true }
            guard let stack = live.stack ?? live.stackByName(names) else { return true }
            return !selected.contains(stack)
        }
        observation.strays.removeAll { !selected.contains($0.stack ?? "") }
        observation.unresolved.removeAll { !selected.contains($0.mark.stack) }
    }

    /// Global services are tagged in the partition's home region.
    private static func searched(_ places: [Place]) -> [Place] {
        var all = places
        for place in places {
            var home = place
            home.region = place.homeRegion
            if !all.contains(home) { all.append(home) }
        }
        return all
    }

    // MARK: - Assembling

    private mutating func assemble(
        _ surveyed: Surveyed, _ deciding: Deciding
    ) async throws(AWSFailure) -> Plan {
        let contexts = surveyed.contexts, resources = surveyed.resources, observation = surveyed.observation
        var decisions = deciding.decisions
        let targets = Targets(
            bench.options.targets, excluding: bench.options.excludes, resources,
            orphans: observation.orphans.compactMap { $0.address(contexts.map(\.stack.name)) },
            isDestroy: purpose == .destroy)
        for name in targets.unknown { findings.add(EngineDiagnostics.unknownTarget(name, known: targets.known)) }
        if purpose == .destroy {
            for address in decisions.keys { decisions[address]?.kind = .none }
        } else {
            for address in decisions.keys where !targets.includes(address) { decisions[address]?.kind = .none }
        }
        var removal = Removal(
            purpose: purpose, options: bench.options, cache: cache, stacks: contexts.map(\.stack.name),
            unmetCondition: { address in
                contexts.first { $0.stack.name == Address.stack(of: address) }?.template
                    .unmetCondition(of: Address.logicalID(of: address))
            })
        let doomed = try await removal.doomed(
            decisions: deciding.decisions, orphans: observation.orphans, targets: targets)
        findings.add(contentsOf: removal.findings)
        if purpose == .apply { findings.add(contentsOf: Findings(deciding.secretsLost)) }
        if purpose == .apply { findings.add(contentsOf: try await TakenNames(cache: cache).findings(decisions)) }
        if purpose != .destroy { findings.add(contentsOf: SharedIdentity.findings(resources, decisions)) }
        if purpose != .destroy { findings.add(contentsOf: Blocked.findings(decisions, resources, observation)) }
        let secrecy = Secrecy(decisions: decisions, texts: PlannedSecrets(contexts))
        let graph = StepGraph(ordering: resources.ordering, decisions: decisions, doomed: doomed, secrecy: secrecy)
        var plan = Plan(
            purpose: purpose, account: surveyed.identity.account, caller: surveyed.identity.arn,
            partition: surveyed.identity.partition)
        var answers = PlannedAnswers(frames: surveyed.observing.frames, places: contexts.places)
        plan.steps = answers.filled(graph.steps())
        plan.kept = removal.kept
        plan.limits = targets.limits
        plan.facts = Facts(
            decisions: decisions, doomed: doomed, wanted: resources.wanted, secrecy: secrecy
        ).gathered(for: plan.steps)
        findings.add(contentsOf: CallChecks.findings(plan, resources))
        plan.resources = ResourceStates(
            decisions: decisions, secrecy: secrecy
        ).all(resources.ordered.filter(\.isSelected)) { targets.includes($0) }
        let gone = Set(doomed.map(\.address))
        plan.unchanged = resources.ordered.filter {
            $0.isSelected && decisions[$0.address]?.kind == Decision.Kind.none && decisions[$0.address]?.live != nil
                && !gone.contains($0.address)
        }.map(\.address).sorted()
        plan.stacks = contexts.filter(\.stack.isSelected).map { context in
            Plan.StackSummary(
                name: context.stack.name, path: context.stack.file.path, region: context.place.region,
                resources: context.template.resources.count, lock: context.stack.file.lock?.description,
                reading: deciding.readings[context.stack.name] ?? Plan.Reading())
        }
        plan.foreign = purpose == .destroy ? [] : ForeignObjects.found(observation, decisions)
        if bench.options.tellsUnmanaged, purpose != .destroy {
            try await lookAround(surveyed, decisions, into: &plan)
        }
        plan.outputs = outputs(contexts, deciding, secrecy)
        plan.checks = await checks(contexts, decisions, doomed, plan)
        plan.reading = plan.stacks.map(\.reading).reduce(Plan.Reading(), +)
        return plan
    }

    /// What is on and in our objects and that no stack names, and stacks that no file names.
    private mutating func lookAround(
        _ surveyed: Surveyed, _ decisions: [String: Decision], into plan: inout Plan
    ) async throws(AWSFailure) {
        let neighbourhood = Neighbourhood(
            observing: surveyed.observing, observation: surveyed.observation, owned: ForeignObjects.owned(decisions))
        plan.foreign = try await neighbourhood.found()
        for entry in neighbourhood.failures.all { findings.add(EngineDiagnostics.neighboursUnread(entry.failure)) }
        guard bench.options.tellsOtherStacks else { return }
        plan.otherStacks = OtherStacks.found(
            surveyed.observing.reader.search, surveyed.observation, except: surveyed.contexts.map(\.stack.name))
    }

    /// What the built-in checks say of the stacks, and of what is in the way of deleting.
    private mutating func checks(
        _ contexts: [StackContext], _ decisions: [String: Decision], _ doomed: [Doomed], _ plan: Plan
    ) async -> [CheckFinding] {
        guard purpose != .drift else { return [] }
        var checks: [String: StackChecks] = [:]
        for context in contexts where context.stack.isSelected {
            checks[context.stack.name] = StackChecks(context.stack, registry: bench.registry)
        }
        var found: [CheckFinding] = []
        if purpose != .destroy {
            for context in contexts { found += checks[context.stack.name]?.findings(in: context.template) ?? [] }
        }
        for step in plan.steps {
            let changes = decisions[step.address]?.refused(of: step) ?? []
            found += checks[step.stack]?.findings(of: changes, in: step) ?? []
        }
        let changed = decisions.values.filter { $0.kind == .update }.compactMap { $0.live?.physicalID }
        var forecast = DeletionForecast(
            doomed: doomed, changed: Set(changed), cache: cache, checks: { checks[$0] })
        found += await forecast.forecast()
        findings.add(contentsOf: forecast.findings)
        return found.inOrder
    }

    private func outputs(
        _ contexts: [StackContext], _ deciding: Deciding, _ secrecy: Secrecy
    ) -> [Plan.Output] {
        let decisions = deciding.decisions
        var outputs: [Plan.Output] = []
        for context in contexts where context.stack.isSelected {
            for output in context.template.outputs {
                let (value, _) = context.template.value(
                    of: output, reference: { decisions["\(context.stack.name)/\($0)"]?.attribute($1) },
                    imported: { name in
                        deciding.exports.value(
                            name, region: context.place.region, accountID: context.place.account,
                            attribute: { decisions[$0]?.attribute($1) })
                    })
                guard let value else { continue }
                outputs.append(
                    Plan.Output(
                        stack: context.stack.name, name: output.name, value: value,
                        isSecret: output.isSecret || secrecy.isSecret(value)))
            }
        }
        return outputs.sorted { ($0.stack, $0.name) < ($1.stack, $1.name) }
    }
}
