internal import Declarations
internal import Values

extension Deciding {
    /// The attributes of others for which a resource that is to be made answers.
    func loans(of decision: Decision) -> [(address: String, attribute: String, value: Value)] {
        guard decision.isNew else { return [] }
        let desired = decision.desired
        return desired.frame.type.lends.filter { $0.applies(to: decision.properties) }.flatMap { loan in
            let named = desired.symbolic[loan.through]?.awaited ?? []
            let value = Value.deferred(.attribute(address: desired.address, name: loan.attribute))
            return desired.dependencies.sorted().compactMap { address in
                guard let other = decisions[address]?.desired, other.frame.type.name == loan.type,
                    named.contains(where: { $0 == address || $0 == other.logicalID })
                else { return nil }
                return (address, loan.attribute, value)
            }
        }
    }
}

extension Loan {
    fileprivate func applies(to properties: Value) -> Bool {
        when.isEmpty
            || when.contains { name in properties[name].map { !$0.isEmptyOrNull && $0.bool != false } ?? false }
    }
}
