internal import Plans
internal import Values

/// A resource's changes as lines of a diff, the sign in the first column: for formats that are no terminal.
struct DiffLines {
    struct Entry: Hashable {
        var sign: ValueDiff.Entry.Sign
        /// Without the sign, made harmless to a terminal.
        var text: String
    }

    /// - Parameter room: columns that a value may take before it is spread over lines.
    static func entries(for item: PlanItem, room: Int = 100) -> [Entry] {
        item.changes.flatMap { change -> [Entry] in
            let sign: ValueDiff.Entry.Sign = change.before == nil ? .add : change.after == nil ? .remove : .change
            let entries =
                change.isSecret
                ? [ValueDiff.Entry(sign: sign, depth: 0, label: change.path, text: ValueText.secret)]
                : ValueDiff.entries(path: change.path, before: change.before, after: change.after, room: room)
            return entries.enumerated().map { index, entry in
                let label = Printable.text(entry.label)
                let colon = label.isEmpty ? "" : entry.text.isEmpty ? ":" : ": "
                let remarks = [change.forcesReplacement ? "forces replacement" : nil, item.origin(of: change)]
                    .compactMap(\.self)
                let note = index == 0 && !remarks.isEmpty ? "  # " + remarks.joined(separator: ", ") : ""
                return Entry(
                    sign: entry.sign,
                    text: String(repeating: "  ", count: entry.depth) + label + colon + entry.text + note)
            }
        }
    }

    /// One text, each line with its sign; `~` as told.
    static func text(for item: PlanItem, change: String = "~") -> [String] {
        entries(for: item).map { entry in
            (entry.sign == .change ? change : entry.sign.rawValue) + " " + entry.text
        }
    }
}
