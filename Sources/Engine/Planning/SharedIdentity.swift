internal import Declarations
internal import Diagnostics
internal import Values

/// Finds resources of a run that AWS could not tell apart: each would undo what the other says, in every run.
enum SharedIdentity {
    static func findings(_ resources: DesiredResources, _ decisions: [String: Decision]) -> Findings {
        var findings = Findings()
        var first: [Key: Desired] = [:]
        for desired in resources.ordered.sorted(by: { $0.address < $1.address }) {
            guard let decision = decisions[desired.address], let key = Key(decision) else { continue }
            guard let other = first[key] else {
                first[key] = desired
                continue
            }
            guard desired.isSelected || other.isSelected else { continue }
            let name = decision.properties[key.values.keys.sorted()[0]]?.scalarText.map { " `\($0)`" } ?? ""
            findings.add(EngineDiagnostics.sharedIdentity(desired, other, name: key.values.count == 1 ? name : ""))
        }
        return findings
    }

    /// What one resource of a type is found by, in one region. References to what does not exist yet are told apart too.
    private struct Key: Hashable {
        var type: String
        var region: String
        var values: [String: Value]

        /// Nil for what is known by its tags or its content.
        init?(_ decision: Decision) {
            let desired = decision.desired, type = desired.frame.type
            let names = type.keyProperties
            guard !names.isEmpty, let lookup = type.lookupProperties else { return nil }
            if case .named(let name, let rule) = type.identity {
                guard !rule.contentHash, decision.properties[name] != nil else { return nil }
            }
            values = lookup.union(names).reduce(into: [:]) { values, name in
                values[name] = decision.properties.at(name).map(Comparison.text)
            }
            guard !values.isEmpty else { return nil }
            self.type = type.name
            region = desired.place.region(of: type)
        }
    }
}
