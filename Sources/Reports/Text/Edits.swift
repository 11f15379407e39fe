/// One step on the way from an old list to a new one.
enum Edit<Item: Hashable>: Hashable {
    /// Indices are those of the old and the new list.
    case same(Item, old: Int, new: Int)
    case removed(Item, at: Int)
    case added(Item, at: Int)

    /// The shortest way, removals before additions at the same place.
    static func script(from old: [Item], to new: [Item]) -> [Edit<Item>] {
        var removed: Set<Int> = [], added: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var script: [Edit<Item>] = []
        var left = 0, right = 0
        while left < old.count || right < new.count {
            if left < old.count && removed.contains(left) {
                script.append(.removed(old[left], at: left))
                left += 1
            } else if right < new.count && added.contains(right) {
                script.append(.added(new[right], at: right))
                right += 1
            } else {
                script.append(.same(new[right], old: left, new: right))
                left += 1
                right += 1
            }
        }
        return script
    }
}
