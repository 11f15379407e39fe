internal import AWS
internal import Declarations
internal import Diagnostics
internal import Language
internal import Plans
internal import Values

/// Checks every call of a plan against its API model, before anything is sent.
enum CallChecks {
    static func findings(_ plan: Plan, _ resources: DesiredResources) -> Findings {
        var findings = Findings()
        for step in plan.steps {
            for call in step.calls {
                guard let service = APIModel.service(call.service), let operation = service.operation(call.operation)
                else {
                    findings.add(
                        EngineDiagnostics.invalidCall(
                            call.name, path: "", message: "the API models do not hold the operation",
                            address: step.address, span: step.span))
                    continue
                }
                let schema = resources.byAddress[step.address]?.frame.schema
                for finding in service.validate(input: call.input, for: operation)
                where !isOffered(call.input.at(finding.path), finding, schema) {
                    findings.add(
                        EngineDiagnostics.invalidCall(
                            call.name, path: finding.path, message: finding.message, address: step.address,
                            span: step.span))
                }
            }
        }
        return findings
    }
}

extension CallChecks {
    /// True for a value that the type's schema lists and an older API model does not know yet: AWS judges that one.
    private static func isOffered(_ value: Value?, _ finding: ModelFinding, _ schema: ResourceSchema?) -> Bool {
        guard finding.kind == .outOfBounds, let value, let schema else { return false }
        return schema.properties.values.contains { $0.allowed.contains(value) }
    }
}

/// Replacements that cannot be carried out: the name is fixed, and something that stays uses the old one.
enum Blocked {
    static func findings(
        _ decisions: [String: Decision], _ resources: DesiredResources, _ observation: Observation
    ) -> Findings {
        var findings = Findings()
        for (address, decision) in decisions.sorted(by: { $0.key < $1.key }) {
            guard case .replace(.deleteFirst) = decision.kind, decision.desired.frame.type.delete.refusedWhileUsed
            else { continue }
            let users = resources.ordered.filter { user in
                user.dependencies.contains(address) && decisions[user.address]?.live != nil
                    && decisions[user.address]?.isReplaced == false
                    && uses(user, address, decisions)
            }
            if !users.isEmpty {
                findings.add(
                    EngineDiagnostics.nameInUse(
                        decision.desired, by: users.map(\.address), paths: decision.blocking,
                        shared: decision.standingInTheWay))
            }
        }
        return findings
    }

    /// True when the live user names the live resource, not only the template's.
    private static func uses(_ user: Desired, _ address: String, _ decisions: [String: Decision]) -> Bool {
        guard let live = decisions[address]?.live, let other = decisions[user.address]?.live else { return false }
        let ids = Set(live.arns + [live.physicalID])
        return other.properties.texts.contains(where: ids.contains)
    }
}

extension SourceBodies {
    /// Reads the files that `SourceFile` properties name, relative to their template's directory. They must lie in the
    /// project (`Project`).
    static func read(
        _ resources: DesiredResources, from files: any FileLoader, findings: inout Findings
    ) -> SourceBodies {
        var bodies = SourceBodies()
        var projects: [String: Project] = [:]
        for desired in resources.ordered {
            guard desired.frame.schema.properties[property] != nil,
                let path = desired.symbolic[property]?.string
            else { continue }
            let span = desired.span(of: property) ?? desired.span
            let template = desired.template.path(of: desired.bound)
            let directory = template.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                .joined(separator: "/")
            let full = directory.isEmpty ? path : "\(directory)/\(path)"
            let given = desired.template.template.path
            let project = projects[given] ?? Project(of: given, files: files)
            projects[given] = project
            guard !path.hasPrefix("/"), project.holds(full) else {
                findings.add(EngineDiagnostics.sourceFileOutside(path, address: desired.address, span: span))
                continue
            }
            do {
                let file = try files.read(full, limit: 5_000_000)
                // What is no text stays as it is.
                let text = String(validating: file.bytes, as: UTF8.self)
                bodies.bodies[desired.address] = text.map { .string($0) } ?? .bytes(file.bytes)
            } catch {
                findings.add(
                    Diagnostic(
                        "source-file-unreadable", summary: "A file that a property names cannot be read",
                        message: "`\(full)` \(words(error)).", span: span,
                        help: "Paths are relative to the template's directory.", address: desired.address))
            }
        }
        return bodies
    }

    private static func words(_ error: FileError) -> String {
        switch error {
        case .missing: "does not exist"
        case .isDirectory: "is a directory"
        case .notDirectory: "lies below something that is no directory"
        case .tooLarge(let size, let limit): "has \(size) bytes, and \(limit) is the limit"
        case .unreadable(let reason): "cannot be read: \(reason)"
        }
    }
}
