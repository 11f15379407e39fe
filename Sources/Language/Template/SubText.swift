/// The text of `Fn::Sub`, cut into literal text and `${…}` parts.
enum SubText {
    /// - Parameter variables: the names of the function's own map.
    /// - Returns: the pieces, and the contents of those `${…}` whose name CloudFormation does not accept.
    static func pieces(of text: String, variables: Set<String>) -> (pieces: [Expression.Piece], invalid: [String]) {
        var pieces: [Expression.Piece] = []
        var invalid: [String] = []
        var literal = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "${") {
            guard let close = rest[open.upperBound...].firstIndex(of: "}") else { break }
            literal += rest[..<open.lowerBound]
            let written = String(rest[open.upperBound..<close])
            rest = rest[rest.index(after: close)...]
            if written.hasPrefix("!") {
                literal += "${\(written.dropFirst())}"
                continue
            }
            // CloudFormation takes a name without the spaces around it.
            let name = written.trimmed
            if !literal.isEmpty { pieces.append(.text(literal)) }
            literal = ""
            let allowed = name.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || "_.:".utf8.contains($0)
            }
            if name.isEmpty || !allowed {
                invalid.append(written)
            } else if variables.contains(name) {
                pieces.append(.variable(name))
            } else if let dot = name.firstIndex(of: ".") {
                pieces.append(.attribute(resource: String(name[..<dot]), name: String(name[name.index(after: dot)...])))
            } else {
                pieces.append(.reference(name))
            }
        }
        literal += rest
        if !literal.isEmpty { pieces.append(.text(literal)) }
        return (pieces, invalid)
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    fileprivate var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
