public import Plans
internal import Values

/// What GitLab shows in merge requests.
public enum GitLabReport {
    /// `artifacts:reports:terraform`: how much is created, updated and deleted; a replacement is one of each end.
    public static func terraform(_ plan: Plan) -> String {
        let counts = plan.counts
        var value: Value.Object = [
            "create": .int(counts.add), "update": .int(counts.change), "delete": .int(counts.destroy),
        ]
        if !plan.aside.isEmpty { value["set_aside"] = .int(plan.aside.count) }
        return Value.object(value).json + "\n"
    }

    /// `artifacts:reports:codequality`: a finding for each resource and each change of security.
    public static func codeQuality(_ plan: Plan) -> String {
        var seen = Set<String>()
        let masked = plan.masked
        let findings = (Remark.all(of: masked) + Remark.aside(of: masked) + Remark.foreign(of: masked)).filter {
            seen.insert($0.fingerprint).inserted
        }.map { remark in
            let severity: Value =
                switch remark.level {
                case .severe: "critical"
                case .notable: "major"
                case .plain: "info"
                }
            return [
                "description": .string(remark.text), "check_name": .string(remark.rule),
                "fingerprint": .string(remark.fingerprint), "severity": severity,
                "location": ["path": .string(remark.path), "lines": ["begin": .int(remark.line)]],
            ] as Value
        }
        return Value.array(findings).prettyJSON + "\n"
    }
}
