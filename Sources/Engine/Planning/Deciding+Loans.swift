internal import Declarations
internal import Values

extension Deciding {
    /// The attributes of others for which a resource that is to be made answers.
    func loans(of decision: Decision) -> [(address: String, attribute: String, value: Value)] {
        guard decision.isNew else { return [] }
        let desired = decision.desired
        var loans: [(address: String, attribute: String, value: Value)] = []
        for loan in desired.frame.type.lends where loan.applies(to: decision.properties) {
            let named = desired.symbolic[loan.through]?.awaited ?? []
            let value = Value.deferred(.attribute(address: desired.address, name: loan.attribute))
            for address in desired.dependencies.sorted() {
                guard let other = decisions[address]?.desired, other.frame.type.name == loan.type,
                    named.contains(where: { $0 == address || $0 == other.logicalID })
                else { continue }
                loans.append((address, loan.attribute, value))
            }
        }
        return loans
    }
}

extension Loan {
    fileprivate func applies(to properties: Value) -> Bool {
        when.isEmpty
            || when.contains { name in properties[name].map { !$0.isEmptyOrNull && $0.bool != false } ?? false }
    }
}
