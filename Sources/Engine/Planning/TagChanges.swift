internal import Declarations
internal import Values

/// How the tags of a live resource have to change.
struct TagChanges {
    var set: [String: Value] = [:]
    var removed: [String] = []
    /// Where the text is the same and only a member beside it differs (`Tagging.flag`): what that was, by the tag's key.
    var flipped: [String: Bool] = [:]

    init(decision: Decision, live: Live) {
        guard decision.desired.frame.type.tagging != nil else { return }
        let tagging = decision.desired.frame.type.tagging
        let wanted = TagForms.flags(of: tagging?.flag, in: tagging?.given(in: decision.properties))
        let actual = TagForms.flags(
            of: tagging?.flag, in: live.frame.type.read.tags.flatMap { live.item.at($0) } ?? live.item["$tags"])
        for (key, value) in decision.tags {
            let isSame = live.tags[key].map { Value.string($0) } == Comparison.text(value)
            let isFlipped = (wanted[key] ?? false) != (actual[key] ?? false)
            if !isSame || isFlipped { self.set[key] = value }
            if isSame, isFlipped { flipped[key] = actual[key] ?? false }
        }
        removed = live.tags.keys.filter { decision.tags[$0] == nil }.sorted()
    }

    var isEmpty: Bool { self.set.isEmpty && removed.isEmpty }

    /// True when the resource has another logical id in its template now.
    var isRename: Bool { self.set[OwnTag.resource] != nil }

    /// True when nothing changes but what an `UpdatePolicy` keeps.
    var arePolicyMarks: Bool {
        (self.set.keys + removed).allSatisfy { [OwnTag.rollout, OwnTag.unmodified].contains($0) }
    }

    /// True when only marks of other resources change.
    var areMarks: Bool { !isEmpty && (self.set.keys + removed).allSatisfy { $0.hasPrefix(ChildMark.prefix) } }
}
