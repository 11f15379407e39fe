internal import Declarations
internal import Plans
internal import Values

/// Why a resource is made or changed.
extension Deciding {
    /// Why something is made that is not there. Of what bears no tags the marks on others tell whether it ever was.
    func reasonOfCreation(_ desired: Desired) -> Reason {
        guard stacksWithLife.contains(desired.stack) else { return .new }
        guard desired.needsCarrier else { return .missing }
        let texts = desired.childMarks
        let carriers = order.filter { $0.stack == desired.stack && $0.marks.values.contains(where: texts.contains) }
        let lives = carriers.flatMap { found[$0.address] ?? [] }
        let isMarked = lives.flatMap(CarriedMark.all).contains { $0.address == desired.address }
        return isMarked || lives.isEmpty ? .missing : .new
    }

    /// Why its properties change, where nothing else does.
    func reasonsOfChange(_ decision: Decision, isEdited: Bool) -> [Reason] {
        let followed = followed(by: decision)
        let isTaggable = decision.desired.frame.type.tagging != nil
        return (followed.isEmpty ? [] : [.follows(followed)])
            + (isTaggable ? [isEdited ? .edited : .drifted] : [.differs])
    }

    /// The resources whose replacement or change in this plan explains all differences; empty when one is left
    /// unexplained.
    func followed(by decision: Decision) -> [String] {
        let desired = decision.desired
        var addresses: Set<String> = []
        for difference in decision.differences {
            let ids = desired.symbolic[difference.property]?.awaited ?? []
            let changed = desired.dependencies.filter { address in
                guard let other = decisions[address], other.isReplaced || other.kind == .update else { return false }
                return ids.contains { $0 == address || $0 == other.desired.logicalID }
            }
            if changed.isEmpty { return [] }
            addresses.formUnion(changed)
        }
        return addresses.sorted()
    }
}
