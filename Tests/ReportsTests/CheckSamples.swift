import Diagnostics
import Plans

extension Samples {
    /// Findings of checks beside a change.
    static var checks: Plan {
        var plan = Samples.plan([createVpc])
        func finding(
            _ rule: String, _ severity: Diagnostic.Severity, _ name: String, _ path: String, _ message: String,
            _ line: Int?
        ) -> CheckFinding {
            CheckFinding(
                rule: rule, severity: severity, summary: "What \(rule) says.", address: "net/\(name)",
                type: "AWS::EC2::SecurityGroup", path: path, message: message, remedy: "Do <this> about \(rule).",
                span: line.map { span($0) })
        }
        plan.checks =
            [
                finding("PLB501", .warning, "Log", "RetentionInDays", "logs are never deleted", 30),
                finding("PLB101", .error, "Web", "SecurityGroupIngress[0].CidrIp", "port 22 is open to 0.0.0.0/0", 40),
                finding("PLB501", .warning, "Audit", "RetentionInDays", "logs are never deleted", 50),
                finding("PLB803", .warning, "Old", "", "named by rules of <sg-1>\u{1b}[31m & `sg-2`", nil),
            ].inOrder
        return plan
    }
}
