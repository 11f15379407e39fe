internal import Values

/// A file of `[sections]` with `key = value` lines, read by the rules of Python's `configparser` as botocore sets it:
/// what the AWS CLI can read is read the same here, and what it refuses is refused.
struct INIFile: Sendable, Hashable {
    /// By the words between the brackets; keys are in lower case. A value whose lines go on, further indented, holds
    /// them separated by line feeds.
    private(set) var sections: [String: [String: String]] = [:]
    /// The sections' names in the file's order.
    private(set) var headers: [String] = []

    /// What cannot be read.
    struct Problem: Error, Sendable, Hashable {
        /// 1-based.
        var line: Int
        var message: String
    }

    init() {}

    init(_ text: String) throws(Problem) {
        var section: String?
        var key: String?
        var indent = 0
        // Empty lines since the last one that was not; they belong to a value that goes on behind them.
        var blanks = 0
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, raw) in zip(1..., lines) {
            let line = String(raw).trimmed
            if line.isEmpty { blanks += 1 }
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            defer { blanks = 0 }
            let depth = raw.prefix { $0 == " " || $0 == "\t" }.count
            if let section, let key, depth > indent {
                let breaks = String(repeating: "\n", count: blanks + 1)
                sections[section]?[key]?.append(breaks + Self.uncommented(line, of: key))
                continue
            }
            indent = depth
            if line.hasPrefix("["), let end = line.lastIndex(of: "]") {
                let header = String(line[line.index(after: line.startIndex)..<end])
                guard !header.isEmpty else { throw Problem(line: number, message: "the section has no name") }
                guard sections[header] == nil else {
                    throw Problem(line: number, message: "the section [\(header)] is there twice")
                }
                sections[header] = [:]
                headers.append(header)
                (section, key) = (header, nil)
                continue
            }
            guard let section else {
                let mark = "the file begins with a byte order mark: save it as UTF-8 without one"
                throw Problem(
                    line: number,
                    message: text.hasPrefix("\u{feff}") && number == 1 ? mark : "there is no [section] before this line"
                )
            }
            guard let mark = line.firstIndex(where: { $0 == "=" || $0 == ":" }), mark > line.startIndex else {
                throw Problem(line: number, message: "this is neither a [section] nor 'key = value'")
            }
            let name = String(line[..<mark]).trimmed.lowercased()
            guard sections[section]?[name] == nil else {
                throw Problem(line: number, message: "'\(name)' is there twice in [\(section)]")
            }
            sections[section]?[name] = Self.uncommented(String(line[line.index(after: mark)...]).trimmed, of: name)
            key = name
        }
    }

    /// The `key = value` lines that a value consists of (`s3 =` and what is indented below it); empty for any other
    /// value.
    static func nested(_ value: String) -> [String: String] {
        guard value.hasPrefix("\n") else { return [:] }
        var result: [String: String] = [:]
        for line in value.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            result[String(line[..<equals]).trimmed] = String(line[line.index(after: equals)...]).trimmed
        }
        return result
    }

    /// A comment behind a value begins with a space: the rule of AWS's SDKs, which botocore alone does not have. A
    /// command is left whole, since its arguments may hold these characters.
    private static func uncommented(_ text: String, of key: String) -> String {
        guard key != "credential_process" else { return text }
        var end = text.endIndex
        for mark in [" #", " ;", "\t#", "\t;"] {
            if let range = text.firstRange(of: mark) { end = min(end, range.lowerBound) }
        }
        return String(text[..<end]).trimmed
    }
}
