internal import Diagnostics
public import Plans
internal import Values

/// Changes and findings in SARIF 2.1.0 (OASIS), for GitHub's code scanning and others.
public enum SARIFReport {
    /// GitHub keeps as many results of a run as this.
    static let resultsAtMost = 5000

    static let rules: [(id: String, says: String)] =
        [
            ("resource-replace", "A resource would be replaced."),
            ("resource-delete", "A resource would be destroyed."),
            ("resource-update", "A resource would be changed."), ("resource-create", "A resource would be created."),
            ("resource-adopt", "A resource that exists would be taken over."),
            ("resource-forget", "A resource would be left in AWS without plumb's marks."),
            ("drift-replace", "A live resource differs in what cannot change."),
            ("drift-delete", "A live resource is in no template any more."),
            ("drift-update", "A live resource differs from its template."),
            ("drift-create", "A resource of the template is missing in AWS."),
            ("drift-adopt", "A live resource is not marked as the stack's."),
            ("drift-forget", "A live resource that is kept is in no template any more."),
            ("drift-ignored", "A difference is ignored, as the ignore file says."),
            ("drift-edited", "The files have changed, and AWS has not."),
            ("drift-unclear", "The files have changed since the last apply."),
            ("drift-foreign", "No stack names what is on a resource of a stack, or in it."),
            ("drift-other-stack", "No stack file names a stack that is in the account."),
            ("security-change", "Rights or network access change."),
        ] + SecurityChange.Risk.allCases.map { (Remark.rule(of: $0), $0.says) }

    public static func render(_ plan: Plan, version: String = "") -> String {
        let masked = plan.masked
        let remarks = Remark.all(of: masked) + Remark.aside(of: masked) + Remark.foreign(of: masked)
        let shown = remarks.prefix(resultsAtMost)
        let used = Set(shown.map(\.rule))
        let checks = CheckSummary.all(of: plan).reduce(into: [String: String]()) { $0[$1.rule] = $1.says }
        let listed = (rules + checks.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }).filter {
            used.contains($0.id)
        }
        let index = Dictionary(uniqueKeysWithValues: listed.enumerated().map { ($1.id, $0) })
        var driver: Value.Object = [
            "name": "plumb",
            "rules": .array(
                listed.map { rule in
                    [
                        "id": .string(rule.id), "shortDescription": ["text": .string(rule.says)],
                        "properties": [
                            "tags": .array([
                                rule.id.hasPrefix("security-") || checks[rule.id] != nil
                                    ? "security" : "infrastructure"
                            ])
                        ],
                    ]
                }),
        ]
        if !version.isEmpty { driver["semanticVersion"] = .string(version) }
        var run: Value.Object = [
            "tool": ["driver": .object(driver)], "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": ["SRCROOT": ["description": ["text": "The directory in which plumb was started."]]],
            "results": .array(shown.map { result($0, index[$0.rule]) }),
        ]
        if plan.purpose == .drift {
            run["properties"] = [
                "coverage": .object(
                    Value.Object(plan.stacks.map { ($0.name, PlanJSON.reading($0.reading, calls: false)) }))
            ]
        }
        if shown.count < remarks.count {
            let text = "\(remarks.count - shown.count) results of lower rank are left out."
            run["invocations"] = [
                [
                    "executionSuccessful": true,
                    "toolExecutionNotifications": [["level": "note", "message": ["text": .string(text)]]],
                ]
            ]
        }
        let log: Value = [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [.object(run)],
        ]
        return log.prettyJSON + "\n"
    }

    private static func result(_ remark: Remark, _ index: Int?) -> Value {
        var object: Value.Object = ["ruleId": .string(remark.rule)]
        if let index { object["ruleIndex"] = .int(index) }
        let level: Value =
            switch remark.level {
            case .severe: "error"
            case .notable: "warning"
            case .plain: "note"
            }
        object["level"] = level
        object["message"] = ["text": .string(([remark.text] + remark.lines).joined(separator: "\n"))]
        object["locations"] = [["physicalLocation": location(remark), "logicalLocations": [logical(remark)]]]
        if let reason = remark.suppressed {
            // SARIF 2.1.0, 3.35: what is suppressed counts for nothing, and is shown where somebody asks.
            object["suppressions"] = [["kind": "external", "status": "accepted", "justification": .string(reason)]]
        }
        object["partialFingerprints"] = ["plumb/v1": .string(remark.fingerprint)]
        return .object(object)
    }

    private static func logical(_ remark: Remark) -> Value {
        ["fullyQualifiedName": .string(Printable.text(remark.address)), "kind": "resource"]
    }

    private static func location(_ remark: Remark) -> Value {
        // Columns are left out: plumb's count bytes.
        var region: Value.Object = ["startLine": .int(remark.line)]
        if let end = remark.span?.end.line, end > remark.line { region["endLine"] = .int(end) }
        let path = remark.path
        var artifact: Value.Object = ["uri": .string(escaped(path.hasPrefix("/") ? "file://" + path : path))]
        if !path.hasPrefix("/") { artifact["uriBaseId"] = "SRCROOT" }
        return ["artifactLocation": .object(artifact), "region": .object(region)]
    }

    /// Percent-encoded as a URI reference (RFC 3986).
    private static func escaped(_ path: String) -> String {
        var out = ""
        for byte in path.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-._~/".unicodeScalars.contains(scalar))
            if isPlain || (scalar == ":" && path.hasPrefix("file://") && out == "file") {
                out.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                out += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return out
    }
}
