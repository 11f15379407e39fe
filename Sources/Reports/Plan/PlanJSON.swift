internal import Diagnostics
public import Plans
internal import Values

/// The plan as JSON in a versioned format of plumb's own, which `plumb schema --plan` describes; the names are those of
/// `terraform show -json` where the meaning is the same, so that what judges Terraform's plans can judge these.
///
/// Secrets are masked and told by `before_sensitive` and `after_sensitive`. In `steps`, parts that only apply makes known
/// stand as `{"$deferred": …}`; in `resource_changes` they are left out and told by `after_unknown`. The same plan gives
/// the same bytes.
public enum PlanJSON {
    /// Grows in its second part with additions, in its first with anything that could break a reader.
    public static let formatVersion = "1.2"

    /// The Terraform whose words the shared members follow. Tools that read its plans refuse a plan that names none.
    static let terraformVersion = "1.11.0"

    /// - Parameter version: plumb's own; empty: not told.
    public static func render(_ plan: Plan, version: String = "") -> String {
        value(of: plan, version: version).prettyJSON + "\n"
    }

    static func value(of plan: Plan, version: String = "") -> Value {
        let plan = plan.masked
        let counts = plan.counts
        let items = PlanItem.all(of: plan)
        let states = Dictionary(plan.resources.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        let entries = items.map { item in
            let state = states[item.step.address]
            return ResourceChangeJSON(item: item, state: state?.type == item.step.type ? state : nil)
        }
        var object: Value.Object = [
            "format_version": .string(formatVersion),
            "terraform_version": .string(terraformVersion),
            "purpose": .string(plan.purpose.rawValue),
            "applyable": .bool(!plan.isEmpty && plan.purpose != .drift),
            "complete": .bool(plan.limits == nil),
            "errored": false,
            "account": .string(plan.account),
            "caller": .string(plan.caller),
            "partition": .string(plan.partition),
            "summary": .string(plan.purpose == .drift ? DriftText.headline(of: plan) : PlanText.summary(of: plan)),
            "has_changes": .bool(!plan.isEmpty),
            "counts": [
                "add": .int(counts.add), "change": .int(counts.change), "destroy": .int(counts.destroy),
                "adopt": .int(plan.adoptions.count), "forget": .int(plan.steps.count { $0.action == .forget }),
                "unchanged": .int(plan.unchanged.count), "foreign": .int(plan.foreign.count),
                "kept": .int(plan.kept.count), "set_aside": .int(plan.aside.count),
                "refusals": .int(plan.refusals.count),
            ],
            "stacks": .array(plan.stacks.map(stack)),
            "resource_changes": .array(entries.map(\.change)),
            "resource_drift": .array(entries.filter(\.isDrift).map(\.drift)),
            "output_changes": outputChanges(plan),
            "planned_values": plannedValues(plan),
            // Templates are not Terraform's; its tools look whether the member is there.
            "configuration": ["provider_config": ["plumb": ["name": "plumb"]], "root_module": [:]],
            "steps": .array(plan.steps.map(step)),
            "unchanged": .array(plan.unchanged.sorted().map { .string($0) }),
            "set_aside": .array(plan.aside.map(aside)),
            "foreign": .array(plan.foreign.map(foreign)),
            "other_stacks": plan.otherStacks.map { .array($0.map(otherStack)) } ?? .null,
            "kept": .array(plan.kept.map(kept)),
            "outputs": .array(plan.outputs.map(output)),
            "check_findings": .array(plan.checks.inOrder.map(check)),
            "base": plan.base.map { .string($0) } ?? .null,
            "since_applied": .bool(plan.isSinceApplied),
            "limits": plan.limits.map { limits in
                [
                    "targets": strings(limits.targets), "included": strings(limits.included),
                    "excluded": strings(limits.excluded), "left_out": strings(limits.leftOut),
                ]
            } ?? .null,
            "reading": reading(plan.reading, calls: true),
        ]
        if !plan.scaled.isEmpty { object["scaled"] = .array(plan.scaled.map(scaled)) }
        if !version.isEmpty { object["plumb_version"] = .string(version) }
        return .object(object)
    }

    /// - Parameter calls: false for one stack's part: the calls are shared.
    static func reading(_ reading: Plan.Reading, calls: Bool) -> Value {
        var object: Value.Object = [
            "compared": .int(reading.compared), "unreadable": .int(reading.unreadable),
            "unsupported": .int(reading.unsupported), "left": .int(reading.left),
        ]
        if calls { object["calls"] = .int(reading.calls) }
        return .object(object)
    }

    /// Outputs are kept nowhere, so that nothing is known of what they were; `no-op` are those whose value is known now.
    private static func outputChanges(_ plan: Plan) -> Value {
        let new = Set(plan.stacks.map(\.name)).subtracting(
            plan.resources.filter { $0.before != nil }.map { Address.stack(of: $0.address) })
        return .object(
            Value.Object(
                plan.outputs.map { output in
                    let action: Value =
                        plan.purpose == .destroy
                        ? "delete"
                        : new.contains(output.stack) ? "create" : output.value.hasDeferred ? "update" : "no-op"
                    let isGone = plan.purpose == .destroy
                    return (
                        "\(output.stack).\(output.name)",
                        [
                            "actions": [action], "before": .null,
                            "after": isGone ? .null : ResourceChangeJSON.known(output.value),
                            "after_unknown": isGone ? false : ResourceChangeJSON.unknown(output.value) ?? false,
                            "before_sensitive": .bool(output.isSecret), "after_sensitive": .bool(output.isSecret),
                        ]
                    )
                }))
    }

    /// Every resource of the selected stacks as it will be.
    private static func plannedValues(_ plan: Plan) -> Value {
        let ends = plan.purpose == .destroy
        let outputs = plan.outputs.map { output -> (String, Value) in
            var object: Value.Object = ["sensitive": .bool(output.isSecret)]
            if !output.value.hasDeferred { object["value"] = ResourceChangeJSON.known(output.value) }
            return ("\(output.stack).\(output.name)", .object(object))
        }
        let resources = plan.resources.map { state -> Value in
            [
                "address": .string(state.address), "mode": "managed", "type": .string(state.type),
                "name": .string(String(state.address.drop { $0 != "/" }.dropFirst())), "provider_name": "plumb",
                "schema_version": 0, "region": .string(state.region), "values": ResourceChangeJSON.known(state.after),
                "sensitive_values": .object(Value.Object(state.sensitive.map { ($0, true as Value) })),
            ]
        }
        return [
            "outputs": .object(Value.Object(ends ? [] : outputs)),
            "root_module": ["resources": .array(ends ? [] : resources)],
        ]
    }

    private static func aside(_ aside: SetAside) -> Value {
        var object: Value.Object = [
            "address": .string(aside.address), "type": .string(aside.type),
            "physical_id": aside.physicalID.map { .string($0) } ?? .null, "action": .string(aside.action.rawValue),
            "change": aside.change.map(change) ?? .null,
        ]
        switch aside.cause {
        case .ignored(let reason, let expires, let rule):
            object["cause"] = "ignored"
            object["reason"] = .string(reason)
            object["expires"] = expires.map { .string($0) } ?? .null
            object["rule"] = place(rule)
        case .edited: object["cause"] = "edited"
        case .unclear: object["cause"] = "unclear"
        }
        return .object(object)
    }

    private static func strings(_ texts: [String]) -> Value { .array(texts.map { .string($0) }) }

    private static func stack(_ stack: Plan.StackSummary) -> Value {
        [
            "name": .string(stack.name), "path": .string(stack.path), "region": .string(stack.region),
            "resources": .int(stack.resources), "reading": reading(stack.reading, calls: false),
        ]
    }

    private static func step(_ step: Step) -> Value {
        [
            "id": .string(step.id), "address": .string(step.address), "type": .string(step.type),
            "action": .string(step.action.rawValue), "region": .string(step.region),
            "physical_id": step.physicalID.map { .string($0) } ?? .null,
            "replacement": step.replacement.map { .string($0.rawValue) } ?? .null,
            "reasons": .array(step.reasons.map { .string($0.words) }),
            "origin": step.origin.map { .string($0.rawValue) } ?? .null,
            "changed_by": step.changer.map(changer) ?? .null,
            "place": step.span.map(place) ?? .null,
            "needs": .array(step.needs.sorted().map { .string($0) }),
            "changes": .array(step.changes.map(change)),
            "calls": .array(step.calls.map(call)),
        ]
    }

    private static func change(_ change: PropertyChange) -> Value {
        var object: Value.Object = ["path": .string(change.path)]
        if let before = change.before { object["before"] = before }
        if let after = change.after { object["after"] = after }
        object["sensitive"] = .bool(change.isSecret)
        object["forces_replacement"] = .bool(change.forcesReplacement)
        object["origin"] = change.origin.map { .string($0.rawValue) } ?? .null
        object["place"] = change.span.map(place) ?? .null
        return .object(object)
    }

    private static func call(_ call: PlannedCall) -> Value {
        var object: Value.Object = [
            "service": .string(call.service), "operation": .string(call.operation), "region": .string(call.region),
            "input": call.input, "repeatable": .bool(call.repeatable),
        ]
        if let wait = call.wait {
            object["wait"] = [
                "until": .string(wait.says), "operation": .string("\(wait.service):\(wait.operation)"),
                "input": wait.input, "every": .double(wait.every), "at_most": .double(wait.atMost),
            ]
        }
        return .object(object)
    }

    private static func changer(_ changer: Changer) -> Value {
        [
            "time": .string(changer.time), "user": .string(changer.user), "event": .string(changer.event),
            "source_ip": changer.sourceIP.map { .string($0) } ?? .null, "event_id": .string(changer.eventID),
        ]
    }

    private static func foreign(_ object: ForeignObject) -> Value {
        [
            "parent": .string(object.parent), "type": .string(object.type),
            "shows": .array(object.shows.map { .string($0) }),
        ]
    }

    private static func otherStack(_ stack: Plan.OtherStack) -> Value {
        [
            "name": .string(stack.name), "regions": .array(stack.regions.map { .string($0) }),
            "resources": .int(stack.resources),
        ]
    }

    private static func kept(_ kept: Kept) -> Value {
        [
            "address": .string(kept.address), "type": .string(kept.type), "physical_id": .string(kept.physicalID),
            "reason": .string(kept.reason),
        ]
    }

    private static func scaled(_ number: ScaledNumber) -> Value {
        [
            "address": .string(number.address), "type": .string(number.type), "path": .string(number.path),
            "live": .int(number.live), "template": .int(number.template),
            "min": number.min.map { .int($0) } ?? .null, "max": number.max.map { .int($0) } ?? .null,
        ]
    }

    private static func check(_ finding: CheckFinding) -> Value {
        [
            "rule": .string(finding.rule), "severity": .string(finding.severity.rawValue),
            "address": .string(finding.address), "type": .string(finding.type), "path": .string(finding.path),
            "summary": .string(finding.summary), "message": .string(finding.message),
            "remedy": .string(finding.remedy), "place": finding.span.map(place) ?? .null,
        ]
    }

    private static func output(_ output: Plan.Output) -> Value {
        [
            "stack": .string(output.stack), "name": .string(output.name), "value": output.value,
            "sensitive": .bool(output.isSecret), "known": .bool(!output.value.hasDeferred),
        ]
    }

    static func place(_ span: Span) -> Value {
        [
            "file": .string(span.file), "line": .int(span.start.line), "column": .int(span.start.column),
            "end_line": .int(span.end.line), "end_column": .int(span.end.column),
        ]
    }
}
