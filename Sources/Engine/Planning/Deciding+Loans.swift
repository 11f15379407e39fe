internal import Declarations
internal import Values

/// An attribute of a resource for which another one answers.
struct LentAttribute {
    var address: String
    var attribute: String
    var value: Value
}

extension Deciding {
    /// The attributes of others for which a resource that is to be made answers.
    func loans(of decision: Decision) -> [LentAttribute] {
        guard decision.isNew else { return [] }
        let desired = decision.desired
        var lent: [LentAttribute] = []
        for loan in desired.frame.type.lends where loan.applies(to: decision.properties) {
            let named = desired.symbolic[loan.through]?.awaited ?? []
            for address in desired.dependencies.sorted() {
                guard let other = decisions[address]?.desired, other.frame.type.name == loan.type,
                    named.contains(where: { $0 == address || $0 == other.logicalID })
                else { continue }
                let value = Value.deferred(.attribute(address: desired.address, name: loan.attribute))
                lent.append(LentAttribute(address: address, attribute: loan.attribute, value: value))
            }
        }
        return lent
    }
}

extension Loan {
    fileprivate func applies(to properties: Value) -> Bool {
        when.isEmpty
            || when.contains { name in
                guard let value = properties[name] else { return false }
                return !value.isEmptyOrNull && value.bool != false
            }
    }
}
