internal import Values

/// IAM answers policies percent-encoded (RFC 3986, says its API reference) and takes them plain.
enum PolicyDocuments {
    /// The output with every policy as the JSON text that it is.
    static func decoded(_ output: Value, _ shape: Shape?) -> Value {
        guard let shape else { return output }
        switch (shape.kind, output) {
        case (.structure, .object(let object)):
            var copy = object
            for (name, item) in object { copy[name] = decoded(item, shape.member(name)?.shape) }
            return .object(copy)
        case (.list, .array(let items)):
            return .array(items.map { decoded($0, shape.element?.shape) })
        case (.string, .string(let text)) where shape.name == "policyDocumentType":
            return .string(PercentEncoding.decode(text))
        default:
            return output
        }
    }
}
