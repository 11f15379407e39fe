internal import Diagnostics
internal import Values

/// Checks the values of an auto scaling group's `UpdatePolicy` once they are known.
///
/// Source: CloudFormation's reference, "UpdatePolicy attribute".
struct UpdatePolicyValues {
    private enum Kind {
        case whole(ClosedRange<Int>)
        case flag
        case list
    }

    private static let kinds: [String: Kind] = [
        "MaxBatchSize": .whole(1...100), "MinInstancesInService": .whole(0...Int.max),
        "MinActiveInstancesPercent": .whole(0...100), "MinSuccessfulInstancesPercent": .whole(0...100),
        "SuspendProcesses": .list, "WaitOnResourceSignals": .flag, "WillReplace": .flag,
        "IgnoreUnmodifiedGroupSizeProperties": .flag,
    ]

    static func check(_ resource: Template.Resource, _ evaluator: Evaluator) -> [Diagnostic] {
        guard resource.type == TemplateReader.groups, let policies = resource.updatePolicy else { return [] }
        var evaluator = evaluator
        var found: [Diagnostic] = []
        for policy in evaluator.members(of: policies) {
            for member in evaluator.members(of: policy.value) {
                guard let value = evaluator.value(member.value), !value.hasDeferred else { continue }
                if let allowed = Self.allowed(instead: value, of: member.key) {
                    found.append(
                        .invalidValue(member.key, value.scalarText ?? value.noun, allowed: allowed, member.value.span))
                } else if member.key == "MinInstancesInService", let least = value.int,
                    let most = resource.property("MaxSize").flatMap({ evaluator.value($0) })?.int, least >= most
                {
                    found.append(
                        .invalidValue(
                            member.key, String(least), allowed: "less than MaxSize, which is \(most)", member.value.span
                        ))
                }
            }
        }
        return found
    }

    /// What is allowed; nil when the value is.
    private static func allowed(instead value: Value, of name: String) -> String? {
        if name == "PauseTime" {
            let isDuration = value.scalarText.map { TemplateReader.isDuration($0) } ?? false
            return isDuration ? nil : TemplateReader.durations
        }
        switch kinds[name] {
        case .whole(let range):
            if let number = value.int, range.contains(number) { return nil }
            return range.upperBound == Int.max
                ? "a whole number of at least \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .flag: return Value.string(value.scalarText?.lowercased() ?? "").bool == nil ? "true, false" : nil
        case .list: return value.array == nil ? "a list of process names" : nil
        case nil: return nil
        }
    }
}
