internal import AWS
internal import Declarations
internal import Diagnostics
internal import Values

/// Asks, before anything is made, whether names that are unique beyond the account are still to be had.
struct TakenNames {
    let cache: ReadCache

    func findings(_ decisions: [String: Decision]) async throws(AWSFailure) -> Findings {
        var findings = Findings()
        for (_, decision) in decisions.sorted(by: { $0.key < $1.key }) where decision.kind == .create {
            let desired = decision.desired
            guard let call = desired.frame.type.create.taken else { continue }
            let input = InputBuilder(frame: desired.frame).input(
                call.operation, call.arguments,
                from: ArgumentSources(
                    property: { decision.properties.at($0) }, attribute: { decision.predicted($0) }))
            guard !input.hasDeferred else { continue }
            let parts = call.operation.operationParts
            do {
                _ = try await cache.pages(
                    APICall(
                        parts.service, parts.operation, input, region: desired.place.region(of: desired.frame.type)))
            } catch {
                if error.kind == .notFound { continue }
                // Somebody else's is denied, or answered from another region.
                guard error.kind == .denied || [301, 403].contains(error.status) else { throw error }
            }
            findings.add(EngineDiagnostics.nameTaken(decision))
        }
        return findings
    }
}
