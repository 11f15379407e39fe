internal import Values

/// One form for IAM policies and JSON documents, so that two ways of writing the same thing compare equal.
enum PolicyForm {
    /// The document itself, of an object or its JSON text.
    static func document(_ value: Value) -> Value {
        guard let text = value.string else { return value }
        // IAM answers documents percent-encoded.
        let plain = text.hasPrefix("%") ? percentDecoded(text) : text
        return (try? Value(json: plain)) ?? value
    }

    private static func percentDecoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A policy with single statements and values as lists, sets sorted, scalars as text.
    static func policy(_ value: Value) -> Value {
        let document = document(value)
        guard var policy = document.object else { return document }
        if let statements = policy["Statement"] {
            policy["Statement"] = .array(list(statements).map(statement))
        }
        policy["Version"] = policy["Version"].flatMap { $0.scalarText.map { .string($0) } }
        return .object(policy)
    }

    private static func statement(_ value: Value) -> Value {
        guard var statement = value.object else { return value }
        for name in ["Action", "NotAction"] {
            statement[name] = statement[name].map { set(.array(list($0).map(lowercased))) }
        }
        for name in ["Resource", "NotResource"] { statement[name] = statement[name].map(set) }
        for name in ["Principal", "NotPrincipal"] {
            // `"*"` and `{"AWS": "*"}` are the same to IAM.
            statement[name] = statement[name].map { principal in
                if principal.string == "*" { return ["AWS": ["*"]] }
                return principal.object.map { .object($0.mapValues { set(.array(list($0).map(account))) }) }
                    ?? principal
            }
        }
        if let operators = statement["Condition"]?.object {
            statement["Condition"] = .object(
                operators.mapValues { keys in keys.object.map { .object($0.mapValues(set)) } ?? keys })
        }
        if statement["Sid"]?.string == "" { statement["Sid"] = nil }
        return .object(statement)
    }

    /// IAM compares actions without regard to case.
    private static func lowercased(_ value: Value) -> Value { value.string.map { .string($0.lowercased()) } ?? value }

    /// `123456789012` and `arn:aws:iam::123456789012:root` name the same principal.
    private static func account(_ value: Value) -> Value {
        guard let text = value.string, text.hasSuffix(":root") else { return value }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 6 && parts[2] == "iam" ? .string(String(parts[4])) : value
    }

    private static func list(_ value: Value) -> [Value] { value.array ?? [value] }

    private static func set(_ value: Value) -> Value {
        let texts = list(value).map { item in item.scalarText.map { Value.string($0) } ?? item }
        return .array(Set(texts).sorted { $0.canonicalJSON < $1.canonicalJSON })
    }
}
