/// As much of a terminal as the progress region uses.
struct Screen {
    var width: Int
    private(set) var rows: [String] = [""]
    private(set) var cursorIsHidden = false
    private var row = 0
    private var column = 0

    init(width: Int) { self.width = width }

    /// What stands on it, without trailing empty rows.
    var text: String {
        var shown = rows
        while shown.last == "" { shown.removeLast() }
        return shown.map { $0 + "\n" }.joined()
    }

    mutating func write(_ text: String) {
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case "\u{1b}": control(&rest)
            case "\n":
                row += 1
                column = 0
                if row == rows.count { rows.append("") }
            case "\r": column = 0
            default: put(character)
            }
        }
    }

    private mutating func put(_ character: Character) {
        if column == width {
            row += 1
            column = 0
            if row == rows.count { rows.append("") }
        }
        var cells = Array(rows[row])
        while cells.count <= column { cells.append(" ") }
        cells[column] = character
        rows[row] = String(cells)
        column += 1
    }

    private mutating func control(_ rest: inout Substring) {
        guard rest.popFirst() == "[" else { return }
        var parameters = ""
        while let character = rest.popFirst() {
            guard character.isLetter else {
                parameters.append(character)
                continue
            }
            switch (character, parameters) {
            case ("A", _): row = max(0, row - (Int(parameters) ?? 1))
            case ("J", "0"):
                rows[row] = String(rows[row].prefix(column))
                rows.removeSubrange((row + 1)...)
            case ("l", "?25"): cursorIsHidden = true
            case ("h", "?25"): cursorIsHidden = false
            default: put("?")
            }
            return
        }
    }
}
