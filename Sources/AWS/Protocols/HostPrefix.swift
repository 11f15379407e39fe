internal import Values

/// The part of a host's name that an operation takes from its input (`{AccountId}.`).
enum HostPrefix {
    static func make(_ operation: OperationModel, _ input: Value) throws(WireError) -> String {
        guard var text = operation.hostPrefix else { return "" }
        for member in operation.input?.members ?? [] where text.contains("{\(member.name)}") {
            guard let value = input[member.name]?.string, isLabel(value) else {
                throw WireError("\(member.name) must be a valid part of a host's name")
            }
            text = text.replacing("{\(member.name)}", with: value)
        }
        return text
    }

    /// RFC 1123: letters, digits and hyphens, not at the ends, up to 63.
    private static func isLabel(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...63).contains(bytes.count), bytes.first != 45, bytes.last != 45 else { return false }
        return bytes.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
        }
    }
}
