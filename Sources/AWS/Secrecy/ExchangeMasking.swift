internal import Transport
internal import Values

/// Makes exchanges fit to be shown.
struct ExchangeMasking {
    let secrets: SecretTexts
    /// Those of the call at hand.
    let own: SecretTexts

    /// Headers that are masked whole.
    private static let headers: Set<String> = [
        "x-amz-security-token", "x-aws-ec2-metadata-token", "x-amz-sso_bearer_token", "cookie", "set-cookie",
        "proxy-authorization",
    ]
    /// What signs a request that carries its signature in the address.
    private static let query: Set<String> = ["x-amz-signature", "x-amz-security-token", "x-amz-credential"]

    func text(_ text: String) -> String { own.masked(secrets.masked(text)) }

    func value(_ value: Value) -> Value { own.masked(secrets.masked(value)) }

    func headers(_ headers: HTTPHeaders, sensitive: Set<String> = []) -> HTTPHeaders {
        HTTPHeaders(
            headers.fields.map { field in (field.name, header(field.name.lowercased(), field.value, sensitive)) })
    }

    private func header(_ name: String, _ value: String, _ sensitive: Set<String>) -> String {
        if Self.headers.contains(name) || sensitive.contains(name) { return SecretTexts.mask }
        guard name == "authorization" else { return text(value) }
        // Who signs, and over what, is worth knowing; a token is nobody's business.
        guard let range = value.firstRange(of: "Signature="), value.hasPrefix("AWS4-") else { return SecretTexts.mask }
        return value[..<range.upperBound] + SecretTexts.mask
    }

    func url(_ url: String) -> String {
        guard let mark = url.firstIndex(of: "?") else { return text(url) }
        let items = url[url.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false).map {
            item -> String in
            let name = item.prefix { $0 != "=" }
            return Self.query.contains(name.lowercased()) ? "\(name)=\(SecretTexts.mask)" : text(String(item))
        }
        return text(String(url[...mark])) + items.joined(separator: "&")
    }

    // MARK: - Answers

    /// A body as text, without what its shape calls sensitive.
    func body(of response: HTTPResponse, _ operation: OperationModel, isXML: Bool) -> String {
        if response.body.isEmpty { return "" }
        let isGood = (200..<300).contains(response.status)
        if isGood, let payload = operation.output?.payload, payload.shape.kind == .blob {
            return "(\(response.body.count) bytes)"
        }
        let names = SensitiveMembers.wireNames(of: operation.output).union(secrets.members)
        if isXML, let root = try? XMLReader.root(of: response.body) {
            return String(decoding: element(root, names, isFault: !isGood).document, as: UTF8.self)
        }
        if !isXML, let value = try? Value(json: response.body) {
            return json(value, names, isFault: !isGood).json
        }
        guard !SensitiveMembers.isMarked(operation.output) else {
            return "(\(response.body.count) bytes that could not be read, and may hold secrets)"
        }
        return text(String(decoding: response.body.prefix(2000), as: UTF8.self))
    }

    private func element(_ element: XMLElement, _ names: Set<String>, isFault: Bool, hides: Bool = false) -> XMLElement
    {
        var copy = element
        let hides = hides || names.contains(element.localName.lowercased()) || isFault && Self.quotes(element.localName)
        if hides, !element.text.trimmed.isEmpty {
            copy.text = SecretTexts.mask
        } else if !element.text.isEmpty {
            copy.text = value(.string(Self.withoutQuote(element.text, isFault))).string ?? SecretTexts.mask
        }
        // The entry of a map says in one child what the other is.
        let key = element.children.first { ["key", "name"].contains($0.localName.lowercased()) }?.text.trimmed
        let namesSecret = key.map { names.contains($0.lowercased()) } ?? false
        for index in copy.attributes.indices { copy.attributes[index].value = text(copy.attributes[index].value) }
        copy.children = element.children.map {
            self.element(
                $0, names, isFault: isFault, hides: hides || namesSecret && $0.localName.lowercased() == "value")
        }
        return copy
    }

    private func json(_ json: Value, _ names: Set<String>, isFault: Bool, hides: Bool = false) -> Value {
        switch json {
        case .object(let object):
            var copy = object
            for (name, item) in object {
                let hides = hides || names.contains(name.lowercased()) || isFault && Self.quotes(name)
                copy[name] = self.json(item, names, isFault: isFault, hides: hides)
            }
            return .object(copy)
        case .array(let items): return .array(items.map { self.json($0, names, isFault: isFault, hides: hides) })
        case .null: return json
        default:
            if hides { return .string(SecretTexts.mask) }
            return value(json.string.map { .string(Self.withoutQuote($0, isFault)) } ?? json)
        }
    }

    /// Members in which refusals quote what was signed and with which token.
    static func quotes(_ name: String) -> Bool {
        ["Token", "Canonical", "StringToSign", "Signature", "AccessKey"].contains { name.contains($0) }
    }

    private static func withoutQuote(_ text: String, _ isFault: Bool) -> String {
        guard isFault, let quote = text.firstRange(of: "The Canonical String") else { return text }
        return String(text[..<quote.lowerBound])
    }
}
