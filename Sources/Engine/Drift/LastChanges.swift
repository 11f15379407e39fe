public import AWS
public import Declarations
public import Diagnostics
public import Plans
internal import Values

/// Asks CloudTrail who last changed what has drifted.
///
/// Source: CloudTrail API Reference, LookupEvents: management events of the last 90 days, newest first, by one attribute
/// at a time, twice a second for each account and region. Events of global services are in the partition's home region.
public struct LastChanges: Sendable {
    private let registry: Registry
    private let caller: any Caller
    private let surroundings: Surroundings

    /// How many resources are asked for at the most: at two calls a second that is a minute.
    static let most = 120
    private static let pause = Duration.milliseconds(500)

    public init(registry: Registry, caller: any Caller, surroundings: Surroundings = .system) {
        self.registry = registry
        self.caller = caller
        self.surroundings = surroundings
    }

    /// The plan with what CloudTrail tells.
    /// - Returns: also one note when it may not be asked, or was not asked for all.
    public func told(in plan: Plan) async -> (Plan, Findings) {
        var plan = plan
        var findings = Findings()
        var answers: [Key: Changer?] = [:]
        for index in plan.steps.indices where Self.hasMoved(plan.steps[index]) {
            guard let key = key(of: plan.steps[index], plan) else { continue }
            if let known = answers[key] {
                plan.steps[index].changer = known
                continue
            }
            guard answers.count < Self.most else {
                findings.add(EngineDiagnostics.notAllAsked(Self.most))
                break
            }
            do {
                if !answers.isEmpty { try await surroundings.sleep(Self.pause) }
                let changer = try await newest(key)
                answers[key] = .some(changer)
                plan.steps[index].changer = changer
            } catch {
                findings.add(EngineDiagnostics.nobodyToAsk(error as? AWSFailure))
                break
            }
        }
        return (plan, findings)
    }

    private struct Key: Hashable { var name: String, region: String }

    /// False for what the files alone have changed.
    private static func hasMoved(_ step: Step) -> Bool {
        if let origin = step.origin { return origin != .branch }
        return step.reasons.contains { [.drifted, .differs, .missing].contains($0) }
    }

    private func key(of step: Step, _ plan: Plan) -> Key? {
        guard let id = step.physicalID, !id.isEmpty else { return nil }
        let place = Place(partition: plan.partition, account: plan.account, region: step.region)
        return Key(name: id, region: registry.type(step.type).map { place.region(of: $0) } ?? step.region)
    }

    /// The newest event that is no read. CloudTrail knows some resources by their names, some by their ARNs.
    private func newest(_ key: Key) async throws -> Changer? {
        var names = [key.name]
        if key.name.hasPrefix("arn:"), let last = key.name.split(whereSeparator: { $0 == "/" || $0 == ":" }).last {
            names.append(String(last))
        }
        for (index, name) in names.enumerated() {
            if index > 0 { try await surroundings.sleep(Self.pause) }
            let call = APICall(
                "cloudtrail", "LookupEvents",
                [
                    "LookupAttributes": [["AttributeKey": "ResourceName", "AttributeValue": .string(name)]],
                    "MaxResults": 50,
                ], region: key.region)
            let output = try await caller.send(call, repeatable: true)
            let events = (output["Events"]?.array ?? []).filter { $0["ReadOnly"]?.scalarText != "true" }
            // Newest first by the documentation; the same answer must not hang on it.
            let newest = events.max { Self.time($0) < Self.time($1) }
            if let newest { return Self.changer(newest) }
        }
        return nil
    }

    private static func time(_ event: Value) -> Timestamp {
        event["EventTime"]?.scalarText.flatMap { Timestamp($0) } ?? Timestamp(seconds: 0)
    }

    private static func changer(_ event: Value) -> Changer {
        let record = (event["CloudTrailEvent"]?.string).flatMap { try? Value(json: $0) } ?? [:]
        let service = (event["EventSource"]?.string ?? "").split(separator: ".").first.map(String.init) ?? ""
        let user =
            record.at("userIdentity.arn")?.string ?? event["Username"]?.string
            ?? record.at("userIdentity.invokedBy")?.string ?? "somebody"
        return Changer(
            time: time(event).iso8601, user: user,
            event: (service.isEmpty ? "" : service + ":") + (event["EventName"]?.string ?? "an event"),
            sourceIP: record["sourceIPAddress"]?.string, eventID: event["EventId"]?.string ?? "")
    }
}
