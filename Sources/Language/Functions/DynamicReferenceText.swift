/// Reads `{{resolve:…}}` out of texts.
extension DynamicReference {
    /// A text cut at its dynamic references.
    enum Piece {
        case text(String)
        /// The reference without its braces.
        case reference(String)
    }

    static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{resolve:"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            if open.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<open.lowerBound]))) }
            let start = rest.index(open.lowerBound, offsetBy: 2)
            pieces.append(.reference(String(rest[start..<close.lowerBound])))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty || pieces.isEmpty { pieces.append(.text(String(rest))) }
        return pieces
    }

    /// From `resolve:service:…`.
    /// - Throws: what is wrong, in words that follow the reference.
    init(text: String) throws(ParsingError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts[0] == "resolve" else {
            throw ParsingError(reason: "names no service and no parameter")
        }
        guard let service = Service(rawValue: parts[1]) else {
            throw ParsingError(reason: "names the service '\(parts[1])'; there are ssm, ssm-secure and secretsmanager")
        }
        self.init(service: service, name: "", text: text)
        let rest = Array(parts.dropFirst(2))
        if service == .secretsManager { try readSecret(rest) } else { try readParameter(rest) }
        guard !name.isEmpty else { throw ParsingError(reason: "has an empty name") }
    }

    struct ParsingError: Error {
        var reason: String
    }

    private mutating func readParameter(_ parts: [String]) throws(ParsingError) {
        name = parts[0]
        guard parts.count <= 2 else { throw ParsingError(reason: "has too many parts") }
        guard parts.count == 2 else { return }
        guard let number = Int(parts[1]), number > 0 else {
            throw ParsingError(reason: "has the version '\(parts[1])', which is not a number")
        }
        version = parts[1]
    }

    /// A secret's name, or an ARN, whose own seven parts are divided by colons too.
    private mutating func readSecret(_ parts: [String]) throws(ParsingError) {
        let length = parts[0] == "arn" ? 7 : 1
        guard parts.count >= length else { throw ParsingError(reason: "has an incomplete ARN") }
        name = parts[..<length].joined(separator: ":")
        let rest = Array(parts[length...])
        guard rest.count <= 4 else { throw ParsingError(reason: "has too many parts") }
        if let first = rest.first, !first.isEmpty, first != "SecretString" {
            throw ParsingError(reason: "asks for '\(first)'; only SecretString is supported")
        }
        let value = { (index: Int) in rest.count > index && !rest[index].isEmpty ? rest[index] : nil }
        jsonKey = value(1)
        versionStage = value(2)
        versionID = value(3)
        if versionStage != nil && versionID != nil {
            throw ParsingError(reason: "gives both a version stage and a version id")
        }
    }
}
