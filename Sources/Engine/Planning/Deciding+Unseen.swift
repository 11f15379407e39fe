internal import Declarations
internal import Values

extension Deciding {
    /// Members that AWS never returns, of properties that it does return: the whole property is set again whenever the
    /// configuration has changed.
    func addHiddenMembers(to decision: inout Decision, isEdited: Bool) {
        guard isEdited else { return }
        for path in decision.desired.frame.hiddenMembers {
            let name = path.topLevel
            guard let value = decision.properties.at(path), !value.isNull,
                !decision.desired.frame.createOnly.contains(name)
            else { continue }
            let leaf = Comparison.Leaf(path: path, before: nil, after: value)
            if let index = decision.differences.firstIndex(where: { $0.property == name }) {
                decision.differences[index].leaves.append(leaf)
            } else {
                decision.differences.append(.init(property: name, after: decision.properties[name], leaves: [leaf]))
            }
        }
    }
}
