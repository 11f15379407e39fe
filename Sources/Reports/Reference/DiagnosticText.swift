public import Diagnostics
internal import Values

/// Findings for people: what is wrong, the line of the file with the place marked, and what to do.
public struct DiagnosticText: Sendable {
    public var style: TextStyle
    /// The lines of a source file by its path; nil when it cannot be read.
    private let source: @Sendable (String) -> [String]?

    public init(_ style: TextStyle = .plain, source: @escaping @Sendable (String) -> [String]? = { _ in nil }) {
        self.style = style
        self.source = source
    }

    /// Every finding in the order of the files, and how many there are.
    public func render(_ findings: Findings) -> String {
        var page = Page()
        for diagnostic in findings.sorted {
            page.gap()
            page.add(contentsOf: lines(for: diagnostic))
        }
        if let counts = Self.counts(of: findings) {
            page.gap()
            page.add(0, Run(counts, .strong))
        }
        return page.text(style)
    }

    /// `2 errors, 1 warning`; nil when there are none.
    static func counts(of findings: Findings) -> String? {
        let parts = [Diagnostic.Severity.error, .warning, .note].compactMap { severity -> String? in
            let count = findings.all.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    func lines(for diagnostic: Diagnostic) -> [Line] {
        let role: Role =
            switch diagnostic.severity {
            case .error: .error
            case .warning: .warning
            case .note: .note
            }
        var page = Page()
        let message = diagnostic.message.isEmpty ? diagnostic.summary : diagnostic.message
        let paragraphs = message.split(whereSeparator: \.isNewline).map { Printable.text(String($0)) }
        page.add(
            0, hanging: 2, Run("\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]", role),
            Run(": " + (paragraphs.first ?? ""), .strong))
        for paragraph in paragraphs.dropFirst() { page.add(2, Run(paragraph)) }
        let guarding = SourceGuard(diagnostic.code, keysOnly: diagnostic.quotesKeysOnly)
        if let span = diagnostic.span {
            page.add(contentsOf: excerpt(span, arrow: "-->", mark: "^", role: role, guarding))
        }
        if let address = diagnostic.address { page.add(2, Run("resource: ", .faint), Run(Printable.text(address))) }
        for related in diagnostic.related {
            page.add(2, Run("note: ", .note), Run(Printable.text(related.message)))
            page.add(contentsOf: excerpt(related.span, arrow: "-->", mark: "-", role: .note, guarding))
        }
        if let cause = diagnostic.cause { page.add(contentsOf: lines(for: cause, told: message)) }
        if let help = diagnostic.help { page.add(2, hanging: 8, Run("help: ", .note), Run(Printable.text(help))) }
        return page.lines
    }

    /// AWS's own words, once: not again those that the finding's message has told already.
    private func lines(for cause: Diagnostic.Cause, told: String) -> [Line] {
        var page = Page()
        let words = told.contains(cause.message) ? "" : ": " + Printable.text(cause.message)
        page.add(
            2, hanging: 6, Run("AWS: ", .warning), Run(Printable.text("\(cause.service):\(cause.operation)")),
            Run(cause.status != nil ? " answered " : cause.attempts == 0 ? " was not sent: " : " got no answer: "),
            Run(Printable.text(cause.code), .strong), Run(words))
        var facts: [String] = []
        if let status = cause.status { facts.append("HTTP \(status)") }
        if let request = cause.requestID { facts.append("request id \(Printable.text(request))") }
        if cause.attempts > 1 { facts.append("\(cause.attempts) attempts") }
        if !facts.isEmpty { page.add(7, Run(facts.joined(separator: ", "), .faint)) }
        return page.lines
    }

    /// The place, the line of the file and a mark below the stretch that is meant.
    private func excerpt(
        _ span: Span, arrow: String, mark: Character, role: Role, _ guarding: SourceGuard
    ) -> [Line] {
        let number = String(span.start.line)
        let gutter = String(repeating: " ", count: number.count)
        let place = "\(Printable.text(span.file)):\(span.start.line):\(span.start.column)"
        var lines = [Line(0, [Run(gutter + " \(arrow) ", .note), Run(place)])]
        guard let source = source(span.file), source.indices.contains(span.start.line - 1) else { return lines }
        let text = guarding.shown(source[span.start.line - 1])
        let cut = Excerpt(
            text, from: span.start.column, to: span.end.line == span.start.line ? span.end.column : nil,
            room: style.width.map { max(20, $0 - number.count - 3) } ?? 240)
        lines.append(Line(0, [Run(gutter + " |", .note)]))
        lines.append(Line(0, [Run(number + " | ", .note), Run(cut.text)]))
        let marks = String(repeating: " ", count: cut.offset) + String(repeating: mark, count: cut.length)
        lines.append(Line(0, [Run(gutter + " | ", .note), Run(marks, role)]))
        return lines
    }
}

/// A source line as it is shown, and where in it the marked stretch stands, in columns of the terminal.
private struct Excerpt {
    var text: String
    var offset: Int
    var length: Int

    /// - Parameters:
    ///   - from: the 1-based column of the first marked byte.
    ///   - to: the column behind the last; nil when the stretch goes on to the next line.
    ///   - room: columns that there are.
    init(_ line: String, from: Int, to: Int?, room: Int) {
        // What is further away than a row could show is not looked at: a line may have a megabyte, and a thousand
        // findings.
        let all = line.utf8
        let reach = room * 4 + 8
        let start = min(max(from - 1, 0), all.count)
        let end = min(min(max((to ?? all.count + 1) - 1, start), all.count), start + reach)
        func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
            let first = all.index(all.startIndex, offsetBy: range.lowerBound)
            return ArraySlice(all[first..<all.index(first, offsetBy: range.count)])
        }
        var before = Excerpt.shown(bytes(max(0, start - reach)..<start).drop { start > reach && $0 & 0xc0 == 0x80 })
        let marked = Excerpt.shown(bytes(start..<end))
        let after = Excerpt.shown(bytes(end..<min(all.count, end + reach)))
        text = before + marked + after
        if Printable.columns(text) > room {
            // The marked stretch is kept in view, with a third of the room before it.
            let skip = max(0, before.count - room / 3)
            if skip > 0 {
                before = "…" + before.dropFirst(skip + 1)
                text = before + marked + after
            }
            text = Excerpt.cut(text, to: room)
        }
        offset = Printable.columns(before)
        length = min(max(1, Printable.columns(marked)), max(1, room - Printable.columns(before)))
    }

    private static func cut(_ text: String, to room: Int) -> String {
        var left = room
        let end = text.indices.first { index in
            left -= Printable.columns(of: text[index])
            return left < 0
        }
        return String(text[..<(end ?? text.endIndex)])
    }

    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        Printable.text(String(decoding: bytes, as: UTF8.self).replacingTabs)
    }
}

extension String {
    fileprivate var replacingTabs: String {
        split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "  ")
    }
}
