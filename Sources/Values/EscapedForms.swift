/// One text as the formats escape it: what others write out may be in any of these.
struct EscapedForms {
    private let text: String

    init(_ text: String) { self.text = text }

    /// All of them, often the same one several times.
    var all: [String] { xml + json + percent + hexadecimal }

    /// The apostrophe has four ways, the quotation mark two.
    private var xml: [String] {
        let plain = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return ["\"", "&quot;", "&#34;"].flatMap { quote in
            ["'", "&#39;", "&#x27;", "&apos;"].map {
                plain.replacing("\"", with: quote).replacing("'", with: $0)
            }
        }
    }

    /// With slashes escaped, and with everything beyond ASCII, or what HTML would take for its own too, as `\u00e9`.
    private var json: [String] {
        let plain = String(Value.string(text).json.dropFirst().dropLast())
        let forms = ["", "<>&'"].flatMap { more in
            [false, true].map { isUpper in Self.coded(plain, also: more, isUpper: isUpper) }
        }
        return (forms + [plain]).flatMap { [$0, $0.replacing("/", with: "\\/")] }
    }

    private static func coded(_ text: String, also more: String, isUpper: Bool) -> String {
        text.reduce(into: "") { coded, character in
            if character.isASCII, !more.contains(character) {
                coded.append(character)
            } else {
                for unit in String(character).utf16 {
                    let digits = String(unit, radix: 16, uppercase: isUpper)
                    coded += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
    }

    /// With digits in both cases, and with `+` for a space as forms have it.
    private var percent: [String] {
        let upper = [PercentEncoding.encode(text), PercentEncoding.encode(text, keepingSlashes: true)]
        let lower = upper.map { Self.lowered($0) }
        return (upper + lower).flatMap { [$0, $0.replacing("%20", with: "+")] }
    }

    private static func lowered(_ encoded: String) -> String {
        var left = 0
        return encoded.reduce(into: "") { text, character in
            if character == "%" { left = 3 }
            text += left > 0 ? character.lowercased() : String(character)
            left -= 1
        }
    }

    private var hexadecimal: [String] {
        [false, true].map { isUpper in
            text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: isUpper) }.joined()
        }
    }
}
