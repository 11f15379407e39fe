internal import Diagnostics
public import Plans
internal import Values

/// The plan as JSON in a versioned format of plumb's own; `change.actions` are Terraform's words.
///
/// Secrets are masked and told by `before_sensitive` and `after_sensitive`. Parts that only apply makes known stand as
/// `{"$deferred": …}`, and `after_unknown` names what they wait for. The same plan gives the same bytes.
public enum PlanJSON {
    /// Grows in its second part with additions, in its first with anything that could break a reader.
    public static let formatVersion = "1.1"

    public static func render(_ plan: Plan) -> String { value(of: plan).prettyJSON + "\n" }

    static func value(of plan: Plan) -> Value {
        let plan = plan.masked
        let counts = plan.counts
        return [
            "format_version": .string(formatVersion),
            "purpose": .string(plan.purpose.rawValue),
            "account": .string(plan.account),
            "caller": .string(plan.caller),
            "partition": .string(plan.partition),
            "summary": .string(PlanText.summary(of: plan)),
            "has_changes": .bool(!plan.isEmpty),
            "counts": [
                "add": .int(counts.add), "change": .int(counts.change), "destroy": .int(counts.destroy),
                "adopt": .int(plan.adoptions.count), "forget": .int(plan.steps.count { $0.action == .forget }),
                "unchanged": .int(plan.unchanged.count), "foreign": .int(plan.foreign.count),
                "kept": .int(plan.kept.count), "refusals": .int(plan.refusals.count),
            ],
            "stacks": .array(plan.stacks.map(stack)),
            "resource_changes": .array(PlanItem.all(of: plan).map(resourceChange)),
            "steps": .array(plan.steps.map(step)),
            "unchanged": .array(plan.unchanged.sorted().map { .string($0) }),
            "foreign": .array(plan.foreign.map(foreign)),
            "kept": .array(plan.kept.map(kept)),
            "outputs": .array(plan.outputs.map(output)),
            "checks": .array(plan.checks.inOrder.map(check)),
            "limits": plan.limits.map { limits in
                [
                    "targets": strings(limits.targets), "included": strings(limits.included),
                    "excluded": strings(limits.excluded), "left_out": strings(limits.leftOut),
                ]
            } ?? .null,
            "reading": [
                "calls": .int(plan.reading.calls), "compared": .int(plan.reading.compared),
                "unreadable": .int(plan.reading.unreadable), "left": .int(plan.reading.left),
            ],
        ]
    }

    private static func strings(_ texts: [String]) -> Value { .array(texts.map { .string($0) }) }

    private static func stack(_ stack: Plan.StackSummary) -> Value {
        [
            "name": .string(stack.name), "path": .string(stack.path), "region": .string(stack.region),
            "resources": .int(stack.resources),
        ]
    }

    /// One entry per resource, replacements joined, as Terraform's consumers expect.
    private static func resourceChange(_ item: PlanItem) -> Value {
        var before = Value.Object(), after = Value.Object(), unknown = Value.Object()
        var beforeSensitive = Value.Object(), afterSensitive = Value.Object()
        var replacePaths: [Value] = []
        for change in item.changes {
            if let value = change.before {
                before[change.path] = value
                if change.isSecret { beforeSensitive[change.path] = true }
            }
            if let value = change.after {
                after[change.path] = value
                if change.isSecret { afterSensitive[change.path] = true }
                if value.hasDeferred { unknown[change.path] = .array(value.awaited.map { .string($0) }) }
            }
            if change.forcesReplacement { replacePaths.append(.string(change.path)) }
        }
        return [
            "address": .string(item.step.address), "type": .string(item.step.type),
            "name": .string(item.step.logicalID),
            "stack": .string(item.step.stack), "region": .string(item.step.region),
            "physical_id": item.physicalID.map { .string($0) } ?? .null,
            "action_reason": .string(item.because),
            "change": [
                "actions": .array(actions(of: item).map { .string($0) }), "before": .object(before),
                "after": .object(after), "after_unknown": .object(unknown),
                "before_sensitive": .object(beforeSensitive), "after_sensitive": .object(afterSensitive),
                "replace_paths": .array(replacePaths),
            ],
        ]
    }

    private static func actions(of item: PlanItem) -> [String] {
        switch item.kind {
        case .replace: item.replacement == .createFirst ? ["create", "delete"] : ["delete", "create"]
        case .delete: ["delete"]
        case .update: ["update"]
        case .create: ["create"]
        case .adopt: ["adopt"]
        case .forget: ["forget"]
        }
    }

    private static func step(_ step: Step) -> Value {
        [
            "id": .string(step.id), "address": .string(step.address), "type": .string(step.type),
            "action": .string(step.action.rawValue), "region": .string(step.region),
            "physical_id": step.physicalID.map { .string($0) } ?? .null,
            "replacement": step.replacement.map { .string($0.rawValue) } ?? .null,
            "reasons": .array(step.reasons.map { .string($0.words) }),
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

    private static func foreign(_ object: ForeignObject) -> Value {
        [
            "parent": .string(object.parent), "type": .string(object.type),
            "shows": .array(object.shows.map { .string($0) }),
        ]
    }

    private static func kept(_ kept: Kept) -> Value {
        [
            "address": .string(kept.address), "type": .string(kept.type), "physical_id": .string(kept.physicalID),
            "reason": .string(kept.reason),
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
