internal import Declarations
internal import Values

extension Deciding {
    /// Members that AWS never returns, of properties that it does return: the whole property is set again whenever the
    /// configuration has changed, or where it has a digest of its own, when that has.
    func addHiddenMembers(to decision: inout Decision, isEdited: Bool) {
        guard isEdited else { return }
        for path in decision.desired.frame.hiddenMembers {
            let name = path.topLevel
            guard let value = decision.properties.at(path), !value.isNull,
                !decision.desired.frame.createOnly.contains(name), !isAsSent(name, decision)
            else { continue }
            let leaf = Comparison.Leaf(path: path, before: nil, after: value)
            if let index = decision.differences.firstIndex(where: { $0.property == name }) {
                decision.differences[index].leaves.append(leaf)
            } else {
                decision.differences.append(.init(property: name, after: decision.properties[name], leaves: [leaf]))
            }
        }
    }

    /// True for a property whose own digest says that it was last sent as it is now.
    private func isAsSent(_ property: String, _ decision: Decision) -> Bool {
        guard decision.desired.frame.declared[property]?.digestedApart != nil,
            let known = decision.live?.tags[OwnTag.digest(of: property)]
        else { return false }
        return decision.desired.ownTags[OwnTag.digest(of: property)] == .string(known)
    }
}
