internal import Plans
internal import Values

/// A resource's entry in `resource_changes` and `resource_drift`, in the words and shapes of `terraform show -json`.
struct ResourceChangeJSON {
    let item: PlanItem
    /// The resource whole; nil for what no template names.
    let state: ResourceState?

    /// From what is live to what is wanted.
    var change: Value {
        entry(
            actions: actions, before: before, after: item.kind == .delete || item.kind == .forget ? nil : after,
            paths: item.changes.filter(\.forcesReplacement).map(\.path))
    }

    /// From what was wanted to what is live.
    var drift: Value {
        let isGone = item.kind == .create
        return entry(actions: [isGone ? "delete" : "update"], before: after, after: isGone ? nil : before, paths: [])
    }

    /// True where AWS has moved, as far as anything tells.
    var isDrift: Bool {
        guard item.kind == .update || item.kind == .replace || item.kind == .create else { return false }
        if let origin = item.step.origin { return origin != .branch }
        return item.reasons.contains { [.drifted, .differs, .missing].contains($0) }
    }

    private var before: Value? {
        if item.kind == .create { return nil }
        return state?.before ?? Self.object(item.changes.map { ($0.path, $0.before) })
    }

    private var after: Value? { state?.after ?? Self.object(item.changes.map { ($0.path, $0.after) }) }

    /// What the changes alone tell, by path.
    private static func object(_ members: [(String, Value?)]) -> Value {
        .object(Value.Object(members.compactMap { path, value in value.map { (path, $0) } }))
    }

    private var actions: [Value] {
        switch item.kind {
        case .replace: item.replacement == .createFirst ? ["create", "delete"] : ["delete", "create"]
        case .delete: ["delete"]
        case .update, .adopt: ["update"]
        case .create: ["create"]
        case .forget: ["forget"]
        }
    }

    private func entry(actions: [Value], before: Value?, after: Value?, paths: [String]) -> Value {
        let step = item.step
        var change: Value.Object = [
            "actions": .array(actions), "before": before.map(Self.known) ?? .null,
            "after": after.map(Self.known) ?? .null,
            "after_unknown": after.map { Self.unknown($0) ?? [:] } ?? false,
            "before_sensitive": before.map(sensitive) ?? false, "after_sensitive": after.map(sensitive) ?? false,
        ]
        if !paths.isEmpty { change["replace_paths"] = .array(paths.map(Self.segments)) }
        if item.kind == .adopt { change["importing"] = ["id": .string(item.physicalID ?? "")] }
        return [
            "address": .string(step.address), "mode": "managed", "type": .string(step.type),
            "name": .string(step.logicalID), "provider_name": "plumb",
            "stack": .string(step.stack), "region": .string(step.region),
            "physical_id": item.physicalID.map { .string($0) } ?? .null,
            "action_reason": .string(item.because),
            "reasons": .array(item.reasons.map { .string($0.words) }),
            "origin": step.origin.map { .string($0.rawValue) } ?? .null,
            "place": step.span.map(PlanJSON.place) ?? .null,
            "digest": digest,
            "change": .object(change),
        ]
    }

    /// Of the configuration, as it will stand in the tag `plumb:digest`; null where nothing says so.
    private var digest: Value {
        for call in item.steps.flatMap(\.calls) {
            if let text = Self.tag("plumb:digest", in: call.input) { return .string(text) }
        }
        return .null
    }

    private static func tag(_ key: String, in value: Value) -> String? {
        switch value {
        case .array(let items):
            for item in items { if let found = tag(key, in: item) { return found } }
        case .object(let object):
            if let text = object[key]?.string { return text }
            if (object["Key"] ?? object["key"] ?? object["TagKey"])?.string == key {
                return (object["Value"] ?? object["value"] ?? object["TagValue"])?.string
            }
            for item in object.values { if let found = tag(key, in: item) { return found } }
        default: break
        }
        return nil
    }

    private func sensitive(_ value: Value) -> Value {
        let names = Set(
            (state?.sensitive ?? []) + item.changes.filter(\.isSecret).map { state == nil ? $0.path : $0.path.top })
        return .object(
            Value.Object((value.object?.keys ?? []).filter(names.contains).sorted().map { ($0, true as Value) }))
    }

    /// Without what only apply makes known: absent in objects, null in lists, as in Terraform's plans.
    static func known(_ value: Value) -> Value {
        switch value {
        case .deferred: .null
        case .array(let items): .array(items.map(known))
        case .object(let object):
            .object(
                Value.Object(
                    object.compactMap { name, value in
                        if case .deferred = value { nil } else { (name, known(value)) }
                    }))
        case .bytes(let bytes): .string(Base64.encode(bytes))
        default: value
        }
    }

    /// `true` where the value is not known; nil when all of it is.
    static func unknown(_ value: Value) -> Value? {
        guard value.hasDeferred else { return nil }
        switch value {
        case .array(let items): return .array(items.map { unknown($0) ?? ($0.object == nil ? false : [:]) })
        case .object(let object):
            return .object(
                Value.Object(object.compactMap { name, value in unknown(value).map { (name, $0) } }))
        default: return true
        }
    }

    /// `Rules[0].Port` as `["Rules", 0, "Port"]`.
    static func segments(_ path: String) -> Value {
        var segments: [Value] = []
        for part in path.split(separator: ".") {
            for (index, piece) in part.split(separator: "[").enumerated() {
                let text = index == 0 ? String(piece) : String(piece.prefix { $0 != "]" })
                if text.isEmpty { continue }
                segments.append(index == 0 ? .string(text) : Int(text).map { .int($0) } ?? .string(text))
            }
        }
        return .array(segments)
    }
}

extension String {
    /// The first name of a path.
    fileprivate var top: String { String(prefix { $0 != "." && $0 != "[" }) }
}
