internal import Values

extension Node.Scalar {
    /// The value as CloudFormation sees it: unquoted `true`, `yes` and `on` and their contraries are booleans, as YAML 1.1
    /// has them, unquoted numbers are numbers, and everything else, dates included, is a string.
    ///
    /// Digits with a leading zero stay text, so an account id written without quotes keeps its zeros.
    func value(tag: String?) -> Value {
        switch tag {
        case "tag:yaml.org,2002:str", "!": return .string(text)
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool":
            return Node.Scalar(text).value(tag: nil)
        default: break
        }
        guard style == .plain else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": return .bool(true)
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": return .bool(false)
        default: return number ?? .string(text)
        }
    }

    /// The text that a parameter has of it: that of a boolean, or as written; a number would lose its zeros.
    func parameterText(tag: String?) -> String {
        if case .bool(let flag) = value(tag: tag) { return flag ? "true" : "false" }
        return text
    }

    /// True for what CloudFormation takes for a number; with a leading zero too.
    var isNumber: Bool {
        style == .plain && (number != nil || !text.isEmpty && text.utf8.allSatisfy(isDigit))
    }

    private var number: Value? {
        let digits =
            text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
        guard let first = digits.utf8.first, isDigit(first) else { return nil }
        if digits.utf8.allSatisfy(isDigit) {
            guard first != UInt8(ascii: "0") || digits.utf8.count == 1 else { return nil }
            return Int(text).map { .int($0) }
        }
        // A decimal point is required: `12e3` is as likely a hash as a number.
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.allSatisfy(isDigit),
            parts[0].utf8.count == 1 || first != UInt8(ascii: "0"),
            let fraction = parts[1].utf8.first, isDigit(fraction),
            parts[1].utf8.allSatisfy({ isDigit($0) || "eE+-".utf8.contains($0) }), let number = Double(text),
            number.isFinite
        else { return nil }
        return .double(number)
    }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}

extension Node {
    /// See `Scalar.parameterText`; nil for what is no scalar.
    var parameterText: String? { scalar?.parameterText(tag: tag) }
}
