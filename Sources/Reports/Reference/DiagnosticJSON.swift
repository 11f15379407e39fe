public import Diagnostics
internal import Values

/// Findings for programs.
public enum DiagnosticJSON {
    public static let formatVersion = "1.0"

    public static func render(_ findings: Findings) -> String {
        let value: Value = [
            "format_version": .string(formatVersion),
            "valid": .bool(!findings.hasErrors),
            "error_count": .int(findings.all.count { $0.severity == .error }),
            "warning_count": .int(findings.all.count { $0.severity == .warning }),
            "diagnostics": .array(findings.sorted.map(value)),
        ]
        return value.prettyJSON + "\n"
    }

    static func value(of diagnostic: Diagnostic) -> Value {
        var object: Value.Object = [
            "code": .string(diagnostic.code.rawValue),
            "severity": .string(diagnostic.severity.rawValue),
            "summary": .string(diagnostic.summary),
            "message": .string(diagnostic.message),
            "place": diagnostic.span.map(PlanJSON.place) ?? .null,
        ]
        if let address = diagnostic.address { object["address"] = .string(address) }
        if let help = diagnostic.help { object["help"] = .string(help) }
        if !diagnostic.related.isEmpty {
            object["related"] = .array(
                diagnostic.related.map { ["message": .string($0.message), "place": PlanJSON.place($0.span)] })
        }
        if let cause = diagnostic.cause {
            object["cause"] = [
                "service": .string(cause.service), "operation": .string(cause.operation), "code": .string(cause.code),
                "message": .string(cause.message), "status": cause.status.map { .int($0) } ?? .null,
                "request_id": cause.requestID.map { .string($0) } ?? .null, "attempts": .int(cause.attempts),
            ]
        }
        return .object(object)
    }
}
