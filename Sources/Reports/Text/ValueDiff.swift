internal import Values

/// How a property goes from one value to another, element by element.
struct ValueDiff {
    /// One line of the answer.
    struct Entry: Hashable {
        enum Sign: String { case add = "+", remove = "-", change = "~", same = " " }
        var sign: Sign
        var depth: Int
        /// The property, member or index; empty for a line of text.
        var label: String
        /// Behind the label: the value, or `old → new`; empty when deeper entries follow.
        var text: String
    }

    /// Columns that a value may take behind its label before it is spread over lines.
    var room: Int
    /// Equal lines shown on either side of a change in a text.
    var context = 2
    private var entries: [Entry] = []
    /// True when both sides may differ in what is not shown.
    private var hidesSecrets = false

    init(room: Int) { self.room = max(room, 24) }

    /// - Parameters:
    ///   - before: nil when the property is not set.
    ///   - after: nil when it is to be unset.
    static func entries(path: String, before: Value?, after: Value?, room: Int) -> [Entry] {
        var diff = ValueDiff(room: room)
        diff.hidesSecrets = [before, after].contains { $0?.json.contains(ValueText.secret) ?? false }
        diff.compare(before, after, label: ValueText.name(path), path: path, depth: 0)
        return diff.entries
    }

    private mutating func compare(_ before: Value?, _ after: Value?, label: String, path: String, depth: Int) {
        switch (before.map { Shown($0, path: path) }, after.map { Shown($0, path: path) }) {
        case (nil, nil): break
        case (nil, let new?): spread(new, sign: .add, label: label, path: path, depth: depth)
        case (let old?, nil): spread(old, sign: .remove, label: label, path: path, depth: depth)
        case (.text(let old, let wasBase64)?, .text(let new, _)?):
            put(.change, depth, label, wasBase64 ? "(decoded from base 64)" : "")
            compareLines(old, new, depth: depth + 1)
        case (.json(let old)?, .json(let new)?):
            nest(label, "(JSON)", depth) { $0.compareInside(old, new, path: path, depth: depth + 1) }
        case (.json(let old)?, .value(let new)?) where new.object != nil || new.array != nil,
            (.value(let old)?, .json(let new)?) where old.object != nil || old.array != nil:
            nest(label, "(JSON)", depth) { $0.compareInside(old, new, path: path, depth: depth + 1) }
        case (.value(let old)?, .value(let new)?)
        where (old.object != nil && new.object != nil) || (old.array != nil && new.array != nil):
            nest(label, "", depth) { $0.compareInside(old, new, path: path, depth: depth + 1) }
        case (.value(let old)?, .value(let new)?):
            let line = ValueText.inline(old) + " → " + ValueText.inline(new)
            if Printable.columns(line) <= max(room - 2 * depth, 24) {
                put(.change, depth, label, line)
            } else {
                put(.change, depth, label, "")
                spread(.value(old), sign: .remove, label: "", path: path, depth: depth + 1)
                spread(.value(new), sign: .add, label: "", path: path, depth: depth + 1)
            }
        case (let old?, let new?):
            put(.change, depth, label, "")
            spread(old, sign: .remove, label: "", path: path, depth: depth + 1)
            spread(new, sign: .add, label: "", path: path, depth: depth + 1)
        }
    }

    /// Two objects or two lists.
    private mutating func compareInside(_ old: Value, _ new: Value, path: String, depth: Int) {
        if let old = old.object, let new = new.object {
            var hidden = 0
            let naming = path.hasSuffix("]") ? Self.name(of: old, new) : nil
            if let naming, let value = old[naming] {
                put(.same, depth, "", "\(ValueText.name(naming)): \(ValueText.inline(value))")
            }
            for name in Set(old.keys).union(new.keys).sorted() where name != naming {
                if old[name] == new[name] {
                    hidden += 1
                } else {
                    compare(old[name], new[name], label: ValueText.name(name), path: "\(path).\(name)", depth: depth)
                }
            }
            note(hidden: hidden, "member", depth)
        } else if let old = old.array, let new = new.array {
            compareItems(old, new, path: path, depth: depth)
        } else {
            spread(.value(old), sign: .remove, label: "", path: path, depth: depth)
            spread(.value(new), sign: .add, label: "", path: path, depth: depth)
        }
    }

    /// The member that tells an item of a list from its neighbours, where it stays the same.
    private static func name(of old: Value.Object, _ new: Value.Object) -> String? {
        ["Key", "Name", "Id", "Sid", "IndexName", "AttributeName", "DeviceName", "PolicyName", "Field"].first {
            old[$0]?.string != nil && old[$0] == new[$0]
        }
    }

    private mutating func compareItems(_ old: [Value], _ new: [Value], path: String, depth: Int) {
        var removed: [(Value, Int)] = [], added: [(Value, Int)] = []
        var hidden = 0
        for edit in Edit.script(from: old, to: new) {
            switch edit {
            case .removed(let item, let index): removed.append((item, index))
            case .added(let item, let index): added.append((item, index))
            case .same:
                hidden += 1
                flush(&removed, &added, path: path, depth: depth)
            }
        }
        flush(&removed, &added, path: path, depth: depth)
        note(hidden: hidden, "item", depth)
    }

    /// A stretch of items in which nothing stayed the same: objects that took each other's place are compared.
    private mutating func flush(
        _ removed: inout [(Value, Int)], _ added: inout [(Value, Int)], path: String, depth: Int
    ) {
        for (item, index) in removed {
            if let partner = added.firstIndex(where: { Self.isSameThing(item, $0.0) }) {
                let (other, position) = added.remove(at: partner)
                compare(item, other, label: "[\(position)]", path: "\(path)[\(position)]", depth: depth)
            } else {
                spread(Shown(item, path: path), sign: .remove, label: "[\(index)]", path: path, depth: depth)
            }
        }
        for (item, index) in added {
            spread(Shown(item, path: path), sign: .add, label: "[\(index)]", path: path, depth: depth)
        }
        removed = []
        added = []
    }

    /// True for two objects that agree in at least half of their members.
    private static func isSameThing(_ left: Value, _ right: Value) -> Bool {
        guard let left = left.object, let right = right.object else { return false }
        let names = Set(left.keys).union(right.keys)
        return 2 * names.count(where: { left[$0] != nil && left[$0] == right[$0] }) >= names.count
    }

    private mutating func compareLines(_ old: [String], _ new: [String], depth: Int) {
        let script = Edit.script(from: old, to: new)
        let changed = script.indices.filter { if case .same = script[$0] { false } else { true } }
        guard let first = changed.first, let last = changed.last else {
            put(.same, depth, "", "(only line ends differ)")
            return
        }
        var near = Set<Int>()
        for index in changed { near.formUnion(index - context...index + context) }
        var hidden = 0
        for (index, edit) in script.enumerated() where index >= first - context && index <= last + context {
            if !near.contains(index) {
                hidden += 1
                continue
            }
            note(hidden: hidden, "line", depth)
            hidden = 0
            switch edit {
            case .same(let line, _, _): put(.same, depth, "", Self.line(line))
            case .removed(let line, _): put(.remove, depth, "", Self.line(line))
            case .added(let line, _): put(.add, depth, "", Self.line(line))
            }
        }
        let outside = script.count - (min(last + context, script.count - 1) - max(first - context, 0) + 1)
        note(hidden: outside, "line", depth)
    }

    /// A whole value that appears or goes.
    private mutating func spread(_ shown: Shown, sign: Entry.Sign, label: String, path: String, depth: Int) {
        switch shown {
        case .text(let lines, let wasBase64):
            if wasBase64 || !label.isEmpty { put(sign, depth, label, wasBase64 ? "(decoded from base 64)" : "") }
            for line in lines { put(sign, depth + 1, "", Self.line(line)) }
        case .json(let value):
            let line = ValueText.inline(value)
            if Printable.columns(line) <= room - 2 * depth - 7 {
                put(sign, depth, label, "(JSON) " + line)
            } else {
                put(sign, depth, label, "(JSON)")
                spreadInside(value, sign: sign, path: path, depth: depth + 1)
            }
        case .value(let value):
            let line = ValueText.inline(value)
            let isNested = value.array?.isEmpty == false || value.object?.isEmpty == false
            if !isNested || Printable.columns(line) <= room - 2 * depth {
                put(sign, depth, label, line)
            } else {
                put(sign, depth, label, "")
                spreadInside(value, sign: sign, path: path, depth: label.isEmpty ? depth : depth + 1)
            }
        }
    }

    private mutating func spreadInside(_ value: Value, sign: Entry.Sign, path: String, depth: Int) {
        if let object = value.object {
            for name in object.keys.sorted() {
                let path = "\(path).\(name)"
                spread(
                    Shown(object[name] ?? .null, path: path), sign: sign, label: ValueText.name(name), path: path,
                    depth: depth)
            }
        } else if let items = value.array, items.allSatisfy({ $0.array == nil && $0.object == nil }) {
            for line in packed(items.map(ValueText.inline), room: room - 2 * depth) { put(sign, depth, "", line) }
        } else if let items = value.array {
            for (index, item) in items.enumerated() {
                spread(Shown(item, path: path), sign: sign, label: "[\(index)]", path: path, depth: depth)
            }
        } else {
            put(sign, depth, "", ValueText.inline(value))
        }
    }

    /// Words in as few lines as the room allows, commas between them.
    private func packed(_ words: [String], room: Int) -> [String] {
        var lines: [String] = []
        for (index, word) in words.enumerated() {
            let word = index + 1 < words.count ? word + "," : word
            if let last = lines.last, Printable.columns(last) + 1 + Printable.columns(word) <= max(room, 24) {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(word)
            }
        }
        return lines
    }

    private mutating func nest(_ label: String, _ text: String, _ depth: Int, _ body: (inout ValueDiff) -> Void) {
        put(.change, depth, label, text)
        let count = entries.count
        body(&self)
        if entries[count...].allSatisfy({ $0.sign == .same }) {
            entries.removeSubrange(count...)
            put(
                .same, depth + 1, "",
                hidesSecrets ? "(what differs is sensitive)" : "(the same content, written differently)")
        }
    }

    private mutating func note(hidden: Int, _ noun: String, _ depth: Int) {
        guard hidden > 0 else { return }
        put(.same, depth, "", "(\(hidden) unchanged \(noun)\(hidden == 1 ? "" : "s") hidden)")
    }

    private mutating func put(_ sign: Entry.Sign, _ depth: Int, _ label: String, _ text: String) {
        entries.append(Entry(sign: sign, depth: depth, label: label, text: text))
    }

    private static func line(_ text: String) -> String { Printable.text(text) }
}
