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
            findings.add(EngineDiagnostics.noRegion(stack.name, span: stack.file.spans["template-file-path"]))
            return nil
        }
        if options.checksRegions, !Partition.isRegion(region) {
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
                let call = APICall(
                    "ec2", "DescribeAvailabilityZones",
                    ["Filters": [["Name": "zone-type", "Values": ["availability-zone"]]]], region: zoneRegion)
                let zones = try await cache.pages(call).flatMap { $0["AvailabilityZones"]?.array ?? [] }
                inputs.availabilityZones[zoneRegion] = zones.compactMap { $0["ZoneName"]?.string }.sorted()
            case .ssmParameter(let name, let span): names.append((name, span))
            case .parameterAttribute(let attribute, let span): asked.append((attribute, span))
            case .secret: break
            }
        }
        let unique = names.map(\.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        for batch in Self.batches(of: unique) {
            let call = APICall(
                "ssm", "GetParameters", ["Names": .array(batch.map { .string($0) })], region: region)
            for page in try await cache.pages(call) {
                for parameter in page["Parameters"]?.array ?? [] {
                    guard let name = parameter["Name"]?.string, let value = parameter["Value"] else { continue }
                    inputs.ssmParameters[name] = value
                    if let selector = parameter["Selector"]?.string { inputs.ssmParameters[name + selector] = value }
                }
            }
        }
        let attributes = try await ParameterAttributes(cache: cache, region: region).values(of: asked.map(\.attribute))
        inputs.parameterAttributes.merge(attributes) { $1 }
        for (attribute, span) in asked where attributes[attribute] == nil {
            findings.add(EngineDiagnostics.ruleUndecided(attribute.id, region: region, span: span))
        }
        for (name, span) in names where inputs.ssmParameters[name] == nil {
            findings.add(EngineDiagnostics.missingParameter(name, span: span))
        }
    }

    /// Ten names at the most; a parameter and a version of it are asked for apart, since answers tell both by one name.
    private static func batches(of names: [String]) -> [[String]] {
        func bare(_ name: String) -> Substring { name.split(separator: ":").first ?? "" }
        var batches: [[String]] = []
        for name in names {
            let fitting = batches.firstIndex { batch in batch.count < 10 && !batch.contains { bare($0) == bare(name) } }
            if let fitting { batches[fitting].append(name) } else { batches.append([name]) }
        }
        return batches
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
