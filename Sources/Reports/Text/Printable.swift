/// Makes text from outside harmless to a terminal, and measures it.
enum Printable {
    /// A copy in which control and format characters (ANSI sequences, line ends, direction marks) are visible escapes.
    static func text(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHostile) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHostile(scalar) {
                out.append(contentsOf: escape(scalar).unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// A whole line that a build log (GitHub Actions) does not take for a command of its own: those begin with `::`,
    /// behind any white space, or hold `##[`.
    static func inert(_ line: String) -> String {
        var line = line
        if let start = line.firstIndex(where: { !$0.isWhitespace }), line[start...].hasPrefix("::") {
            line.replaceSubrange(start...start, with: "\\u003a")
        }
        return line.contains("##[") ? line.replacing("##[", with: "#\\u0023[") : line
    }

    /// As `text`, in double quotes, with quotes and backslashes escaped.
    static func quoted(_ string: String) -> String {
        var out = String.UnicodeScalarView()
        out.append("\"")
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": out.append(contentsOf: "\\\"".unicodeScalars)
            case "\\": out.append(contentsOf: "\\\\".unicodeScalars)
            case _ where isHostile(scalar): out.append(contentsOf: escape(scalar).unicodeScalars)
            default: out.append(scalar)
            }
        }
        out.append("\"")
        return String(out)
    }

    /// The columns that a terminal gives the text.
    static func columns(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    static func columns(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first, scalar.value >= 0x1100 else { return 1 }
        switch scalar.value {
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe4f, 0xff00...0xff60,
            0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
            return 2
        default: return 1
        }
    }

    private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x20 || scalar.value == 0x7f { return true }
        if scalar.isASCII { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }
}
