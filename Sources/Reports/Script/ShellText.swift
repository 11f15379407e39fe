internal import Values

/// Values as words and JSON of a POSIX shell. Nothing that a value holds is read as anything but text: literals stand in
/// single quotes, and JSON is ASCII without a quote.
struct ShellText {
    /// What stands for an awaited attribute: a variable that holds a text, and one that holds JSON.
    var variable: (_ address: String, _ name: String, _ part: Part) -> String?
    /// The variable that holds a secret.
    var secret: (_ path: String) -> String

    /// Which part of an attribute that is a list.
    enum Part: Hashable {
        case whole
        case item(Int)
        case joined(String)
    }

    /// What the shell cannot compute.
    struct Inexpressible: Error { var what: String }

    // MARK: - Literals

    /// One word of the shell that stands for exactly this text.
    static func quoted(_ text: String) throws(Inexpressible) -> String {
        guard !text.isEmpty else { return "''" }
        var out = "", run = ""
        func flush() {
            if !run.isEmpty { out += "'\(run)'" }
            run = ""
        }
        for scalar in text.unicodeScalars {
            if scalar.value == 0 { throw Inexpressible(what: "a text with a zero byte") }
            switch scalar.properties.generalCategory {
            case .control where scalar == "\n": run.unicodeScalars.append(scalar)
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                flush()
                let octal = Array(String(scalar).utf8).map { byte in
                    let digits = String(byte, radix: 8)
                    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
                }
                out += "\"$(printf '\(octal.joined())')\""
            default:
                if scalar == "'" {
                    flush()
                    out += "\\'"
                } else {
                    run.unicodeScalars.append(scalar)
                }
            }
        }
        flush()
        return out
    }

    /// JSON that can stand between single quotes.
    static func ascii(_ value: Value) -> String {
        var out = ""
        for scalar in value.json.unicodeScalars {
            if scalar.isASCII, scalar != "'", scalar != "`", scalar.value != 0x7f {
                out.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return out
    }

    // MARK: - Words

    /// A word that becomes the text of a value.
    func word(_ value: Value, at path: String) throws(Inexpressible) -> String {
        switch value {
        case .string(ValueText.secret): return "\"$\(secret(path))\""
        case .bytes(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Inexpressible(what: "bytes that are no text")
            }
            return try Self.quoted(text)
        case .deferred(let deferred): return try word(deferred, at: path)
        case .array, .object: throw Inexpressible(what: "a list or object in place of a text")
        default: return try Self.quoted(value.scalarText ?? "")
        }
    }

    private func word(_ deferred: Deferred, at path: String) throws(Inexpressible) -> String {
        switch deferred {
        case .attribute(let address, let name): return "\"$\(try known(address, name, .whole))\""
        case .join(let separator, .deferred(.attribute(let address, let name))):
            return "\"$\(try known(address, name, .joined(separator)))\""
        case .join(let separator, .deferred(.split(let old, let text))):
            let all = try word(text, at: path)
            if separator == old { return all }
            return "\"$(rejoined \(try Self.quoted(old)) \(try Self.quoted(separator)) \(all))\""
        case .join(let separator, let parts):
            guard let items = parts.array else { throw Inexpressible(what: "Fn::Join over a list that has yet to be") }
            var words: [String] = []
            for item in items { words.append(try word(item, at: path)) }
            let between = separator.isEmpty ? "" : try Self.quoted(separator)
            return words.isEmpty ? "''" : words.joined(separator: between)
        case .select(let index, .deferred(.attribute(let address, let name))):
            return "\"$\(try known(address, name, .item(index)))\""
        case .select(let index, .deferred(.split(let separator, let text))):
            return "\"$(part \(index) \(try Self.quoted(separator)) \(try word(text, at: path)))\""
        case .base64(let inner): return "\"$(printf '%s' \(try word(inner, at: path)) | base64 | tr -d '\\n')\""
        case .sha256(let digits, let inner):
            return "\"$(printf '%s' \(try word(inner, at: path)) | digest | cut -c1-\(digits))\""
        case .json(let inner): return try json(inner, at: path)
        case .select: throw Inexpressible(what: "Fn::Select from what has yet to be")
        case .split: throw Inexpressible(what: "Fn::Split in place of a text")
        case .cidr: throw Inexpressible(what: "Fn::Cidr of a block that has yet to be")
        case .zip: throw Inexpressible(what: "a ZIP archive of code in the template")
        }
    }

    // MARK: - JSON

    /// A word that becomes the JSON of a value.
    func json(_ value: Value, at path: String) throws(Inexpressible) -> String {
        var pieces: [String] = []
        var literal = ""
        func flush() {
            if !literal.isEmpty { pieces.append("'\(literal)'") }
            literal = ""
        }
        func add(_ value: Value, _ path: String) throws(Inexpressible) {
            switch value {
            case .array(let items):
                literal += "["
                for (index, item) in items.enumerated() {
                    if index > 0 { literal += "," }
                    try add(item, "\(path)[\(index)]")
                }
                literal += "]"
            case .object(let object):
                literal += "{"
                for (index, member) in object.enumerated() {
                    if index > 0 { literal += "," }
                    literal += Self.ascii(.string(member.name)) + ":"
                    try add(member.value, path.isEmpty ? member.name : "\(path).\(member.name)")
                }
                literal += "}"
            case .deferred(.attribute(let address, let name)):
                flush()
                let name = try known(address, name, .whole)
                pieces.append(name.hasSuffix(Self.listMark) ? "\"$\(name)\"" : "\"$(json \"$\(name)\")\"")
            case .deferred(.split(let separator, let text)):
                flush()
                pieces.append("\"$(parts \(try Self.quoted(separator)) \(try word(text, at: path)))\"")
            case .deferred, .string(ValueText.secret):
                flush()
                pieces.append("\"$(json \(try word(value, at: path)))\"")
            case .bytes(let bytes):
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw Inexpressible(what: "bytes that are no text")
                }
                literal += Self.ascii(.string(text))
            default: literal += Self.ascii(value)
            }
        }
        try add(value, path)
        flush()
        return pieces.joined()
    }

    /// At the end of variables that hold JSON.
    static let listMark = "_JSON"

    private func known(_ address: String, _ name: String, _ part: Part) throws(Inexpressible) -> String {
        if name.hasPrefix("resolve:") { return secret(name) }
        if name == ScriptLibrary.runName { return ScriptLibrary.runVariable }
        guard let variable = variable(address, name, part) else {
            throw Inexpressible(what: "\(name) of \(address), which no answer holds as it is")
        }
        return variable
    }
}
