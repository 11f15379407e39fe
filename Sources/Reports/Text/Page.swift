/// A stretch of text with one meaning. The text holds no control characters.
struct Run: Sendable, Hashable {
    var text: String
    var role: Role
    /// True when it begins a new row rather than being broken.
    var keepsTogether: Bool

    init(_ text: String, _ role: Role = .plain, keepsTogether: Bool = false) {
        self.text = text
        self.role = role
        self.keepsTogether = keepsTogether
    }
}

/// One logical line; a narrow sink shows it in several.
struct Line: Sendable, Hashable {
    /// Spaces before the first row.
    var indent: Int
    /// Spaces before the rows that follow.
    var hanging: Int
    var runs: [Run]

    init(_ indent: Int = 0, hanging: Int? = nil, _ runs: [Run]) {
        self.indent = indent
        self.hanging = hanging ?? indent + 4
        self.runs = runs
    }

    var isEmpty: Bool { runs.allSatisfy(\.text.isEmpty) }
    var columns: Int { runs.reduce(indent) { $0 + Printable.columns($1.text) } }
}

/// Lines under construction, and the one place where they get their width and colour.
struct Page: Sendable {
    private(set) var lines: [Line] = []

    mutating func add(_ indent: Int = 0, hanging: Int? = nil, _ runs: Run...) {
        lines.append(Line(indent, hanging: hanging, runs))
    }

    mutating func add(_ line: Line) { lines.append(line) }

    mutating func add(contentsOf others: [Line]) { lines.append(contentsOf: others) }

    /// An empty line, unless the page is empty or ends in one.
    mutating func gap() {
        if let last = lines.last, !last.isEmpty { lines.append(Line(0, [])) }
    }

    /// The text, each line ended by a line feed.
    func text(_ style: TextStyle) -> String {
        var out = ""
        for line in lines {
            for row in rows(of: line, width: style.width) {
                out += Page.painted(row, colour: style.colour)
                out += "\n"
            }
        }
        return out
    }

    /// A line's rows; broken at spaces where possible, else anywhere.
    private func rows(of line: Line, width: Int?) -> [[Run]] {
        let start = [Run(String(repeating: " ", count: line.indent))]
        guard let width = width.map({ max($0, 16) }), line.columns > width else { return [start + line.runs] }
        var wrapping = Wrapping(line: line, width: width)
        for run in line.runs { wrapping.add(run) }
        return wrapping.finished
    }

    static func painted(_ runs: [Run], colour: Bool) -> String {
        var out = ""
        for run in runs where !run.text.isEmpty {
            if colour, let code = run.role.code {
                out += "\u{1b}[\(code)m\(run.text)\u{1b}[0m"
            } else {
                out += run.text
            }
        }
        while out.last == " " { out.removeLast() }
        return Printable.inert(out)
    }
}

/// Breaks one line into rows of at most `width` columns.
private struct Wrapping {
    private let width: Int
    private let hanging: Int
    private var rows: [[Run]] = []
    private var row: [Run]
    private var column: Int
    private var spaces = 0
    private var isFresh = true

    init(line: Line, width: Int) {
        self.width = width
        hanging = min(line.hanging, width / 2)
        let indent = min(line.indent, width / 2)
        row = [Run(String(repeating: " ", count: indent))]
        column = indent
    }

    var finished: [[Run]] { isFresh && !rows.isEmpty ? rows : rows + [row] }

    mutating func add(_ run: Run) {
        let size = run.keepsTogether ? Printable.columns(run.text) : 0
        if size > 0 && !isFresh && column + spaces + size > width { breakRow() }
        var word = ""
        for character in run.text {
            if character == " " {
                put(word, run.role)
                word = ""
                spaces += 1
            } else {
                word.append(character)
            }
        }
        put(word, run.role)
    }

    private mutating func put(_ word: String, _ role: Role) {
        guard !word.isEmpty else { return }
        let size = Printable.columns(word)
        if column + (isFresh ? 0 : spaces) + size > width && !isFresh && hanging + size <= width { breakRow() }
        if !isFresh && spaces > 0 {
            append(String(repeating: " ", count: spaces), row.last?.role == role ? role : .plain)
            column += spaces
        }
        spaces = 0
        var piece = ""
        for character in word {
            let size = Printable.columns(of: character)
            if column + size > width {
                append(piece, role)
                piece = ""
                breakRow()
            }
            piece.append(character)
            column += size
            isFresh = false
        }
        append(piece, role)
    }

    /// Joins what looks alike, so that a row holds few colours.
    private mutating func append(_ text: String, _ role: Role) {
        if let last = row.indices.last, row[last].role == role {
            row[last].text += text
        } else {
            row.append(Run(text, role))
        }
    }

    private mutating func breakRow() {
        rows.append(row)
        row = [Run(String(repeating: " ", count: hanging))]
        column = hanging
        spaces = 0
        isFresh = true
    }
}
