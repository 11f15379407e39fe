internal import AWS
internal import Declarations
internal import Diagnostics
internal import Language
internal import Values

/// A stack with its template bound: everything that is needed from outside has been fetched.
struct StackContext: Sendable {
    var stack: StackSet.Stack
    var place: Place
    var template: BoundTemplate
}

extension [StackContext] {
    /// Where each stack lives, by its name.
    var places: [String: Place] {
        Dictionary(map { ($0.stack.name, $0.place) }, uniquingKeysWith: { first, _ in first })
    }
}

/// Who calls, as STS says.
struct Identity: Sendable {
    var account: String
    var arn: String
    var partition: String { arn.split(separator: ":").dropFirst().first.map(String.init) ?? "aws" }
}

/// Fetches what templates need before they can be bound: the account, zones, SSM parameters, exports.
struct StackBinding: Sendable {
    let cache: ReadCache
    let registry: Registry
    let options: RunOptions

    func identity(region: String) async throws(AWSFailure) -> Identity {
        let answer = try await cache.pages(APICall("sts", "GetCallerIdentity", [:], region: region)).first ?? [:]
        return Identity(account: answer["Account"]?.string ?? "", arn: answer["Arn"]?.string ?? "")
    }

    func bind(
        _ stack: StackSet.Stack, identity: Identity, findings: inout Findings
    ) async throws(AWSFailure) -> StackContext? {
        guard let region = stack.file.region ?? options.region else {
            findings.add(EngineDiagnostics.noRegion(stack, options))
            return nil
        }
        if !options.takes(region) {
            findings.add(EngineDiagnostics.unknownRegion(region, span: stack.file.spans["region"]))
            return nil
        }
        if let wanted = stack.file.account, wanted != identity.account {
            findings.add(
                EngineDiagnostics.wrongAccount(
                    wanted, actual: identity.account, caller: identity.arn, span: stack.file.spans["account"]))
            return nil
        }
        var inputs = Inputs(
            stackName: stack.name, region: region, partition: identity.partition, accountID: identity.account,
            urlSuffix: Place(partition: identity.partition, account: "", region: region).urlSuffix,
            parameters: stack.file.parameters, parameterSpans: stack.file.parameterSpans,
            secretProperties: registry.secretProperties)
        // One answer can uncover another need.
        var known: Set<Need> = []
        while true {
            let needs = stack.template.needs(inputs).filter { known.insert($0).inserted }
            if needs.isEmpty { break }
            try await fetch(needs, region: region, into: &inputs, findings: &findings)
        }
        let (template, found) = stack.template.bind(inputs)
        findings.add(contentsOf: found)
        guard let template else { return nil }
        findings.add(contentsOf: template.validate(schemas: { registry.schema($0) }))
        let (spread, unwritten) = template.spread(parts: registry.parts)
        findings.add(contentsOf: unwritten)
        let place = Place(partition: identity.partition, account: identity.account, region: region)
        return StackContext(stack: stack, place: place, template: spread)
    }

    private func fetch(
        _ needs: [Need], region: String, into inputs: inout Inputs, findings: inout Findings
    ) async throws(AWSFailure) {
        var names: [(name: String, span: Span)] = []
        var asked: [(attribute: ParameterAttribute, span: Span)] = []
        for need in needs {
            switch need {
            case .availabilityZones(let zoneRegion, _):
                inputs.availabilityZones[zoneRegion] = try await AvailabilityZones(cache: cache).names(
                    region: zoneRegion)
            case .ssmParameter(let name, let span): names.append((name, span))
            case .parameterAttribute(let attribute, let span): asked.append((attribute, span))
            case .secret: break
            }
        }
        let answer = try await StoredParameters(cache: cache, region: region).read(names.map(\.name))
        inputs.ssmParameters.merge(answer.values) { $1 }
        let attributes = try await ParameterAttributes(cache: cache, region: region).values(of: asked.map(\.attribute))
        inputs.parameterAttributes.merge(attributes) { $1 }
        for (attribute, span) in asked where attributes[attribute] == nil {
            findings.add(EngineDiagnostics.ruleUndecided(attribute.id, region: region, span: span))
        }
        for (name, span) in names where inputs.ssmParameters[name] == nil {
            findings.add(
                answer.secure.contains(name)
                    ? EngineDiagnostics.secureParameter(name, span: span)
                    : EngineDiagnostics.missingParameter(name, span: span))
        }
    }

    /// CloudFormation's own exports in a region, for imports that no stack of the run answers.
    func accountExports(region: String) async throws(AWSFailure) -> [String: String] {
        var exports: [String: String] = [:]
        for page in try await cache.pages(APICall("cloudformation", "ListExports", [:], region: region)) {
            for export in page["Exports"]?.array ?? [] {
                if let name = export["Name"]?.string { exports[name] = export["Value"]?.string ?? "" }
            }
        }
        return exports
    }
}
