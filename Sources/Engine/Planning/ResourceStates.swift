internal import Declarations
internal import Plans
internal import Values

/// Every resource of the templates whole, as it is and as it will be.
struct ResourceStates {
    let decisions: [String: Decision]
    let secrecy: Secrecy

    /// - Parameter includes: false for what the run leaves as it is.
    func all(_ order: [Desired], includes: (String) -> Bool) -> [ResourceState] {
        order.compactMap { decisions[$0.address] }.map { decision in
            let desired = decision.desired
            let before = decision.live.map { live in
                concealed(shown(live.properties, tags: live.tags.mapValues { .string($0) }, desired)) {
                    secrecy.concealed(live: $1, at: $0, of: desired)
                }
            }
            let after =
                includes(desired.address)
                ? concealed(shown(decision.properties, tags: decision.tags, desired)) {
                    secrecy.concealed(wanted: $1, at: $0, of: desired)
                } : before ?? [:]
            let names = Set((before?.object?.keys ?? []) + (after.object?.keys ?? []))
            let sensitive = names.filter { name in
                secrecy.isSecret(desired, name) || decision.properties[name]?.isOnceOnly(decisions) ?? false
            }
            return ResourceState(
                address: desired.address, type: desired.frame.type.name, region: desired.place.region, before: before,
                after: after, sensitive: sensitive.sorted())
        }.sorted { $0.address < $1.address }
    }

    private func concealed(_ properties: Value, _ conceal: (String, Value) -> Value?) -> Value {
        let members = (properties.object ?? [:]).compactMap { name, value in conceal(name, value).map { (name, $0) } }
        return .object(Value.Object(members))
    }

    private func shown(_ properties: Value, tags: [String: Value], _ desired: Desired) -> Value {
        let frame = desired.frame
        var shown: Value = [:]
        for name in frame.settable {
            if let value = properties[name], !value.isNull { shown = shown.setting(name, to: value) }
        }
        shown = frame.masked(shown)
        guard let tagging = frame.type.tagging, !tagging.property.isEmpty else { return shown }
        let own = tags.filter { !$0.key.hasPrefix(OwnTag.prefix) }.sorted { $0.key < $1.key }
        guard !own.isEmpty, !tagging.property.contains(".") else { return shown }
        return shown.setting(
            tagging.property,
            to: tagging.propertyIsMap
                ? .object(Value.Object(own.map { ($0.key, $0.value) }))
                : .array(own.map { ["Key": .string($0.key), "Value": $0.value] }))
    }
}
