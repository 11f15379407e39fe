internal import Declarations
internal import Values

extension Deciding {
    // MARK: - What AWS never returns

    /// Properties that AWS never returns are set again whenever the configuration has changed, except those that only a
    /// replacement could change and those that carry a once-only attribute that has arrived. One that is on its way is
    /// set in any case: nothing else tells of its new source.
    func addUnreadable(to decision: inout Decision, isEdited: Bool) {
        let frame = decision.desired.frame
        let tags = frame.type.tagging?.property.topLevel
        for name in frame.settable
        where frame.isWriteOnly(name) && !frame.createOnly.contains(name) && name != tags {
            guard let value = decision.properties[name], !value.isNull, !value.isOnce(decisions),
                isEdited || value.isOnceOnly(decisions)
            else { continue }
            decision.differences.append(
                Comparison.Difference(
                    property: name, before: nil, after: value, leaves: [.init(path: name, before: nil, after: value)]))
        }
    }

    /// The same for members of properties that AWS does return: the whole property is set again.
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
