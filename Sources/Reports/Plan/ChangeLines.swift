internal import Diagnostics
internal import Plans
internal import Values

/// A property change as lines: sign, path, old and new value, and the place that asks for it.
struct ChangeLines {
    var style: TextStyle
    var indent: Int
    /// True where AWS's side is told as what is and the template's as what is wanted (drift).
    var tellsSides = false
    /// False for new resources, whose header has the place.
    var tellsPlaces = true
    /// Where most of the changes come from, which their header tells.
    var origin: Origin?

    func lines(for changes: [PropertyChange]) -> [Line] { changes.flatMap(lines) }

    func lines(for change: PropertyChange) -> [Line] {
        let room = min(style.width ?? 120, 120) - indent - 2 - Printable.columns(change.path) - 2
        guard !change.isSecret else { return [line(Self.secretEntry(of: change), change, isFirst: true)] }
        let entries = ValueDiff.entries(path: change.path, before: change.before, after: change.after, room: room)
        return entries.enumerated().map { line($1, change, isFirst: $0 == 0) }
    }

    private static func secretEntry(of change: PropertyChange) -> ValueDiff.Entry {
        let sign: ValueDiff.Entry.Sign = change.before == nil ? .add : change.after == nil ? .remove : .change
        return ValueDiff.Entry(sign: sign, depth: 0, label: change.path, text: ValueText.secret)
    }

    private func line(_ entry: ValueDiff.Entry, _ change: PropertyChange, isFirst: Bool) -> Line {
        let role: Role =
            switch entry.sign {
            case .add: .add
            case .remove: .destroy
            case .change: .change
            case .same: .faint
            }
        var runs = [Run(entry.sign.rawValue + " ", role)]
        if !entry.label.isEmpty {
            let colon = entry.text.isEmpty && !isFirst || !entry.text.isEmpty || isFirst
            runs.append(Run(Printable.text(entry.label) + (colon ? ":" : "")))
            if !entry.text.isEmpty { runs.append(Run(" ")) }
        }
        let text = tellsSides && isFirst && entry.sign == .change ? sides(of: change, entry.text) : entry.text
        runs.append(Run(text, entry.sign == .same ? .faint : .plain))
        if isFirst { runs += remarks(on: change) }
        return Line(indent + 2 * entry.depth, hanging: indent + 2 * entry.depth + 4, runs)
    }

    /// `old → new` as `old in AWS, new wanted`.
    private func sides(of change: PropertyChange, _ text: String) -> String {
        guard !change.isSecret, let before = change.before, let after = change.after, text.contains(" → ") else {
            return text
        }
        return ValueText.inline(before) + " in AWS, " + ValueText.inline(after) + " wanted"
    }

    private func remarks(on change: PropertyChange) -> [Run] {
        var remarks: [String] = []
        if change.forcesReplacement { remarks.append("forces replacement") }
        if let origin = change.origin, origin != self.origin { remarks.append(origin.rawValue) }
        if tellsPlaces, let span = change.span { remarks.append(Self.place(span)) }
        return remarks.isEmpty
            ? [] : [Run("  "), Run("# " + remarks.joined(separator: ", "), .faint, keepsTogether: true)]
    }

    static func place(_ span: Span) -> String { "\(Printable.text(span.file)):\(span.start.line)" }
}
