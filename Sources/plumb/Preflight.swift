import AWS
import Diagnostics
import Engine
import Plans
import Values

/// Asks IAM beforehand whether the caller may make the calls of a plan.
struct Preflight {
    /// All pages of a call.
    let ask: @Sendable (APICall) async throws(AWSFailure) -> [Value]

    /// Actions that one simulation takes, which keeps its answer below a page.
    private static let actionsAtMost = 50

    /// - Returns: an error for each action that is denied; a note for what could not be told.
    func findings(_ plan: Plan, needing policy: LeastPolicy) async -> Findings {
        guard let source = await principal(plan.caller) else {
            let reason = "\(plan.caller) is no user and no role, whose policies IAM could tell"
            return Findings([.preflightImpossible(reason)])
        }
        var findings = Findings()
        for query in policy.queries {
            for start in stride(from: 0, to: query.actions.count, by: Self.actionsAtMost) {
                let actions = Array(query.actions[start...].prefix(Self.actionsAtMost))
                do throws(AWSFailure) {
                    let answers = try await ask(simulation(source, actions, query))
                    for result in answers.flatMap({ $0["EvaluationResults"]?.array ?? [] }) { judge(result, &findings) }
                } catch {
                    guard error.kind == .denied else {
                        findings.add(.preflightImpossible(error.message))
                        return findings
                    }
                    return await dryRuns(plan)
                }
            }
        }
        return findings
    }

    private func simulation(_ source: String, _ actions: [String], _ query: LeastPolicy.Query) -> APICall {
        var input: Value.Object = [
            "PolicySourceArn": .string(source), "ActionNames": .array(actions.map { .string($0) }),
        ]
        if !query.resources.isEmpty { input["ResourceArns"] = .array(query.resources.map { .string($0) }) }
        if !query.context.isEmpty {
            input["ContextEntries"] = .array(
                query.context.map { key, value in
                    [
                        "ContextKeyName": .string(key), "ContextKeyType": "string",
                        "ContextKeyValues": [.string(value)],
                    ]
                })
        }
        return APICall("iam", "SimulatePrincipalPolicy", .object(input))
    }

    private func judge(_ result: Value, _ findings: inout Findings) {
        let action = result["EvalActionName"]?.string ?? ""
        let each = result["ResourceSpecificResults"]?.array ?? []
        let parts: [(arn: String, decision: String, missing: [Value])] =
            each.isEmpty
            ? [
                (
                    result["EvalResourceName"]?.string ?? "*", result["EvalDecision"]?.string ?? "",
                    result["MissingContextValues"]?.array ?? []
                )
            ]
            : each.map {
                (
                    $0["EvalResourceName"]?.string ?? "*", $0["EvalResourceDecision"]?.string ?? "",
                    $0["MissingContextValues"]?.array ?? []
                )
            }
        for part in parts where part.decision != "allowed" {
            findings.add(
                .preflightDenied(
                    action, part.arn, isExplicit: part.decision == "explicitDeny",
                    missing: part.missing.compactMap(\.string)))
        }
    }

    /// The user or role behind a caller's ARN, as IAM knows it; nil for others.
    private func principal(_ caller: String) async -> String? {
        let parts = caller.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6 else { return nil }
        if parts[2] == "iam", parts[5].hasPrefix("user/") || parts[5].hasPrefix("role/") { return caller }
        let names = parts[5].split(separator: "/").map(String.init)
        guard parts[2] == "sts", names.count >= 2, names[0] == "assumed-role" else { return nil }
        // The session's ARN leaves the role's path out.
        let answer = try? await ask(APICall("iam", "GetRole", ["RoleName": .string(names[1])])).first
        return answer?["Role"]?["Arn"]?.string ?? "arn:\(parts[1]):iam::\(parts[4]):role/\(names[1])"
    }

    // MARK: - Without simulation

    /// EC2 tells of its own calls whether it would make them; what waits for other steps cannot be asked.
    private func dryRuns(_ plan: Plan) async -> Findings {
        var findings = Findings()
        var unasked: Set<String> = []
        for step in plan.steps {
            for call in step.calls {
                guard call.service == "ec2", !call.input.hasDeferred,
                    APIModel.service("ec2")?.operation(call.operation)?.input?.member("DryRun") != nil
                else {
                    unasked.insert(IAMAction.name(of: call.service, call.operation))
                    continue
                }
                do throws(AWSFailure) {
                    _ = try await ask(
                        APICall("ec2", call.operation, call.input.setting("DryRun", to: true), region: call.region))
                } catch {
                    if error.code.rawValue == "UnauthorizedOperation" || error.kind == .denied {
                        findings.add(
                            .preflightDenied(
                                IAMAction.name(of: call.service, call.operation), "*", isExplicit: false, missing: []))
                    } else if error.code.rawValue != "DryRunOperation" {
                        unasked.insert(IAMAction.name(of: call.service, call.operation))
                    }
                }
            }
        }
        findings.add(
            .preflightImpossible(
                "iam:SimulatePrincipalPolicy is denied; EC2 was asked by dry runs, and not asked about were: "
                    + unasked.sorted().joined(separator: ", ")))
        return findings
    }
}

extension Diagnostic {
    fileprivate static func preflightDenied(
        _ action: String, _ arn: String, isExplicit: Bool, missing: [String]
    ) -> Diagnostic {
        let place = arn == "*" ? "" : " on \(arn)"
        let depends = missing.isEmpty ? "" : "; it hangs on \(missing.sorted().joined(separator: ", "))"
        return Diagnostic(
            "preflight-denied", missing.isEmpty ? .error : .warning, summary: "A call of the plan would be denied",
            message: "\(action)\(place) is \(isExplicit ? "denied by a policy" : "not allowed")\(depends)",
            help: "`plumb permissions --for apply` prints what is needed.")
    }

    fileprivate static func preflightImpossible(_ reason: String) -> Diagnostic {
        Diagnostic(
            "preflight-incomplete", .note, summary: "Permissions could not all be checked beforehand",
            message: reason, help: "Allow iam:SimulatePrincipalPolicy and iam:GetRole on the caller itself.")
    }
}
